// Band: a song, one dial, and a band that holds the tempo or follows. What it plays and what is said of it afterwards
// come from the engine; this file draws it.
import { closeMicrophone } from "./audio.ts";
import { bandEngine, forEngine, openSong, planOf, type BandEngine } from "./band_engine.ts";
import { BandForm } from "./band_form.ts";
import { BandRun, type BandListener } from "./band_run.ts";
import { bandControls, moreControls } from "./band_settings.ts";
import { samplerParts } from "./band_sounds.ts";
import { fullScreen, h, onFullScreen, type View } from "./dom.ts";
import type { BandNews, BandSong, BandTold } from "./generated/band_told.ts";
import { Refusal } from "./engine.ts";
import { openSound } from "./live.ts";
import { bandWishes, beatAt, keptBand, tempoOf, type KeptBand, type KeptSong } from "./model/band_model.ts";
import { kitSettings } from "./model/kept.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { earWeights } from "./shared.ts";
import { decode, encode, settingsText, toBase64, wordsOf } from "./text.ts";

const kFiles =
  ".irealb,.irealbook,.html,.htm,.cho,.chordpro,.chopro,.crd,.pro,.ls,.txt,.mid,.midi,.rmi,.kar,.musicxml,.xml,.mxl";
const kReady = "Press space, or Start. With a microphone play with headphones, or the band is heard in it.";

