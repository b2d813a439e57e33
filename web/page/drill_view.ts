// Drill: the chart, one press, and the stage while it is played; then one order and what can be done about it. What is
// said comes from the engine; this file draws it.
import { closeMicrophone, drillNode, drillSettings, soundStood } from "./audio.ts";
import { chartChoice } from "./chart_choice.ts";
import { clickControls } from "./click_controls.ts";
import { choice, field, fullScreen, h, number, onBars, onFullScreen, toggle, type View } from "./dom.ts";
import type { Engine } from "./engine.ts";
import type { Take } from "./generated/take.ts";
import type { Choices, Doing, Explained, Line, News } from "./generated/told.ts";
import { painToday } from "./guard.ts";
import { handsFree } from "./hands.ts";
import { HearChart } from "./hear_chart.ts";
import { openSound, Run, type Listener } from "./live.ts";
import { notice } from "./notice.ts";
import { DrillModel } from "./model/drill_model.ts";
import { obey } from "./model/kept.ts";
import { about as handing, playing } from "./school/handing.ts";
import { handedIn, handingLine } from "./school/handed_in.ts";
import { inSchool } from "./school/school_server.ts";
import { keeper, kept, keep, wish } from "./settings_store.ts";
import { choices, drillChart, engine } from "./shared.ts";
import { legend, Stage } from "./stage.ts";
import { afterTake } from "./take_changes.ts";
import { decode, parse, toBase64, wordsOf } from "./text.ts";
import { throwAway } from "./throw_away.ts";

/** What a drill and a search for the limit ask alike. */
export const listening = (): HTMLElement =>
  field(
    "Listen to",
    choice(
      [
        ["microphone", "Microphone"],
        ["midi", "E-kit (MIDI)"],
      ],
      kept.input,
      keeper("input"),
    ),
  );
export const surface = (): HTMLElement => toggle("One surface (pad)", kept.pad, keeper("pad"));
export const clickHeard = (): HTMLElement =>
  toggle("The microphone hears the click", kept.clickHeard, keeper("clickHeard"));

const kStoodStill = 50; // ms of the sound, more than which is said;
const kApart = 0.2; // and ms a second that the clocks of two crystals may move apart

/** The first result, a line of the kit after the other, and the words of every result. */
const explained = ({ explained: words }: Choices, { lines }: Explained): HTMLElement =>
  h(
    "section",
    { class: "explained" },
    h("h2", {}, "What was heard, line by line"),
    ...lines.flatMap(({ name, text }) => [
      h("h3", {}, name),
      h("ul", {}, ...text.map((sentence) => h("li", {}, sentence))),
    ]),
    h("h2", {}, "What the words mean"),
    h("dl", {}, ...words.flatMap(({ id, text }) => [h("dt", {}, id), h("dd", {}, text)])),
  );

class DrillView implements View, Listener {
  private readonly order = h(
    "p",
    { class: "order", role: "status", "aria-live": "polite" },
    "Press space, or Start.",
  );
  private readonly asks = h("p", { class: "soft asks" });
  private readonly stage: Stage;
  private readonly hear: HearChart;
  private readonly after = h("div", { class: "buttons after" });
  private readonly changes = h("div", {});
  private readonly setup = h("p", { class: "setup-line" });
  private readonly start = h(
    "button",
    { class: "start", type: "button", onclick: () => this.press() },
    "Start",
  );
  private readonly heading = h("h1", {});
  private readonly controls = h("fieldset", { class: "settings" });
  private readonly stopWatching = onFullScreen(() => undefined);
  private run: Run | undefined;
  private doing: Doing | undefined;
  private stopSoon = false; // asked for while the sound was being opened
  private frame = 0;
  private stopHands: () => void = () => undefined;
  readonly title = "Drill";
  readonly element: HTMLElement;

  constructor(
    private readonly model: DrillModel,
    private readonly choices: Choices,
    private readonly engine: Engine,
  ) {
    this.stage = new Stage(
      choices,
      () => void this.stage.chart(this.model.facts.bars),
      () => this.press(),
    );
    this.element = h(
      "div",
      { class: "drill" },
      h("div", { class: "head" }, this.heading),
      handingLine(),
      this.order,
      this.asks,
      this.after,
      this.stage.score,
      this.stage.strip,
      legend(choices),
      this.changes,
      this.controls,
      this.setup,
      h("p", { class: "keys" }, "Space: start and stop. Up and down: tempo. F: full screen."),
    );
    this.hear = new HearChart(
      engine,
      this.stage.score,
      () => ({ bpm: this.model.tempo, from: kept.from, to: kept.to }),
      (error) => (this.order.textContent = wordsOf(error)),
    );
    this.after.replaceChildren(this.start, this.hear.button);
    onBars(this.stage.score, (from, to) => {
      if (this.run || playing()?.handsIn || document.body.classList.contains("ended")) return;
      const [first, last] = [Math.min(from, to) + 1, Math.max(from, to) + 1];
      const again = first === kept.from && last === kept.to; // then all of it
      Object.assign(kept, again ? { from: 1, to: 0 } : { from: first, to: last });
      keep();
      void this.render();
    });
  }

