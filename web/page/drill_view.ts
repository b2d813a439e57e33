// Drill: the chart with a moving bar line, every note coloured by its signed error once it is played, lean and spread
// of every voice, one order. What is said comes from the engine; this file draws it.
import { closeMicrophone, drillNode, drillSettings } from "./audio.ts";
import { chartChoice } from "./chart_choice.ts";
import { choice, field, fullScreen, h, number, onFullScreen, table, toggle, type View } from "./dom.ts";
import type { Engine } from "./engine.ts";
import type { Take } from "./generated/take.ts";
import type { BarTold, Choices, News } from "./generated/told.ts";
import { openSound, Run, type Listener } from "./live.ts";
import { barRows, DrillModel } from "./model/drill_model.ts";
import { afterTake } from "./take_changes.ts";
import { painToday } from "./guard.ts";
import { Counter, legend, Score } from "./score.ts";
import { keeper, kept, keep, wish } from "./settings_store.ts";
import { chartBytes, choices, engine, openChart } from "./shared.ts";
import { decode, toBase64, wordsOf } from "./text.ts";

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

class DrillView implements View, Listener {
  private readonly order = h(
    "p",
    { class: "order", role: "status", "aria-live": "polite" },
    "Press space, or Start.",
  );
  private readonly counter = new Counter();
  private readonly score = new Score(() => this.redraw());
  private readonly voices = h("div", { class: "voices" });
  private readonly heard = h("p", { class: "heard", role: "log", "aria-live": "off" });
  private readonly changes = h("div", {});
  private readonly setup = h("p", { class: "setup-line" });
  private readonly start = h(
    "button",
    { class: "start", type: "button", onclick: () => this.press() },
    "Start",
  );
  private readonly heading = h("h1", {});
  private readonly controls = h("div", { class: "controls" });
  private readonly stage = onFullScreen(() => this.redraw());
  private run: Run | undefined;
  private frame = 0;
  readonly title = "Drill";
  readonly element: HTMLElement;

  constructor(
    private readonly model: DrillModel,
    private readonly choices: Choices,
    private readonly engine: Engine,
  ) {
    this.element = h(
      "div",
      { class: "drill" },
      h("div", { class: "head" }, this.heading, this.counter.element),
      this.order,
      this.score.element,
      legend(choices),
      this.voices,
      this.heard,
      this.changes,
      h(
        "div",
        { class: "buttons" },
        this.start,
        h("button", { type: "button", onclick: fullScreen }, "Full screen"),
      ),
      this.controls,
      this.setup,
      h("p", { class: "keys" }, "Space: start and stop. Up and down: tempo. F: full screen."),
    );
  }

  async render(): Promise<void> {
    const { model } = this;
    const { drill } = this.choices;
    this.heading.textContent = model.title;
    const bars = { low: 1, high: model.facts.bars };
    const bpm = number(model.tempo, drill.bpm, keeper("bpm"));
    bpm.id = "bpm";
    const gaps = model.gaps((on, off) => decode(this.engine.told(this.engine.door.gap_told(on, off))));
    this.controls.replaceChildren(
      await chartChoice(async () => {
        model.facts = await openChart(await chartBytes());
        await this.render();
      }),
      field("Tempo, BPM", bpm),
      field("Times (0: enough to judge)", number(kept.times, drill.times, keeper("times"))),
      field("From bar", number(kept.from, bars, keeper("from"))),
      field("To bar", number(kept.to || bars.high, bars, keeper("to"))),
      field("Count-in, bars", number(kept.countIn, drill.count_in, keeper("countIn"))),
      field("Clicks a beat", number(kept.subdivision, drill.subdivision, keeper("subdivision"))),
      field("Own time", choice(gaps, kept.gap, keeper("gap"))),
      listening(),
      h(
        "div",
        { class: "toggles" },
        surface(),
        toggle("Stop at the bar that breaks", kept.stop, keeper("stop")),
        clickHeard(),
      ),
    );
    this.voices.replaceChildren();
    this.changes.replaceChildren();
    this.heard.textContent = "";
    await this.score.draw(bars.high);
  }
  private redraw(): void {
    if (!this.run) void this.score.draw(this.model.facts.bars);
  }

  private press(): void {
    if (this.run) this.run.stop();
    else void this.go();
  }