class BandView implements View, BandListener {
  private readonly order = h("p", { class: "order small", role: "status", "aria-live": "polite" }, kReady);
  private readonly heading = h("h1", {});
  private readonly what = h("p", { class: "how" });
  private readonly form = new BandForm();
  private readonly counter = h("p", { class: "counter", "aria-hidden": "true" });
  private readonly tempi = h("p", { class: "band-tempi", "aria-hidden": "true" });
  private readonly doing = h("p", { class: "band-doing" });
  private readonly dialTold = h("p", { class: "band-told" });
  private readonly strip: HTMLElement;
  private readonly start = h(
    "button",
    { class: "start", type: "button", onclick: () => this.press() },
    "Start",
  );
  private readonly after = h("div", { class: "band-after" });
  private readonly controls = h("fieldset", { class: "settings" });
  private readonly setup = h("p", { class: "setup-line" });
  private readonly file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "band-file",
    accept: kFiles,
    onchange: () => void this.picked(),
  });
  private readonly paste = h("textarea", {
    class: "tab",
    rows: "6",
    spellcheck: "false",
    "aria-label": "A chart",
  });
  private readonly pasted = (event: ClipboardEvent) => this.fromClipboard(event);
  private readonly full = onFullScreen(() => undefined);
  private run: BandRun | undefined;
  private frame = 0;
  private song: BandSong | undefined;
  readonly title = "Band";
  readonly element: HTMLElement;

  constructor(
    private readonly band: BandEngine,
    private readonly wishes: KeptBand,
  ) {
    this.strip = h(
      "div",
      { class: "band-strip" },
      this.counter,
      h("div", { class: "band-now" }, this.tempi, this.doing, this.dialTold),
      h(
        "div",
        { class: "band-buttons" },
        h("button", { type: "button", onclick: () => this.run?.askSolo() }, "Solo (S)"),
        h("button", { type: "button", onclick: () => this.run?.cue() }, "Band back (C)"),
        h("button", { type: "button", class: "stop", onclick: () => this.stop() }, "Stop"),
      ),
    );
    this.element = h(
      "div",
      { class: "band-view" },
      h("div", { class: "head" }, this.heading),
      this.order,
      this.after,
      this.what,
      this.form.element,
      this.strip,
      h(
        "div",
        { class: "buttons" },
        this.start,
        h("label", { class: "button", for: "band-file" }, "Open a chart"),
        this.file,
        h("button", { type: "button", onclick: fullScreen }, "Full screen"),
      ),
      this.controls,
      this.pasting(),
      this.setup,
      h(
        "p",
        { class: "keys" },
        "Space: start, stop. S: you alone from the next bar. C, or a sustain pedal: the band comes back. Up and down: tempo. F: full screen.",
      ),
    );
    document.addEventListener("paste", this.pasted);
  }
  private pasting(): HTMLElement {
    const read = () => void this.take(encode(this.paste.value), "");
    return h(
      "details",
      { class: "more" },
      h("summary", {}, "Paste a chart"),
      h(
        "p",
        { class: "how" },
        "A link of iReal Pro, ChordPro with a grid, or an Impro-Visor lead sheet. Files of those, MusicXML and MIDI: drop them here, or open them.",
      ),
      this.paste,
      h("div", { class: "buttons" }, h("button", { type: "button", onclick: read }, "Read it")),
    );
  }

  async open(): Promise<void> {
    const { songs } = this.band.choices;
    const first: KeptSong = { builtin: songs[0].name, name: "", bytes: "", number: 1 };
    try {
      this.use(this.wishes.song ?? first);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.use(first);
      this.refuse(error);
    }
    const dropped = wish.file;
    wish.file = undefined;
    if (dropped) await this.drop(dropped);
  }
  /** Opens a song; throws what the engine refused. */
  private use(song: KeptSong): void {
    this.song = openSong(this.band, song);
    this.wishes.song = song;
    this.remember();
    this.after.replaceChildren();
    this.render();
  }
  private render(): void {
    const { song } = this;
    if (!song) return;
    this.heading.textContent = song.title || "Song";
    const style = song.style_guessed ? `played as ${song.style}, since it names no style` : song.style;
    this.what.textContent = [song.composer, style, `${song.bars.length} bars`, ...song.remarks]
      .filter(Boolean)
      .join(" · ");
    this.form.show(song.bars);
    const open = this.controls.querySelector("details")?.open ?? false;
    const changed = () => this.remember();
    this.controls.replaceChildren(
      h("legend", { class: "unseen" }, "Settings"),
      bandControls(this.wishes, this.band.choices, song, changed, (chosen) => this.choose(chosen)),
      moreControls(this.wishes, this.band.choices, song, open, changed, (db) => this.run?.volume(db)),
    );
  }
  private remember(): void {
    kept.band = { ...this.wishes };
    keep();
  }
  private choose(song: KeptSong): void {
    try {
      Object.assign(this.wishes, { bpm: 0, style: "", follow: -1 });
      this.use(song);
      this.say(kReady);
    } catch (error) {
      this.refuse(error);
    }
  }

  private async take(given: Uint8Array<ArrayBuffer>, file: string): Promise<void> {
    try {
      const { bytes, name } = await forEngine(given, file);
      this.choose({ name, bytes: toBase64(bytes), number: 1 });
    } catch (error) {
      this.refuse(error);
    }
  }
  private async drop(file: File): Promise<void> {
    await this.take(new Uint8Array(await file.arrayBuffer()), file.name);
  }
  private async picked(): Promise<void> {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (file) await this.drop(file);
  }
  private fromClipboard(event: ClipboardEvent): void {
    const at = event.target as HTMLElement;
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (this.run || !text.trim() || at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement)
      return;
    event.preventDefault();
    void this.take(encode(text), "");
  }

  private say(words: string): void {
    this.order.textContent = words;
    this.order.classList.remove("wrong");
  }
  private refuse(error: unknown): void {
    this.say(wordsOf(error));
    this.order.classList.add("wrong");
  }

  private async begin(): Promise<void> {
    const { song } = this;
    if (!song || !this.wishes.song || this.start.disabled) return;
    this.start.disabled = true;
    this.after.replaceChildren();
    try {
      this.say("Opening sound.");
      const sound = await openSound();
      const { context, media, told } = sound;
      this.setup.textContent = sound.words;
      const settings = settingsText({
        rate: context.sampleRate,
        midi: !media,
        measured: told.measured,
        round_trip: told.round_trip,
        round_trip_sd_ms: told.round_trip_sd_ms,
        clock: this.wishes.clockTo !== "",
        seed: 1 + Math.floor(1e6 * Math.random()),
        ...(media ? {} : kitSettings(kept)),
        ...bandWishes(this.wishes, this.band.choices, song),
      });
      const ear = media ? await earWeights() : undefined;
      const plan = planOf(this.band, settings, ear);
      const parts = await samplerParts(context, plan);
      const { song: chosen, db, cueNote, clockTo } = this.wishes;
      const of = { song: chosen, settings, parts, ear, plan, db, cueNote, clockTo };
      this.run = await BandRun.begin(sound, this.band, of, this);
      document.body.classList.add("playing");
      this.controls.disabled = true;
      this.form.show(plan.bars);
      this.counter.textContent = "";
      this.tempi.textContent = "";
      this.doing.textContent = "";
      this.dialTold.textContent = plan.text;
      this.say(plan.text || `Follow ${plan.follow}. The band counts in.`);
      this.frame = requestAnimationFrame(() => this.move());
    } catch (error) {
      this.refuse(error);
      if (!this.run) closeMicrophone();
    } finally {
      this.start.disabled = false;
    }
  }
  private move(): void {
    this.frame = requestAnimationFrame(() => this.move());
    const quarter = this.run?.quarterNow();
    if (quarter === undefined || !this.run) return;
    const { bars, count_in } = this.run.plan;
    this.form.move(quarter);
    const beat = quarter < -count_in ? "" : String(beatAt(bars, quarter));
    if (this.counter.textContent !== beat) this.counter.textContent = beat;
    this.counter.classList.toggle("counting", quarter < 0);
  }
  news({ bpm, you_bpm, text, limit }: BandNews): void {
    const you = you_bpm === undefined ? "" : ` · you ${you_bpm.toFixed(1)}`;
    this.tempi.textContent = `band ${bpm.toFixed(1)}${you}`;
    const words = limit || text;
    if (this.doing.textContent !== words) this.doing.textContent = words;
  }
  over({ strokes, lines, picture, csv }: BandTold, take?: string): void {
    const gone = this.run?.gone ?? "";
    this.still();
    if (strokes === 0) {
      this.say(gone || "No stroke was heard: there is nothing to say of it.");
      return;
    }
    this.say(gone || lines[0].text);
    const save = (name: string, type: string, text: string) =>
      h(
        "a",
        { class: "button", download: name, href: `data:${type};base64,${toBase64(encode(text))}` },
        `Save ${name}`,
      );
    const image = `data:image/svg+xml;base64,${toBase64(encode(picture))}`;
    this.after.replaceChildren(
      h(
        "dl",
        { class: "band-lines" },
        ...lines.slice(1).flatMap(({ about, text }) => [h("dt", {}, about), h("dd", {}, text)]),
      ),
      h(
        "div",
        {
          class: "scroll",
          tabindex: "0",
          role: "group",
          "aria-label": "Picture: tempo of both, gap, who moved the time",
        },
        h("img", { src: image, alt: `Who moved whom: ${lines[0].text}`, width: "1100" }),
      ),
      h(
        "div",
        { class: "buttons" },
        save("moves.csv", "text/csv", csv.map((line) => `${line}\n`).join("")),
        save("band.svg", "image/svg+xml", picture),
        take ? h("a", { class: "button", href: `#take/${take}` }, "The take") : null,
      ),
    );
    scrollTo({ top: 0, behavior: "instant" });
  }
  refused(words?: Uint8Array): void {
    this.still();
    this.say(words ? decode(words) : "The audio thread stopped. Load the page again.");
  }
  private still(): void {
    cancelAnimationFrame(this.frame);
    this.run = undefined;
    document.body.classList.remove("playing");
    this.controls.disabled = false;
    this.form.rest();
    if (this.song) this.form.show(this.song.bars);
  }
  private stop(): void {
    this.run?.stop();
  }
  private press(): void {
    if (this.run) this.stop();
    else void this.begin();
  }
  /** Up and down: the tempo. */
  private faster(by: number): void {
    if (!this.song || this.run) return;
    const { low, high } = this.band.choices.ranges.bpm;
    this.wishes.bpm = Math.min(high, Math.max(low, tempoOf(this.wishes, this.band.choices, this.song) + by));
    this.remember();
    this.render();
  }

  leave(): void {
    document.removeEventListener("paste", this.pasted);
    this.run?.stop();
    cancelAnimationFrame(this.frame);
    document.body.classList.remove("playing");
    this.full();
    this.form.leave();
    closeMicrophone();
  }
  key(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (key === " ") this.press();
    else if (key === "s" && this.run) this.run.askSolo();
    else if (key === "c" && this.run) this.run.cue();
    else if (key === "f") fullScreen();
    else if (key === "arrowup" && !this.run) this.faster(1);
    else if (key === "arrowdown" && !this.run) this.faster(-1);
    else return false;
    return true;
  }
}

export async function bandView(): Promise<View> {
  const view = new BandView(await bandEngine(), keptBand(kept.band));
  await view.open();
  return view;
}