  async render(): Promise<void> {
    const { model } = this;
    const { drill } = this.choices;
    this.heading.textContent = model.title;
    const bars = { low: 1, high: model.facts.bars };
    const bpm = number(model.tempo, drill.bpm, keeper("bpm"));
    bpm.id = "bpm";
    const gaps = model.gaps((on, off) => decode(this.engine.told(this.engine.door.gap_told(on, off))));
    const { options, chosen } = model.voices();
    const open = this.controls.querySelector("details")?.open ?? false;
    // What is handed in is played as it was asked.
    const free = !playing()?.handsIn;
    this.controls.replaceChildren(
      h("legend", { class: "unseen" }, "Settings"),
      h(
        "div",
        { class: "controls" },
        free && (await chartChoice(() => this.another())),
        free && field("Tempo, BPM", bpm),
        free && field("Times (0: enough to judge)", number(kept.times, drill.times, keeper("times"))),
        listening(),
      ),
      h(
        "details",
        { class: "more", open },
        h("summary", {}, "More"),
        h(
          "div",
          { class: "controls" },
          free && field("From bar", number(kept.from, bars, keeper("from"))),
          free && field("To bar", number(kept.to || bars.high, bars, keeper("to"))),
          free &&
            field(
              "Voices",
              choice(options, chosen, (ids) => {
                kept.lines = ids.split(" ").filter(Boolean) as Line[];
                keep();
                void this.another();
              }),
            ),
          field("Count-in, bars", number(kept.countIn, drill.count_in, keeper("countIn"))),
          h(
            "div",
            { class: "toggles" },
            surface(),
            free && toggle("Stop at the bar that breaks", kept.stop, keeper("stop")),
            clickHeard(),
          ),
        ),
        free && clickControls(this.choices, gaps),
      ),
    );
    await this.stage.chart(bars.high);
    const last = kept.to || bars.high;
    if (kept.from > 1 || last < bars.high) this.stage.choose(kept.from - 1, last - 1);
  }
  /** Another chart, or others of its voices. */
  private async another(): Promise<void> {
    try {
      this.model.facts = (await drillChart()).facts;
      this.rested();
      await this.render();
    } catch (error) {
      this.order.textContent = wordsOf(error);
    }
  }

  private press(): void {
    if (this.run) this.run.stop();
    else if (this.start.disabled) this.stopSoon = document.body.classList.contains("playing");
    else if (this.doing) void this.doIt(this.doing);
    else void this.go();
  }
  /** The order, obeyed. */
  private async doIt(doing: Doing): Promise<void> {
    obey(kept, doing);
    keep();
    await this.another();
    await this.go();
  }

  async go(from = kept.from, why = ""): Promise<void> {
    try {
      this.start.disabled = true;
      this.stopSoon = false;
      this.hear.stop();
      this.stopHands();
      const pain = await painToday();
      if (pain !== undefined) {
        this.order.textContent = pain;
        return;
      }
      if (!why) this.order.textContent = "Opening sound.";
      const sound = await openSound();
      this.setup.textContent = sound.words;
      const { bytes: chart, facts } = await drillChart();
      this.model.facts = facts;
      const settings = drillSettings(sound.context, sound.told, this.model.begin(from, !sound.media));
      const node = await drillNode(sound.context, chart, { settings });
      const about = {
        title: this.model.title,
        settings: decode(settings),
        chart: toBase64(chart),
        ...(await handing()),
      };
      this.rested();
      if (why) this.say(why, true);
      document.body.classList.add("playing");
      this.controls.disabled = true;
      this.planned = ({ plan }) => {
        const delay = sound.told.round_trip;
        void this.stage.begin({ plan: plan!, settings, delay });
        if (!why) this.say(plan!.text, false);
      };
      this.run = await Run.begin(sound, node, about, this);
      if (this.stopSoon) this.run.stop();
      this.frame = requestAnimationFrame(() => this.move());
    } catch (error) {
      await this.rest();
      this.order.textContent = wordsOf(error);
    } finally {
      this.start.disabled = false;
    }
  }

