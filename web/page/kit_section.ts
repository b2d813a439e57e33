// Setup's part on an acoustic kit: its drums are struck one by one, or a recording of that is read, and what was learnt
// is kept. What is said comes from the engine.
import { audio, microphone } from "./audio.ts";
import { field, h, text, toggle } from "./dom.ts";
import type { Choices, KitSoundLearnt, Strikes } from "./generated/told.ts";
import { keepKitSound, keptKitSound } from "./kit_sound.ts";
import type { KitAsked, KitTold } from "./kit_worker.ts";
import { levelMeter } from "./level_meter.ts";
import { firstStruck, Striking, struckText } from "./model/kit_model.ts";
import { oneChannel } from "./model/one_channel.ts";
import { pageWords } from "./model/page_words.ts";
import { inSchool } from "./school/school_server.ts";
import { server } from "./server.ts";
import { keeper, kept } from "./settings_store.ts";
import { settingsText, wordsOf } from "./text.ts";

const kName = "my-kit";
const kHow =
  "Put the microphone where it stands when you play. Four strokes on each drum, one drum at a time, as loud as you play them, a second apart. Recordings, and drills when they are over, are told more surely by it. Choose every drum that you play; strike the kit again when microphone, tuning or room changes. A recording has the drums in this order, with three seconds before each.";

export class KitSection {
  private readonly drums: Striking;
  private readonly chips = h("div", { class: "toggles", role: "group", "aria-label": "Drums" });
  private readonly said = h("p", { class: "order small kit-said", role: "status", "aria-live": "polite" });
  private readonly bar = levelMeter("Level of the strokes, dB");
  private readonly lines = h("ul", { class: "plain-list" });
  private readonly own = h("div", {});
  private readonly start = this.button("Strike the drums", () => void this.press());
  private readonly leaveOut = this.button("Leave this drum out", () => this.ask({ skip: true }));
  private readonly read = this.button("Learn from a recording", () => this.recording.click());
  private readonly openFile = this.button("Open a kit's sound", () => this.file.click());
  private readonly recording = h("input", {
    type: "file",
    hidden: true,
    id: "kit-recording",
    accept: "audio/*",
  });
  private readonly file = h("input", { type: "file", hidden: true, id: "kit-file", accept: ".json" });
  private name = kName;
  private worker: Worker | undefined;
  private closeMicrophone: (() => void) | undefined;
  readonly element: HTMLElement;

  constructor({ drums }: Choices) {
    this.drums = new Striking(
      drums.map(({ voice }) => voice),
      firstStruck(keptKitSound()),
    );
    this.recording.addEventListener("change", () => void this.learnFrom(this.recording));
    this.file.addEventListener("change", () => {
      const [file] = this.file.files ?? [];
      this.file.value = "";
      if (file) void file.text().then((sound) => this.open(sound));
    });
    this.element = h(
      "section",
      { class: "kit-sound" },
      h("h2", {}, "Kit: strike each drum four times"),
      h("p", { class: "how" }, kHow),
      this.chips,
      field(
        "Its name",
        text(this.name, (name) => (this.name = name.trim() || kName)),
      ),
      h("div", { class: "buttons" }, this.start, this.leaveOut, this.read, this.openFile),
      this.recording,
      this.file,
      this.said,
      this.bar,
      this.lines,
      this.own,
    );
    this.drawChips();
    this.drawOwn();
    this.strikes(false);
  }

