// Limit: the tempo at which the player breaks. Where a search stands says model/limit_model.ts; this file plays its
// takes, counts the rests and draws.
import { closeMicrophone, drillNode, drillSettings } from "./audio.ts";
import { chartChoice } from "./chart_choice.ts";
import { Curve } from "./curve.ts";
import { choice, field, fullScreen, h, number, onFullScreen, table, type View } from "./dom.ts";
import { clickHeard, listening, surface } from "./drill_view.ts";
import type { Take } from "./generated/take.ts";
import type { Choices, LimitTold, News } from "./generated/told.ts";
import { openSound, Run, type Listener, type Sound } from "./live.ts";
import { notice } from "./notice.ts";
import { LimitModel } from "./model/limit_model.ts";
import { legend, Stage } from "./stage.ts";
import { server } from "./server.ts";
import { keep, keeper, kept } from "./settings_store.ts";
import { chartBytes, choices, openChart, openedChart } from "./shared.ts";
import { hold, sync } from "./sync.ts";
import { takes } from "./takes.ts";
import { decode, parse, settingsText, toBase64, wordsOf } from "./text.ts";

/** A search's audio thread: it holds the strokes, and lives as long as the search. */
interface Thread {
  sound: Sound;
  node: AudioWorkletNode;
  chart: Uint8Array<ArrayBuffer>;
}

/** The search's thread, and where it stands once it is open. */
async function openThread(sound: Sound, limit: Uint8Array): Promise<[Thread, LimitTold]> {
  const chart = await chartBytes();
  const node = await drillNode(sound.context, chart, { limit });
  const told = await new Promise<LimitTold>((resolve, reject) => {
    node.port.onmessage = ({ data }: MessageEvent) => {
      if (data.limit) resolve(parse<LimitTold>(data.limit));
      else
        reject(
          new Error(
            data.refused ? decode(data.refused) : "The audio thread cannot start. Load the page again.",
          ),
        );
    };
  });
  return [{ sound, node, chart }, told];
}

class LimitView implements View, Listener {
  private readonly order = h("p", { class: "order", role: "status", "aria-live": "polite" });
  private readonly score: Stage;
  private readonly curve = new Curve();
  private readonly trials = h("div", { class: "trials" });
  private readonly setup = h("p", { class: "setup-line" });
  private readonly start = h("button", { class: "start", type: "button", onclick: () => this.press() });
  private readonly discard = h(
    "button",
    { type: "button", onclick: () => this.throwAway() },
    "Throw the last take away",
  );
  private readonly end = h("button", { type: "button", onclick: () => this.finish() }, "End");
  private readonly heading = h("h1", {});
  private readonly controls = h("fieldset", { class: "settings" });
  private readonly stage = onFullScreen(() => undefined);
  private thread: Thread | undefined;
  private run: Run | undefined;
  private frame = 0;
  private resting: ReturnType<typeof setInterval> | undefined;
  readonly title = "Limit";
  readonly element: HTMLElement;

  constructor(
    private readonly model: LimitModel,
    private readonly choices: Choices,
  ) {
    this.order.textContent = choices.words.search;
    this.score = new Stage(
      choices,
      () => void this.score.chart(this.model.facts.bars),
      () => this.run?.stop(),
    );
    this.element = h(
      "div",
      { class: "drill limit" },
      h("div", { class: "head" }, this.heading),
      this.order,
      this.score.score,
      this.score.strip,
      legend(choices),
      h(
        "div",
        { class: "buttons" },
        this.start,
        this.discard,
        this.end,
        h("button", { type: "button", onclick: fullScreen }, "Full screen"),
      ),
      this.curve.element,
      this.trials,
      this.controls,
      this.setup,
      h(
        "p",
        { class: "keys" },
        "Space: start, stop, or the next take at once. U: throw the last take away. E: end. F: full screen.",
      ),
    );
  }

