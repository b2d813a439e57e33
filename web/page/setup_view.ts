// Setup: which microphone, how loud and how quiet it is, the round trip, the e-kit's pads.
import { audio, closeMicrophone, microphone, soundOf } from "./audio.ts";
import { clickSound } from "./click_controls.ts";
import { choice, field, h, toggle, type View } from "./dom.ts";
import type { Engine } from "./engine.ts";
import type { Choices, KitLearnt } from "./generated/told.ts";
import { KitSection } from "./kit_section.ts";
import { levelMeter, listenToLevel } from "./level_meter.ts";
import { openMidi } from "./midi.ts";
import { kitSettings } from "./model/kept.ts";
import { Learning, Level, Pads, tripRows } from "./model/setup_model.ts";
import { keep, keeper, kept, wish } from "./settings_store.ts";
import { kOpenings, kTaps, measureRoundTrip, measureTaps } from "./round_trip.ts";
import { builtins, builtinTab, choices, engine } from "./shared.ts";
import { decode, encode, parse, wordsOf } from "./text.ts";

const section = (heading: string, how: string, ...parts: (Node | string)[]): HTMLElement =>
  h("section", {}, h("h2", {}, heading), h("p", { class: "how" }, how), ...parts);
const buttons = (words: string, press: () => void): HTMLElement =>
  h("div", { class: "buttons" }, h("button", { type: "button", onclick: press }, words));

class SetupView implements View {
  private readonly devices = h("select", { onchange: () => void this.pick() });
  private readonly bar = levelMeter("Peak level, dB");
  private readonly level = h("output", {}, "–");
  private readonly floor = h("output", {}, "–");
  private readonly said = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  private readonly trips = h("ul", { class: "plain-list" });
  private readonly pads = h("ul", { class: "pads" });
  private readonly midiSaid = h("p", { class: "how", role: "status" });
  private readonly profiles = h("select", { onchange: () => this.chooseKit() });
  private readonly learnt = h("ul", { class: "plain-list" });
  private readonly file = h("input", { type: "file", accept: ".json", hidden: true });
  private readonly kit: Pads;
  private readonly struck: KitSection;
  private learning: Learning | undefined;
  private closeMeter: (() => void) | undefined;
  private closeMidi: (() => void) | undefined;
  private stopTaps: (() => void) | undefined;
  private readonly tapping = h(
    "button",
    { type: "button", onclick: () => void this.tap() },
    "Tap, on an e-kit",
  );
  readonly title = "Setup";
  readonly element: HTMLElement;

  constructor(
    private readonly choices: Choices,
    private readonly engine: Engine,
  ) {
    this.kit = new Pads(choices.drums, kept.midiMap);
    this.struck = new KitSection(choices);
    const fact = (name: string, value: HTMLElement) => h("div", {}, h("dt", {}, name), h("dd", {}, value));
    this.element = h(
      "div",
      { class: "setup" },
      h("h1", {}, "Setup"),
      this.said,
      section(
        "Microphone",
        "Echo cancellation, noise suppression and gain control are off: they would move strokes.",
        field("Device", this.devices),
        h(
          "div",
          { class: "meter-row" },
          this.bar,
          h("dl", { class: "facts" }, fact("Peak", this.level), fact("Noise floor", this.floor)),
        ),
        buttons("Listen", () => void this.listen()),
      ),
      section(
        "Round trip",
        "From loudspeaker to microphone, by 30 short pulses, three times: every opening of the sound has its own. Do not tap along. Of an e-kit by your taps to sixteen clicks, after four that count in: what kit, computer and you put into them is the zero of later leans. Until it is known, colours are against your own lean.",
        h(
          "div",
          { class: "buttons" },
          h("button", { type: "button", onclick: () => void this.measure() }, "Measure"),
          this.tapping,
        ),
        this.trips,
      ),
      this.struck.element,
      section(
        "Click",
        "As every drill and every search has it; what else a click can do stands under More in Drill.",
        h("div", { class: "controls" }, ...clickSound(choices)),
      ),
      section(
        "Left hand first",
        "Stickings of built-in charts, of files and of links are changed over, R for L. Links and files that you make are for everybody: they are changed back.",
        toggle("I am left-handed", kept.leftHanded, (value) => void this.lead(value)),
      ),
      section(
        "Hands with sticks",
        "After a take: a roll on one pad, or two loud strokes after two seconds of silence, does what space does. Never while a take runs.",
        field(
          "It is listened for",
          choice(
            [
              ["off", "Off"],
              ["pad", "On the pads of the e-kit"],
              ["microphone", "With the microphone: two loud strokes"],
            ],
            kept.handsFree,
            keeper("handsFree"),
          ),
        ),
      ),
      section(
        "E-kit",
        "The profile says which note is which drum, and what the pads send by themselves. Learning one takes six soft and six hard strokes of every pad, a second apart. A drum that is chosen is the next pad hit.",
        field("Profile", this.profiles),
        buttons("Open MIDI", () => void this.mapKit()),
        buttons("Learn, then end learning", () => void this.learn()),
        buttons("Open a profile", () => this.file.click()),
        this.file,
        this.midiSaid,
        this.learnt,
        this.pads,
      ),
    );
    this.file.addEventListener("change", () => this.file.files?.[0] && void this.openKit(this.file.files[0]));
  }
  async open(): Promise<void> {
    await this.listDevices();
    this.listTrips();
    this.listKits();
    this.listPads();
    const dropped = wish.file;
    wish.file = undefined;
    if (dropped) await this.openKit(dropped);
  }

