// Drill: the chart with a moving bar line, every note coloured by its signed error once it is played, lean and spread
// of every voice, one order. What is said comes from the engine; this file draws it.
import { closeMicrophone, drillNode, drillSettings } from "./audio.ts";
import { chartChoice } from "./chart_choice.ts";
import { choice, field, fullScreen, h, number, onFullScreen, toggle, type View } from "./dom.ts";
import { openSound, Run } from "./live.ts";
import { Counter, legend, Score } from "./score.ts";
import { chartBytes, openChart } from "./shared.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { decode, toBase64, wordsOf } from "./text.ts";
import type { Take } from "./generated/take.ts";
import type { BarTold, ChartFacts, News } from "./generated/told.ts";

export async function drillView(): Promise<View> {
  let facts: ChartFacts = await openChart(await chartBytes());
  let run: Run | undefined;
  let again: number | undefined; // the bar to begin from once this run has ended
  let frame = 0;

  const order = h("p", { class: "order", role: "status", "aria-live": "polite" }, "Press space, or Start.");
  const counter = new Counter();
  const score = new Score(() => run || void score.draw(facts.bars));
  const voices = h("div", { class: "voices" });
  const heard = h("p", { class: "heard", role: "log", "aria-live": "off" });
  const setup = h("p", { class: "setup-line" });
  const start = h(
    "button",
    { class: "start", type: "button", onclick: () => void (run ? run.stop() : go()) },
    "Start",
  );
  const screen = h("button", { type: "button", onclick: fullScreen }, "Full screen");
  const title = h("h1", {});
  const controls = h("div", { class: "controls" });

  const tempo = () => kept.bpm || facts.bpm || 100;

  async function render(): Promise<void> {
    title.textContent = kept.chart?.title || facts.title || "Chart";
    const set =
      <K extends keyof typeof kept>(key: K) =>
      (value: (typeof kept)[K]) => {
        kept[key] = value;
        keep();
      };
    const bpm = number(tempo(), 20, 400, set("bpm"));
    bpm.id = "bpm";
    controls.replaceChildren(
      await chartChoice(async () => {
        facts = await openChart(await chartBytes());
        await render();
      }),
      field("Tempo, BPM", bpm),
      field("Times", number(kept.times, 1, 1000, set("times"))),
      field("From bar", number(kept.from, 1, facts.bars, set("from"))),
      field("To bar", number(kept.to || facts.bars, 1, facts.bars, set("to"))),
      field("Count-in, bars", number(kept.countIn, 0, 16, set("countIn"))),
      field("Clicks a beat", number(kept.subdivision, 1, 8, set("subdivision"))),
      field(
        "Own time",
        choice(
          [
            ["", "click throughout"],
            ["2/2", "2 bars click, 2 silent"],
            ["4/4", "4 bars click, 4 silent"],
            ["1/3", "1 bar click, 3 silent"],
            ...(["", "2/2", "4/4", "1/3"].includes(kept.gap)
              ? []
              : [[kept.gap, `${kept.gap.replace("/", " bars click, ")} silent`] as [string, string]]),
          ],
          kept.gap,
          set("gap"),
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
        toggle("Stop at the bar that breaks", kept.stop, set("stop")),
        toggle("The microphone hears the click", kept.clickHeard, set("clickHeard")),
      ),
    );
    voices.replaceChildren();
    heard.textContent = "";
    await score.draw(facts.bars);
  }

  async function go(from = kept.from): Promise<void> {
    try {
      start.disabled = true;
      order.textContent = "Opening sound.";
      const sound = await openSound();
      const midi = !sound.media;
      setup.textContent = sound.words;
      const chart = await chartBytes();
      const [on, off] = kept.gap ? kept.gap.split("/").map(Number) : [];
      const settings = drillSettings(sound.context.sampleRate, sound.trip.frames, sound.trip.sdMs, {
        bpm: tempo(),
        from,
        to: kept.to,
        times: kept.times,
        count_in: kept.countIn,
        subdivision: kept.subdivision,
        gap_on: on,
        gap_off: off,
        pad: kept.pad,
        midi,
        stop: kept.stop,
        click_heard: kept.clickHeard,
        name: kept.chart?.title ?? "drill",
      });
      await score.draw(facts.bars);
      const node = await drillNode(sound.context, chart, { settings });
      again = undefined;
      run = await Run.begin(
        sound,
        node,
        { title: kept.chart?.title ?? facts.title, settings: decode(settings), chart: toBase64(chart) },
        { news, over, refused },
      );
      document.body.classList.add("playing");
      start.textContent = "Stop";
      order.textContent =
        kept.countIn > 0 ? `Count-in: ${kept.countIn} ${kept.countIn === 1 ? "bar" : "bars"}.` : "Play.";
      frame = requestAnimationFrame(move);
    } catch (error) {
      order.textContent = wordsOf(error);
    } finally {
      start.disabled = false;
    }
  }

  function refused(_: Run, words?: Uint8Array): void {
    order.textContent = words
      ? decode(words)
      : "The audio thread stopped. The take up to here is kept; load the page again.";
    rest();
  }

  async function over(played: Run, take?: Take): Promise<void> {
    rest();
    if (again !== undefined) {
      await go(again);
    } else if (!take) {
      order.textContent = "No stroke heard. Look at the level in Setup.";
    } else {
      order.textContent = take.order.text;
      heard.replaceChildren(h("a", { href: `#take/${played.id}` }, "The take: every stroke"));
      if (wish.today) heard.append(" · ", h("a", { href: "#today" }, "Today's plan"));
    }
  }

  function news(playing: Run, told: News): void {
    score.colour(playing.plan!, told.strokes);
    for (const bar of told.bars) showBar(bar);
    if (told.stop !== undefined && !playing.ending) {
      order.textContent = told.stop;
      again = told.again_from;
      playing.stop();
    }
  }

  function showBar(bar: BarTold): void {
    order.textContent = bar.text;
    heard.textContent = "";
    voices.replaceChildren(
      h(
        "table",
        {},
        h("caption", {}, `Bar ${bar.bar}`),
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ...["Voice", "Lean", "Spread", "Missed", "Extra"].map((word) => h("th", { scope: "col" }, word)),
          ),
        ),
        h(
          "tbody",
          {},
          ...bar.lines.map((line) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, line.name),
              h(
                "td",
                {},
                line.lean ? h("b", {}, line.lean) : "–",
                line.lean_interval ? ` ${line.lean_interval}` : "",
              ),
              h(
                "td",
                {},
                line.spread ? h("b", {}, line.spread) : "–",
                line.spread_interval ? ` (${line.spread_interval})` : "",
              ),
              h("td", {}, String(line.missed)),
              h("td", {}, String(line.extra)),
            ),
          ),
        ),
      ),
    );
  }

  function rest(): void {
    cancelAnimationFrame(frame);
    score.rest();
    counter.say("");
    run = undefined;
    document.body.classList.remove("playing");
    start.textContent = "Start";
  }

  /** The bar line, on the clock of what is heard. */
  function move(): void {
    frame = requestAnimationFrame(move);
    const at = run?.heardNow() ?? NaN;
    if (!run?.plan || Number.isNaN(at)) return;
    counter.show(run.plan, at, score.move(run.plan, at), kept.countIn);
  }

  const stage = onFullScreen(() => run || void score.draw(facts.bars));
  const element = h(
    "div",
    { class: "drill" },
    h("div", { class: "head" }, title, counter.element),
    order,
    score.element,
    legend(),
    voices,
    heard,
    h("div", { class: "buttons" }, start, screen),
    controls,
    setup,
    h("p", { class: "keys" }, "Space: start and stop. Up and down: tempo. F: full screen."),
  );
  await render();
  if (wish.start) void go();
  wish.start = false;

  return {
    title: "Drill",
    element,
    leave: () => {
      run?.stop();
      score.leave();
      stage();
      if (!run) closeMicrophone();
    },
    key: (event) => {
      if (event.key === " ") void (run ? run.stop() : go());
      else if (event.key === "f" || event.key === "F") fullScreen();
      else if ((event.key === "ArrowUp" || event.key === "ArrowDown") && !run) {
        kept.bpm = Math.min(400, Math.max(20, tempo() + (event.key === "ArrowUp" ? 1 : -1)));
        keep();
        (controls.querySelector("#bpm") as HTMLInputElement).value = String(kept.bpm);
      } else return false;
      return true;
    },
  };
}