  planned: (run: Run) => void = () => undefined;
  news(playing: Run, told: News): void {
    this.stage.news(told);
    const { order, seen, stop } = this.model.news(told, playing.ending);
    if (order !== undefined) this.say(order, seen);
    if (stop) playing.stop();
  }
  again(): void {
    this.say("Hearing it again.", false);
  }
  async over(played: Run, take: Take | undefined, more: Record<string, unknown>): Promise<void> {
    const brokenOff = decode(more.brokenOff as Uint8Array);
    const next = played.gone
      ? { order: played.gone, kept: take !== undefined }
      : this.model.over(take?.order.text, brokenOff);
    if ("again" in next) {
      cancelAnimationFrame(this.frame);
      this.run = undefined;
      await this.go(next.again, next.why);
      return;
    }
    const stood = soundStood();
    await this.rest();
    if (stood > kStoodStill + kApart * (take?.source.duration_s ?? 0))
      notice(
        `The sound stood still for ${stood.toFixed(0)} ms while it was played: this machine was too busy. Errors after that are off by as much.`,
      );
    this.say(next.order, false);
    if (!next.kept) return;
    const doing = decode(more.doing as Uint8Array);
    const may = doing && !brokenOff && !playing()?.handsIn; // the order may ask for another tempo
    this.ended(played.id, may ? parse<Doing>(more.doing as Uint8Array) : undefined);
    if (wish.first)
      this.changes.replaceChildren(explained(this.choices, parse<Explained>(more.explained as Uint8Array)));
    wish.first = false;
    if (played.ears) this.setup.prepend(`${played.ears} · `);
    if (played.sound.told.measured === false) this.setup.prepend(`${this.choices.words.own_lean} · `);
    if (playing()?.handsIn) this.asks.replaceChildren(handedIn(played.id));
    else if (brokenOff && !inSchool) this.changes.replaceChildren(afterTake(played.id));
  }
  refused(_: Run, words?: Uint8Array): void {
    void this.rest();
    this.order.textContent = words
      ? decode(words)
      : "The audio thread stopped. The take up to here is kept; load the page again.";
  }

  /** `seen`: also while playing, where there are no words else. */
  private say(words: string, seen: boolean): void {
    this.order.textContent = words;
    this.order.classList.toggle("seen", seen);
  }
  /** One press for what the order asks; space is the first of them. */
  private ended(id: string, doing?: Doing): void {
    void handsFree(() => this.press()).then(
      (stop) => {
        if (this.run) stop();
        else this.stopHands = stop;
      },
      (error: unknown) => this.setup.append(` · ${wordsOf(error)}`),
    );
    document.body.classList.add("ended");
    this.doing = doing;
    this.start.textContent = doing ? "Do it" : "Again";
    this.asks.textContent = doing ? `${doing.text} Space does it.` : "";
    const gone = h("button", { type: "button", onclick: () => void this.throw(id) }, "Throw away");
    this.after.replaceChildren(
      this.start,
      ...(doing ? [h("button", { type: "button", onclick: () => void this.go() }, "Again")] : []),
      h("a", { class: "button", href: `#take/${id}` }, "Look"),
      playing()?.handsIn ? "" : gone, // the school has it
    );
    if (!kept.visited) keeper("visited")(true);
    if (wish.today && !inSchool) this.after.append(h("a", { href: "#today" }, "Today's plan"));
  }
  private async throw(id: string): Promise<void> {
    try {
      this.say(await throwAway(id), false);
      this.rested();
      await this.stage.chart(this.model.facts.bars);
    } catch (error) {
      this.order.textContent = wordsOf(error);
    }
  }
  /** As before any take. */
  private rested(): void {
    document.body.classList.remove("ended");
    this.doing = undefined;
    this.asks.textContent = "";
    this.start.textContent = "Start";
    this.after.replaceChildren(this.start, this.hear.button);
    this.changes.replaceChildren();
  }
  private async rest(): Promise<void> {
    cancelAnimationFrame(this.frame);
    this.run = undefined;
    document.body.classList.remove("playing");
    this.controls.disabled = false;
    await this.stage.rest();
  }

  /** The bar line, on the clock of what is heard. */
  private move(): void {
    this.frame = requestAnimationFrame(() => this.move());
    const at = this.run?.heardNow() ?? NaN;
    if (!Number.isNaN(at)) this.stage.move(at, kept.countIn);
  }

  leave(): void {
    this.hear.stop();
    this.stopHands();
    this.run?.stop();
    this.stage.leave();
    this.stopWatching();
    document.body.classList.remove("ended", "playing");
    if (!this.run) closeMicrophone();
  }
  key(event: KeyboardEvent): boolean {
    if (event.key === " ") this.press();
    else if (event.key === "f" || event.key === "F") fullScreen();
    else if (/^Arrow(Up|Down)$/.test(event.key) && !this.run && !playing()?.handsIn) {
      const bpm = this.model.nudge(event.key === "ArrowUp" ? 1 : -1);
      keep();
      (this.controls.querySelector("#bpm") as HTMLInputElement).value = String(bpm);
    } else return false;
    return true;
  }
}

export async function drillView(): Promise<View> {
  const { facts } = await drillChart();
  const told = await choices;
  const view = new DrillView(new DrillModel(kept, told, facts), told, await engine);
  await view.render();
  if (wish.start) void view.go();
  wish.start = false;
  return view;
}
