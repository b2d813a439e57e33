// Limit: the tempo at which the player breaks. Which tempo comes next, what held and where the limit is say the engine
// (web/door/page_limit.h); this file plays the takes, counts the rests and draws.
import { closeMicrophone, drillNode, drillSettings } from "./audio.ts";
import { chartChoice } from "./chart_choice.ts";
import { Curve } from "./curve.ts";
import { choice, field, fullScreen, h, number, onFullScreen, toggle, type View } from "./dom.ts";
import { openSound, Run, type Sound } from "./live.ts";
import { Counter, legend, Score } from "./score.ts";
import { keep, kept } from "./settings_store.ts";
import { chartBytes, openChart } from "./shared.ts";
import { server } from "./server.ts";
import { hold, sync } from "./sync.ts";
import { takes } from "./takes.ts";
import { decode, parse, settingsText, toBase64, wordsOf } from "./text.ts";
import type { Take } from "./generated/take.ts";
import type { ChartFacts, LimitTold, News } from "./generated/told.ts";

interface Search {
  sound: Sound;
  node: AudioWorkletNode;
  chart: Uint8Array<ArrayBuffer>;
  told?: LimitTold;
  cooled: boolean;
  counted: string[]; // ids of the takes that count
  mayDiscard: boolean; // the last of them
}