  /** The chosen chart, too, where it is a built-in one. */
  private async lead(left: boolean): Promise<void> {
    keeper("leftHanded")(left);
    const name = kept.chart?.name ?? "";
    if (!(await builtins).some((one) => one.name === name)) return;
    kept.chart = { ...kept.chart!, text: await builtinTab(name) };
    keep();
  }

  private async listDevices(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices();
    const inputs = all.filter(
      ({ kind, deviceId }) => kind === "audioinput" && deviceId && deviceId !== "default",
    );
    this.devices.replaceChildren(
      h("option", { value: "" }, "The system's own choice"),
      ...inputs.map(({ deviceId, label }) =>
        h("option", { value: deviceId, selected: deviceId === kept.device }, label || "Microphone"),
      ),
    );
  }
  private async pick(): Promise<void> {
    kept.device = this.devices.value;
    keep();
    if (this.closeMeter) await this.listen();
  }

  private async listen(): Promise<void> {
    try {
      this.stopMeter();
      const context = await audio();
      const media = await microphone();
      await this.listDevices();
      const level = new Level();
      this.closeMeter = await listenToLevel((stretch) => {
        const { peakDb, peak, floor } = level.hear(stretch.peak, stretch.power);
        this.bar.value = peakDb;
        this.level.textContent = peak;
        this.floor.textContent = floor;
      });
      this.said.textContent = (await soundOf(context, media)).warning || this.choices.words.listening;
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private stopMeter(): void {
    this.closeMeter?.();
    this.closeMeter = undefined;
  }

  private async tap(): Promise<void> {
    this.stopTaps?.();
    const left = new AbortController();
    this.stopTaps = () => left.abort();
    try {
      this.tapping.disabled = true;
      this.said.textContent = "Four clicks first; then tap one pad, once to each click.";
      const told = (click: number) => (this.said.textContent = `${click} of ${kTaps}.`);
      const trip = await measureTaps(this.engine, told, left.signal);
      if (trip) this.said.textContent = trip.text;
      this.listTrips();
    } catch (error) {
      this.said.textContent = wordsOf(error);
    } finally {
      this.tapping.disabled = false;
    }
  }
  private async measure(): Promise<void> {
    try {
      this.stopMeter();
      const trip = await measureRoundTrip(this.engine, (opening) => {
        this.said.textContent = `Pulses, ${opening} of ${kOpenings}. Loudspeaker on, nobody plays.`;
      });
      this.said.textContent = trip.text;
      this.listTrips();
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private listTrips(): void {
    const forget = (key: string) => {
      delete kept.roundTrips[key];
      keep();
      this.listTrips();
    };
    this.trips.replaceChildren(
      ...tripRows(kept.roundTrips).map(({ key, text }) =>
        h(
          "li",
          {},
          `${text} `,
          h("button", { type: "button", class: "quiet", onclick: () => forget(key) }, "Forget"),
        ),
      ),
    );
  }

  private async mapKit(): Promise<void> {
    try {
      this.closeMidi?.();
      this.closeMidi = await openMidi((time, note, velocity) => {
        if (this.learning) {
          this.learning.hit(time, note, velocity);
          this.learnt.replaceChildren(...this.learning.rows().map((row) => h("li", {}, row)));
          return;
        }
        this.midiSaid.textContent = this.kit.hit(note, velocity);
        keep();
        this.listPads();
      });
      this.midiSaid.textContent = "Hit a pad to see what it sends, or choose a drum and hit its pad.";
    } catch (error) {
      this.midiSaid.textContent = wordsOf(error);
    }
  }

  private listKits(): void {
    const own = kept.ownKit ? (JSON.parse(kept.ownKit) as { id: string; name: string }) : undefined;
    this.profiles.replaceChildren(
      h("option", { value: "" }, "General MIDI, or what a file gives away"),
      ...this.choices.kits.map(({ id, name }) => h("option", { value: id, selected: id === kept.kit }, name)),
      ...(own
        ? [h("option", { value: "own", selected: kept.kit === "own" }, `Your own: ${own.id}, ${own.name}`)]
        : []),
    );
    this.kit.read(this.profileText(kept.kit === "own" ? kept.ownKit : kept.kit || this.choices.kits[0].id));
  }
  /** The profile of that name or text, as the engine writes it. */
  private profileText(profile: string): string {
    this.engine.put(encode(profile));
    return decode(this.engine.told(this.engine.door.kit_profile()));
  }
  private chooseKit(): void {
    kept.kit = this.profiles.value;
    keep();
    this.listKits();
  }
  private keepOwn(profile: string): void {
    kept.ownKit = profile;
    kept.kit = "own";
    keep();
    this.listKits();
  }
  private async openKit(file: File): Promise<void> {
    try {
      const sound = await file.text();
      if (sound.includes('"firstchair-kit-sound"')) return this.struck.open(sound);
      this.keepOwn(this.profileText(sound));
      this.midiSaid.textContent = `${file.name} reads the kit now.`;
    } catch (error) {
      this.midiSaid.textContent = `${file.name}: ${wordsOf(error)}`;
    }
  }
  /** Begins to learn; pressed again, what was played becomes a profile. */
  private async learn(): Promise<void> {
    if (!this.learning) {
      if (!this.closeMidi) await this.mapKit();
      if (!this.closeMidi) return;
      this.learning = new Learning();
      this.learnt.replaceChildren();
      this.midiSaid.textContent =
        "Hit each pad by itself, six times softly and six times hard, then press again.";
      return;
    }
    const learning = this.learning;
    this.learning = undefined;
    try {
      const { kit, notes } = kitSettings(kept);
      const settings = { ...(kit ? { kit } : {}), ...(notes ? { notes } : {}), id: "my-kit" };
      this.engine.put(encode(learning.text(settings)));
      const { profile, lines } = parse<KitLearnt>(this.engine.told(this.engine.door.kit_learn()));
      this.keepOwn(profile);
      this.learnt.replaceChildren(...lines.map((line) => h("li", {}, line)));
      this.midiSaid.textContent = "Learnt. The drill reads the kit by it from now on.";
    } catch (error) {
      this.midiSaid.textContent = wordsOf(error);
    }
  }

  private listPads(): void {
    const choose = (index: number) => {
      this.kit.choose(index);
      this.listPads();
      if (!this.closeMidi) void this.mapKit();
    };
    this.pads.replaceChildren(
      ...this.kit
        .rows()
        .map(({ name, waiting, text }, index) =>
          h(
            "li",
            {},
            h(
              "button",
              { type: "button", "aria-pressed": String(waiting), onclick: () => choose(index) },
              name,
            ),
            h("span", { class: "soft" }, text),
          ),
        ),
    );
  }

  leave(): void {
    this.stopMeter();
    this.struck.leave();
    closeMicrophone();
    this.closeMidi?.();
    this.stopTaps?.();
  }
}

export async function setupView(): Promise<View> {
  const view = new SetupView(await choices, await engine);
  await view.open();
  return view;
}