  async go(from = kept.from): Promise<void> {
    try {
      this.start.disabled = true;
      const pain = await painToday();
      if (pain !== undefined) {
        this.order.textContent = pain;
        return;
      }
      this.order.textContent = "Opening sound.";
      const sound = await openSound();
      this.setup.textContent = sound.words;
      const chart = await chartBytes();
      const settings = drillSettings(sound.context, sound.told, this.model.begin(from, !sound.media));
      await this.score.draw(this.model.facts.bars);
      const node = await drillNode(sound.context, chart, { settings });
      const title = kept.chart?.title ?? this.model.facts.title;
      const about = { title, settings: decode(settings), chart: toBase64(chart) };
      this.run = await Run.begin(sound, node, about, this);
      document.body.classList.add("playing");
      this.start.textContent = "Stop";
      if (this.run.plan) this.planned(this.run);
      this.frame = requestAnimationFrame(() => this.move());
    } catch (error) {
      this.order.textContent = wordsOf(error);
    } finally {
      this.start.disabled = false;
    }
  }

  planned({ plan }: Run): void {
    this.order.textContent = plan!.text;
  }
  news(playing: Run, told: News): void {
    this.score.colour(playing.plan!, told.strokes);
    const { order, stop } = this.model.news(told, playing.ending);
    const bar = told.bars.at(-1);
    if (bar) this.showBar(bar);
    if (order !== undefined) this.order.textContent = order;
    if (stop) playing.stop();
  }
  async over(played: Run, take: Take | undefined, more: Record<string, unknown>): Promise<void> {
    this.rest();
    const next = this.model.over(take?.order.text, decode(more.brokenOff as Uint8Array));
    if ("again" in next) {
      await this.go(next.again);
      return;
    }
    this.order.textContent = next.order;
    if (!next.kept) return;
    this.heard.replaceChildren(h("a", { href: `#take/${played.id}` }, "The take: every stroke"));
    if (wish.today) this.heard.append(" · ", h("a", { href: "#today" }, "Today's plan"));
    this.changes.replaceChildren(afterTake(played.id));
  }
  refused(_: Run, words?: Uint8Array): void {
    this.order.textContent = words
      ? decode(words)
      : "The audio thread stopped. The take up to here is kept; load the page again.";
    this.rest();
  }

  private showBar(bar: BarTold): void {
    const figure = (told?: [string, string]) => (told ? [h("b", {}, told[0]), told[1]] : ["–"]);
    this.heard.textContent = "";
    this.changes.replaceChildren();
    // Columns that are seldom of use.
    const more = [
      { key: "wrong" as const, title: "Other drum", there: bar.wrong_voice > 0 },
      { key: "covered" as const, title: "Not told apart", there: bar.covered > 0 },
    ].filter(({ there }) => there);
    this.voices.replaceChildren(
      table(
        ["Voice", "Lean", "Spread", "Missed", "Extra", ...more.map(({ title }) => title)],
        barRows(bar).map(({ name, lean, spread, missed, extra, ...others }) => [
          h("th", { scope: "row" }, name),
          h("td", {}, ...figure(lean)),
          h("td", {}, ...figure(spread)),
          h("td", {}, missed),
          h("td", {}, extra),
          ...more.map(({ key }) => h("td", {}, others[key])),
        ]),
        `Bar ${bar.bar}`,
      ),
    );
  }

  private rest(): void {
    cancelAnimationFrame(this.frame);
    this.score.rest();
    this.counter.say("");
    this.run = undefined;
    document.body.classList.remove("playing");
    this.start.textContent = "Start";
  }

  /** The bar line, on the clock of what is heard. */
  private move(): void {
    this.frame = requestAnimationFrame(() => this.move());
    const at = this.run?.heardNow() ?? NaN;
    const plan = this.run?.plan;
    if (plan && !Number.isNaN(at)) this.counter.show(plan, at, this.score.move(plan, at), kept.countIn);
  }

  leave(): void {
    this.run?.stop();
    this.score.leave();
    this.stage();
    if (!this.run) closeMicrophone();
  }
  key(event: KeyboardEvent): boolean {
    if (event.key === " ") this.press();
    else if (event.key === "f" || event.key === "F") fullScreen();
    else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !this.run) {
      const bpm = this.model.nudge(event.key === "ArrowUp" ? 1 : -1);
      keep();
      (this.controls.querySelector("#bpm") as HTMLInputElement).value = String(bpm);
    } else return false;
    return true;
  }
}

export async function drillView(): Promise<View> {
  const facts = await openChart(await chartBytes());
  const told = await choices;
  const view = new DrillView(new DrillModel(kept, told, facts), told, await engine);
  await view.render();
  if (wish.start) void view.go();
  wish.start = false;
  return view;
}