  async render(): Promise<void> {
    const { limit, letters } = this.choices;
    this.heading.textContent = this.model.title;
    const bars = { low: 1, high: this.model.facts.bars };
    const spreads = letters.map(({ id, text }): [string, string] => [id, text]);
    const open = this.controls.querySelector("details")?.open ?? false;
    this.controls.replaceChildren(
      h("legend", { class: "unseen" }, "Settings"),
      h(
        "div",
        { class: "controls" },
        await chartChoice(async () => {
          this.finish();
          this.order.textContent = this.choices.words.search;
          this.model.facts = await openChart(await chartBytes());
          await this.render();
        }),
        field("From bar", number(kept.from, bars, keeper("from"))),
        field("To bar", number(kept.to || bars.high, bars, keeper("to"))),
        listening(),
      ),
      h(
        "details",
        { class: "more", open },
        h("summary", {}, "More"),
        h(
          "div",
          { class: "controls" },
          field("Passes (0: 8 bars)", number(kept.limitTimes, limit.times, keeper("limitTimes"))),
          field("Expected BPM (0: known)", number(kept.limitPrior, limit.prior_bpm, keeper("limitPrior"))),
          field("Takes at most", number(kept.limitMost, limit.most, keeper("limitMost"))),
          field("Rest, seconds", number(kept.limitRest, limit.rest_s, keeper("limitRest"))),
          field("Spread, of the norm", choice(spreads, kept.limitLetter, keeper("limitLetter"))),
          h("div", { class: "toggles" }, surface(), clickHeard()),
        ),
      ),
    );
    this.show();
    await this.score.chart(bars.high);
  }

  /** The buttons. */
  private show(): void {
    this.start.textContent = this.model.press;
    this.discard.disabled = !this.model.mayThrowAway;
    this.end.disabled = !this.model.mayEnd;
    document.body.classList.toggle("playing", this.model.playing);
    this.controls.disabled = this.model.playing;
  }
  /** The limit as it grew. */
  private draw(): void {
    const { points, words } = this.model.curve();
    this.curve.show(points, words);
    if (points.length === 0) {
      this.trials.replaceChildren();
      return;
    }
    this.trials.replaceChildren(
      h(
        "p",
        { class: "how" },
        "Bar: the limit after each take with its 95 % interval, BPM. Dot: the take held at that tempo; cross: it broke.",
      ),
      table(
        ["Take", "Limit after it", "What it told"],
        this.model
          .rows()
          .map(({ take, limit, text }) => [
            h("th", { scope: "row" }, String(take)),
            h("td", {}, limit),
            h("td", { class: "words" }, text),
          ]),
      ),
    );
  }

  /** What the guard says of today, where the server can be asked. */
  private async halted(): Promise<boolean> {
    if (!this.model.asksGuard) return false;
    const today = await server.today(kept.minutes).catch(() => undefined);
    const words = this.model.halted(today?.advice);
    if (words !== undefined) this.order.textContent = words;
    return words !== undefined;
  }

  private async begin(): Promise<void> {
    try {
      this.start.disabled = true;
      if (await this.halted()) return;
      this.order.textContent = "Opening sound.";
      const sound = await openSound();
      this.setup.textContent = sound.words;
      const [thread, told] = await openThread(sound, settingsText(this.model.settings()));
      this.thread = thread;
      this.model.open(told);
      this.draw();
      await this.next();
    } catch (error) {
      this.order.textContent = wordsOf(error);
    } finally {
      this.start.disabled = false;
      this.show();
    }
  }

  private async next(): Promise<void> {
    this.stopResting();
    this.score.say("");
    if (!this.thread) return;
    hold();
    void sync();
    this.start.disabled = true;
    try {
      const { sound, node, chart } = this.thread;
      const { wishes, mode, order } = this.model.next(!sound.media);
      const settings = drillSettings(sound.context, sound.told, wishes);
      this.planned = ({ plan }) =>
        void this.score.begin({ plan: plan!, settings, delay: sound.told.round_trip });
      const title = kept.chart?.title ?? this.model.facts.title;
      const about = { title, settings: decode(settings), chart: toBase64(chart), mode };
      this.run = await Run.begin(sound, node, about, this);
      this.model.playing = true;
      node.port.postMessage({ next: settings });
      this.order.textContent = order;
      this.frame = requestAnimationFrame(() => this.move());
    } catch (error) {
      this.order.textContent = wordsOf(error);
    } finally {
      this.start.disabled = false;
      this.show();
    }
  }