export async function limitView(): Promise<View> {
  let facts: ChartFacts = await openChart(await chartBytes());
  let search: Search | undefined;
  let run: Run | undefined;
  let frame = 0;
  let advised = false; // the guard has said its words; who presses again has read them
  let resting: ReturnType<typeof setInterval> | undefined;

  const order = h("p", { class: "order", role: "status", "aria-live": "polite" });
  const kFirst = "Press space, or Start. Each take has its own tempo; the limit is known after 6 to 16.";
  order.textContent = kFirst;
  const counter = new Counter();
  const score = new Score(() => run || void score.draw(facts.bars));
  const curve = new Curve();
  const trials = h("div", { class: "trials" });
  const setup = h("p", { class: "setup-line" });
  const start = h("button", { class: "start", type: "button", onclick: () => press() });
  const discard = h("button", { type: "button", onclick: () => throwAway() }, "Throw the last take away");
  const end = h("button", { type: "button", onclick: () => finish() }, "End");
  const title = h("h1", {});
  const controls = h("div", { class: "controls" });

  const item = () => `${kept.chart?.name}, ${kept.from} to ${kept.to || facts.bars}`;

  function show(): void {
    const told = search?.told;
    start.textContent = run
      ? "Stop"
      : resting !== undefined
        ? "Now"
        : !told
          ? "Start"
          : told.done && search!.cooled
            ? "New search"
            : told.done
              ? "Cool-down"
              : "Next take";
    discard.disabled = !search?.mayDiscard || run !== undefined || told!.done;
    end.disabled = !search || run !== undefined;
    document.body.classList.toggle("playing", run !== undefined);
  }

  function draw(): void {
    const told = search?.told;
    if (!told || told.trials.length === 0) {
      trials.replaceChildren();
      curve.show([], "");
      return;
    }
    const words = (bpm: LimitTold["trials"][0]["limit_bpm"]) =>
      `${bpm[0].toFixed(0)} (${bpm[1].toFixed(0)}-${bpm[2].toFixed(0)})`;
    curve.show(
      told.trials.map((trial, index) => ({
        value: trial.limit_bpm[0],
        low: trial.limit_bpm[1],
        high: trial.limit_bpm[2],
        tried: { value: trial.bpm, held: trial.clean },
        label: String(index + 1),
      })),
      `The limit after each take, BPM: ${told.trials.map((trial) => words(trial.limit_bpm)).join(", ")}.`,
    );
    trials.replaceChildren(
      h(
        "p",
        { class: "how" },
        "Bar: the limit after each take with its 95 % interval, BPM. Dot: the take held at that tempo; cross: it broke.",
      ),
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...["Take", "Limit after it", "What it told"].map((word) => h("th", { scope: "col" }, word)),
          ),
        ),
        h(
          "tbody",
          {},
          ...told.trials
            .map((trial, index) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, String(index + 1)),
                h("td", {}, words(trial.limit_bpm)),
                h("td", { class: "words" }, trial.text),
              ),
            )
            .reverse(),
        ),
      ),
    );
  }

  async function render(): Promise<void> {
    title.textContent = kept.chart?.title || facts.title || "Chart";
    const set =
      <K extends keyof typeof kept>(key: K) =>
      (value: (typeof kept)[K]) => {
        kept[key] = value;
        keep();
      };
    controls.replaceChildren(
      await chartChoice(async () => {
        finish();
        order.textContent = kFirst;
        facts = await openChart(await chartBytes());
        await render();
      }),
      field("From bar", number(kept.from, 1, facts.bars, set("from"))),
      field("To bar", number(kept.to || facts.bars, 1, facts.bars, set("to"))),
      field("Passes (0: 8 bars)", number(kept.limitTimes, 0, 1000, set("limitTimes"))),
      field("Expected BPM (0: known)", number(kept.limitPrior, 0, 260, set("limitPrior"))),
      field("Takes at most", number(kept.limitMost, 1, 40, set("limitMost"))),
      field("Rest, seconds", number(kept.limitRest, 0, 600, set("limitRest"))),
      field(
        "Spread, of the norm",
        choice(
          [
            ["A", "A: 0.78"],
            ["B", "B: 1.00"],
            ["C", "C: 1.33"],
            ["D", "D: 2.00"],
          ],
          kept.limitLetter,
          set("limitLetter"),
        ),
      ),
      field(
        "Listen to",
        choice(
          [
            ["microphone", "Microphone"],
            ["midi", "E-kit (MIDI)"],
          ],
          kept.input,
          set("input"),
        ),
      ),
      h(
        "div",
        { class: "toggles" },
        toggle("One surface (pad)", kept.pad, set("pad")),
        toggle("The microphone hears the click", kept.clickHeard, set("clickHeard")),
      ),
    );
    show();
    await score.draw(facts.bars);
  }

  /** What the guard says of today, where the server can be asked. */
  async function halted(): Promise<boolean> {
    const advice = advised ? null : (await server.today(kept.minutes).catch(() => undefined))?.advice;
    if (!advice) return false;
    advised = advice.may_override;
    order.textContent = advice.text + (advised ? " Press again to search all the same." : "");
    return true;
  }

  async function begin(): Promise<void> {
    try {
      start.disabled = true;
      if (await halted()) return;
      order.textContent = "Opening sound.";
      const sound = await openSound();
      setup.textContent = sound.words;
      const chart = await chartBytes();
      const known = kept.limits[item()];
      const limit = settingsText({
        letter: kept.limitLetter,
        most: kept.limitMost,
        from: kept.from,
        to: kept.to,
        times: kept.limitTimes,
        prior_bpm: kept.limitPrior,
        known_log2_bpm: known?.log2_bpm,
        known_sigma_oct: known?.sigma_oct,
      });
      const mine: Search = {
        sound,
        chart,
        node: await drillNode(sound.context, chart, { limit }),
        cooled: false,
        counted: [],
        mayDiscard: false,
      };
      mine.told = await new Promise<LimitTold>((resolve, reject) => {
        mine.node.port.onmessage = ({ data }: MessageEvent) =>
          data.limit
            ? resolve(parse<LimitTold>(data.limit))
            : reject(
                new Error(
                  data.refused ? decode(data.refused) : "The audio thread cannot start. Load the page again.",
                ),
              );
      });
      search = mine;
      draw();
      await next();
    } catch (error) {
      order.textContent = wordsOf(error);
    } finally {
      start.disabled = false;
      show();
    }
  }

  async function next(): Promise<void> {
    clearInterval(resting);
    resting = undefined;
    counter.say("");
    const { sound, node, chart, told } = search!;
    if (!told) return;
    hold();
    void sync();
    start.disabled = true;
    try {
      const settings = drillSettings(sound.context.sampleRate, sound.trip.frames, sound.trip.sdMs, {
        bpm: told.bpm,
        from: told.from,
        to: told.to,
        times: told.times,
        count_in: 1,
        subdivision: kept.subdivision,
        pad: kept.pad,
        midi: !sound.media,
        stop: false,
        click_heard: kept.clickHeard,
        name: kept.chart?.title ?? "limit",
      });
      await score.draw(facts.bars);
      run = await Run.begin(
        sound,
        node,
        {
          title: kept.chart?.title ?? facts.title,
          settings: decode(settings),
          chart: toBase64(chart),
          mode: told.done ? "drill" : "limit",
        },
        { news, over, refused },
      );
      node.port.postMessage({ next: settings });
      order.textContent = told.done
        ? `Cool-down: ${told.bpm.toFixed(0)}.`
        : `Take ${told.trials.length + 1} of at most ${told.most}: ${told.bpm.toFixed(0)}.`;
      frame = requestAnimationFrame(move);
    } catch (error) {
      order.textContent = wordsOf(error);
    } finally {
      start.disabled = false;
      show();
    }
  }

  function news(playing: Run, told: News): void {
    score.colour(playing.plan!, told.strokes);
  }

  async function over(played: Run, take: Take | undefined, more: Record<string, unknown>): Promise<void> {
    still();
    if (!search) return;
    const before = search.told!;
    const told = parse<LimitTold>(more.limit as Uint8Array);
    search.told = told;
    search.mayDiscard = told.trials.length > before.trials.length;
    if (search.mayDiscard) {
      search.counted.push(played.id);
      await remember(search);
    }
    draw();
    if (!take) {
      order.textContent = "No stroke heard. Look at the level in Setup.";
    } else if (!played.over) {
      order.textContent = "Broken off: it counts for nothing.";
    } else if (before.done) {
      search.cooled = true;
      order.textContent = told.text;
    } else {
      const last = told.trials.at(-1)!;
      order.textContent = told.done
        ? `${told.text} Cool-down: ${told.bpm.toFixed(0)}.`
        : `${last.text} ${told.guard ?? told.text}`;
      if (!told.guard || told.done) rest();
    }
    show();
  }

  /** Here for the next search, and beside the last take for the book. */
  async function remember({ told, counted }: Search): Promise<void> {
    const { done, log2_bpm, sd_oct, sigma_oct } = told!;
    if (!done) hold(counted.at(-1));
    if (log2_bpm !== undefined) {
      kept.limits[item()] = { log2_bpm, sigma_oct: sigma_oct! };
      keep();
      await takes.found(counted.at(-1)!, {
        takes: counted,
        log2_bpm,
        sd_oct: sd_oct!,
        sigma_oct: sigma_oct!,
      });
    }
    if (done) void sync();
  }

  /** Counts the seconds to the next take; it starts by itself, for both hands hold sticks. */
  function rest(): void {
    let left = kept.limitRest;
    const tick = () => {
      counter.say(left > 0 ? String(left) : "");
      if (left-- <= 0) void next();
    };
    resting = setInterval(tick, 1000);
    tick();
  }

  function refused(_: Run, words?: Uint8Array): void {
    still();
    search = undefined;
    hold();
    order.textContent = words
      ? decode(words)
      : "The audio thread stopped. The takes up to here are kept; load the page again.";
    show();
  }

  function still(): void {
    cancelAnimationFrame(frame);
    score.rest();
    counter.say("");
    run = undefined;
  }

  function throwAway(): void {
    if (discard.disabled || !search) return;
    const { node } = search;
    const take = search.told!.trials.length;
    node.port.onmessage = ({ data }: MessageEvent) => {
      if (!search || !data.limit) return;
      search.told = parse<LimitTold>(data.limit);
      order.textContent = `Take ${take} thrown away. ${search.told.text}`;
      draw();
      show();
    };
    node.port.postMessage({ discard: true });
    void takes.remove(search.counted.pop()!).then(() => hold());
    search.mayDiscard = false;
  }

  function finish(): void {
    clearInterval(resting);
    resting = undefined;
    run?.stop();
    counter.say("");
    if (search?.told?.text) order.textContent = search.told.text;
    search = undefined;
    hold();
    void sync();
    show();
  }

  function press(): void {
    if (start.disabled) return;
    if (run) run.stop();
    else if (search && !(search.told?.done && search.cooled)) void next();
    else void begin();
  }

  function move(): void {
    frame = requestAnimationFrame(move);
    const at = run?.heardNow() ?? NaN;
    if (!run?.plan || Number.isNaN(at)) return;
    counter.show(run.plan, at, score.move(run.plan, at), 1);
  }

  const stage = onFullScreen(() => run || void score.draw(facts.bars));
  const element = h(
    "div",
    { class: "drill limit" },
    h("div", { class: "head" }, title, counter.element),
    order,
    score.element,
    legend(),
    h(
      "div",
      { class: "buttons" },
      start,
      discard,
      end,
      h("button", { type: "button", onclick: fullScreen }, "Full screen"),
    ),
    curve.element,
    trials,
    controls,
    setup,
    h(
      "p",
      { class: "keys" },
      "Space: start, stop, or the next take at once. U: throw the last take away. E: end. F: full screen.",
    ),
  );
  await render();
  return {
    title: "Limit",
    element,
    leave: () => {
      finish();
      stage();
      score.leave();
      curve.leave();
      if (!run) closeMicrophone();
    },
    key: (event) => {
      const key = event.key.toLowerCase();
      if (key === " ") press();
      else if (key === "u") throwAway();
      else if (key === "e" && !end.disabled) finish();
      else if (key === "f") fullScreen();
      else return false;
      return true;
    },
  };
}