  private button(words: string, press: () => void): HTMLButtonElement {
    return h("button", { type: "button", onclick: press }, words);
  }
  private drawChips(): void {
    this.chips.replaceChildren(
      ...this.drums
        .rows()
        .map(({ voice, name, chosen }) => toggle(name, chosen, (value) => this.drums.choose(voice, value))),
    );
  }
  /** What is kept here, and what may be done with it. */
  private drawOwn(): void {
    const sound = keptKitSound();
    const told = struckText(sound);
    this.own.replaceChildren(
      ...(told
        ? [
            h("p", { class: "kit-kept" }, told.text),
            toggle("Hear with it", kept.useKitSound, keeper("useKitSound")),
            h(
              "div",
              { class: "buttons" },
              this.button("Save it as a file", () => this.save(`${told.id}.sound.json`, sound)),
              this.button("Forget it", () => {
                keepKitSound("");
                this.lines.replaceChildren();
                this.said.textContent = "";
                this.drawOwn();
              }),
            ),
          ]
        : []),
    );
  }
  private save(name: string, sound: string): void {
    const href = URL.createObjectURL(new Blob([sound], { type: "application/json" }));
    h("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
  }

  private ask(asked: KitAsked, more: Transferable[] = []): void {
    if (!this.worker) {
      this.worker = new Worker("kit_worker.js", { type: "module" });
      this.worker.onmessage = ({ data }: MessageEvent<KitTold>) => void this.hear(data);
    }
    this.worker.postMessage(asked, more);
  }
  private async hear(told: KitTold): Promise<void> {
    if ("refused" in told) {
      this.stop();
      this.said.textContent = pageWords(told.refused);
    } else if ("told" in told) {
      this.follow(told.told);
    } else if ("learnt" in told) {
      await this.keep(told.learnt);
    } else {
      keepKitSound(told.shown.sound);
      this.list(told.shown.lines);
      this.said.textContent = `${told.shown.id} is heard with from now on.`;
      this.drawOwn();
    }
  }
  private list(lines: string[]): void {
    // The program writes columns.
    const rows = lines.map((line) => pageWords(line).replace(/ {2,}/, ": "));
    this.lines.replaceChildren(...rows.map((row) => h("li", {}, row)));
  }
  private follow({ drum, clear, of, lines }: Strikes): void {
    if (!this.closeMicrophone) return; // a recording, or it has ended
    this.lines.append(...lines.map((line) => h("li", {}, line)));
    if (drum === null) this.finish();
    else this.said.textContent = `Strike the ${drum}: ${clear} of ${of}`;
  }
  private async keep({ sound, lines }: KitSoundLearnt): Promise<void> {
    this.list(lines);
    if (sound === null) {
      this.said.textContent = "Nothing was learnt.";
      return;
    }
    keepKitSound(sound);
    this.drawOwn();
    this.said.textContent = `Learnt. ${await this.intoBook(sound)}`;
  }
  /** The program finds it there by its name; a school keeps none. */
  private async intoBook(sound: string): Promise<string> {
    if (inSchool) return "It stays in this browser.";
    try {
      await server.keepKitSound(sound);
      return "It is kept in this browser and beside the book.";
    } catch {
      return "It is kept in this browser.";
    }
  }

  private wishes(rate: number, recording: boolean): Uint8Array<ArrayBuffer> {
    return settingsText({ rate, id: this.name, drums: this.drums.ids(), recording });
  }
  private async press(): Promise<void> {
    if (this.closeMicrophone) {
      this.finish();
      return;
    }
    try {
      this.start.disabled = true;
      this.said.textContent = "Opening sound.";
      const context = await audio();
      const source = context.createMediaStreamSource(await microphone());
      const node = new AudioWorkletNode(context, "record", { numberOfOutputs: 0 });
      this.closeMicrophone = () => {
        source.disconnect();
        node.port.onmessage = null;
        node.port.postMessage({ stop: true });
      };
      this.lines.replaceChildren();
      this.ask({ open: this.wishes(context.sampleRate, false) });
      node.port.onmessage = ({ data }: MessageEvent<Float32Array>) => {
        const peak = data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-5);
        this.bar.value = 20 * Math.log10(peak);
        this.ask({ sound: data }, [data.buffer]);
      };
      source.connect(node);
      this.strikes(true);
      this.said.scrollIntoView({ block: "center" });
    } catch (error) {
      this.stop();
      this.said.textContent = wordsOf(error);
    } finally {
      this.start.disabled = false;
    }
  }
  private finish(): void {
    this.stop();
    this.said.textContent = "Learning.";
    this.ask({ close: true });
  }
  private stop(): void {
    this.closeMicrophone?.();
    this.closeMicrophone = undefined;
    this.strikes(false);
  }
  /** While drums are struck the drum that is asked for is read from the kit, and nothing else can be begun. */
  private strikes(now: boolean): void {
    this.start.textContent = now ? "End here" : "Strike the drums";
    this.leaveOut.hidden = this.bar.hidden = !now;
    this.read.hidden = this.openFile.hidden = this.own.hidden = now;
    this.element.classList.toggle("striking", now);
  }

  private async learnFrom(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    this.stop();
    this.said.textContent = `Hearing ${file.name}.`;
    try {
      const decoded = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(await file.arrayBuffer());
      const channels = Array.from({ length: decoded.numberOfChannels }, (_, c) => decoded.getChannelData(c));
      const { mono } = oneChannel(channels, decoded.sampleRate);
      this.ask({ open: this.wishes(decoded.sampleRate, true) });
      this.ask({ sound: mono });
      this.ask({ close: true });
    } catch {
      this.said.textContent = `${file.name}: the browser cannot read it. Save its sound as wav or flac.`;
    }
  }
  /** A file as the program keeps it. */
  open(sound: string): void {
    this.stop();
    this.ask({ show: sound });
  }
  leave(): void {
    this.stop();
    this.worker?.terminate();
    this.worker = undefined;
  }
}