  planned: (run: Run) => void = () => undefined;
  news(_: Run, told: News): void {
    this.score.news(told);
  }
  async over(played: Run, take: Take | undefined, more: Record<string, unknown>): Promise<void> {
    this.still();
    if (!this.model.told) {
      this.show();
      return;
    }
    const told = parse<LimitTold>(more.limit as Uint8Array);
    const { order, rest } = this.model.over(played.id, played.over, take !== undefined, told);
    await this.remember();
    this.draw();
    this.order.textContent = played.gone || order;
    if (rest && !played.gone) this.rest();
    this.show();
  }
  refused(_: Run, words?: Uint8Array): void {
    this.still();
    this.model.close();
    this.thread = undefined;
    hold();
    this.order.textContent = words
      ? decode(words)
      : "The audio thread stopped. The takes up to here are kept; load the page again.";
    this.show();
  }

  /** Here for the next search, and beside the last take for the book. */
  private async remember(): Promise<void> {
    const last = this.model.lastCounted;
    if (last === undefined) return;
    const done = this.model.told!.done;
    if (!done) hold(last);
    const found = this.model.found();
    if (found) {
      keep();
      await takes.found(last, found);
    }
    if (done) void sync();
  }

  /** Counts the seconds to the next take; it starts by itself, for both hands hold sticks. */
  private rest(): void {
    let left = kept.limitRest;
    const tick = () => {
      this.score.say(left > 0 ? `Rest ${left}` : "");
      if (left-- <= 0) void this.next();
    };
    this.resting = setInterval(tick, 1000);
    this.model.resting = true;
    tick();
  }
  private stopResting(): void {
    clearInterval(this.resting);
    this.model.resting = false;
  }

  private still(): void {
    cancelAnimationFrame(this.frame);
    void this.score.rest();
    this.run = undefined;
    this.model.playing = false;
  }

  private throwAway(): void {
    const id = this.model.throwAway();
    if (id === undefined || !this.thread) return;
    const { node } = this.thread;
    node.port.onmessage = ({ data }: MessageEvent) => {
      if (!this.model.told || !data.limit) return;
      this.order.textContent = this.model.thrown(parse<LimitTold>(data.limit));
      this.draw();
      this.show();
    };
    node.port.postMessage({ discard: true });
    void takes.remove(id).then(() => hold());
  }

  private finish(): void {
    this.stopResting();
    this.run?.stop();
    this.score.say("");
    const text = this.model.close();
    if (text !== undefined) this.order.textContent = text;
    this.thread?.node.port.postMessage({ end: true });
    this.thread = undefined;
    hold();
    void sync();
    this.show();
  }

  private press(): void {
    if (this.start.disabled) return;
    if (this.model.action === "stop") this.run?.stop();
    else if (this.model.action === "next") void this.next();
    else void this.begin();
  }

  private move(): void {
    this.frame = requestAnimationFrame(() => this.move());
    const at = this.run?.heardNow() ?? NaN;
    if (!Number.isNaN(at)) this.score.move(at, 1);
  }

  leave(): void {
    if (this.model.told?.done === false)
      notice("The search for the limit ended when its page was left. Its takes are kept.", "#takes");
    this.finish();
    this.stage();
    this.score.leave();
    this.curve.leave();
    if (!this.run) closeMicrophone();
  }
  key(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (key === " ") this.press();
    else if (key === "u") this.throwAway();
    else if (key === "e" && !this.end.disabled) this.finish();
    else if (key === "f") fullScreen();
    else return false;
    return true;
  }
}

export async function limitView(): Promise<View> {
  const { facts } = await openedChart();
  const told = await choices;
  const view = new LimitView(new LimitModel(kept, told, facts), told);
  await view.render();
  return view;
}
