// Drill: the chart with a moving bar line, every note coloured by its signed error once it is played, lean and spread
// of every voice, one order. What is said comes from the engine; this file draws it.
import { audio, closeMicrophone, drillNode, drillSettings, heardAt, labelOf, microphone, outputWarning, roundTripOf } from "./audio.ts";
import { choice, field, h, number, toggle, type View } from "./dom.ts";
import { openMidi } from "./midi.ts";
import { builtins, builtinTab, chartBytes, notation, openChart, toBase64 } from "./shared.ts";
import { keep, kept } from "./settings_store.ts";
import { takes } from "./takes.ts";
import { decode, parse, wordsOf } from "./text.ts";
import type { BarTold, ChartFacts, News, Plan, TakeJson } from "./types.ts";

const kColours = ["e0", "e1", "e2", "e3", "e4", "plain", "gone"];

interface Run {
  context: AudioContext;
  node: AudioWorkletNode;
  source?: MediaStreamAudioSourceNode;
  plan?: Plan;
  origin: number;
  id: string;
  stopMidi?: () => void;
  bar: number; // drawn
  ending: boolean;
  again?: number;
}

export async function drillView(): Promise<View> {
  let facts: ChartFacts = await openChart(await chartBytes());
  let run: Run | undefined;
  let frame = 0;

  const order = h("p", { class: "order", role: "status", "aria-live": "polite" }, "Press space, or Start.");
  const counter = h("p", { class: "counter", "aria-hidden": "true" });
  const score = h("div", { class: "score", tabindex: "0", role: "group", "aria-label": "Notation" });
  const voices = h("div", { class: "voices" });
  const heard = h("p", { class: "heard", role: "log", "aria-live": "off" });
  const setup = h("p", { class: "setup-line" });
  const start = h("button", { class: "start", type: "button", onclick: () => void (run ? stop() : go()) }, "Start");
  const screen = h("button", { type: "button", onclick: () => fullScreen() }, "Full screen");
  const title = h("h1", {});
  const controls = h("div", { class: "controls" });
  const now = document.createElementNS("http://www.w3.org/2000/svg", "line");
  now.setAttribute("class", "now");

  const tempo = () => kept.bpm || facts.bpm || 100;

  async function draw(): Promise<void> {
    const stage = document.fullscreenElement !== null;
    const room = score.clientWidth || 1100;
    const most = stage ? Math.max(420, room / 2.2) : room;
    score.replaceChildren(await notation(Math.min(1100, most, 200 + 300 * facts.bars)));
  }

  async function choose(name: string): Promise<void> {
    const chart = (await builtins).find((one) => one.name === name);
    if (!chart) return;
    kept.chart = { name, title: chart.title, text: await builtinTab(name) };
    Object.assign(kept, { bpm: 0, from: 1, to: 0 });
    keep();
    facts = await openChart(await chartBytes());
    await render();
  }

  async function render(): Promise<void> {
    title.textContent = kept.chart?.title || facts.title || "Chart";
    const list = await builtins;
    const own = kept.chart && !list.some((chart) => chart.name === kept.chart!.name);
    const select = h("select", { onchange: () => void choose(select.value) });
    if (own) select.append(h("option", { value: "", selected: true }, kept.chart!.title || "Own chart"));
    for (const group of ["groove", "rudiment"] as const) {
      select.append(
        h(
          "optgroup",
          { label: group === "groove" ? "Grooves" : "Rudiments" },
          ...list
            .filter((chart) => chart.group === group)
            .map((chart) => h("option", { value: chart.name, selected: chart.name === kept.chart?.name }, chart.title)),
        ),
      );
    }
    const set = <K extends keyof typeof kept>(key: K) => (value: (typeof kept)[K]) => {
      kept[key] = value;
      keep();
    };
    const bpm = number(tempo(), 20, 400, set("bpm"));
    bpm.id = "bpm";
    controls.replaceChildren(
      field("Chart", select),
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
          ],
          kept.gap,
          set("gap"),
        ),
      ),
      field("Listen to", choice([["microphone", "Microphone"], ["midi", "E-kit (MIDI)"]], kept.input, set("input"))),
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
    await draw();
  }

  async function go(from = kept.from): Promise<void> {
    try {
      start.disabled = true;
      order.textContent = "Opening sound.";
      const context = await audio();
      const midi = kept.input === "midi";
      const media = midi ? undefined : await microphone();
      const trip = media ? roundTripOf(context, media) : { frames: 0, sdMs: 10, words: "e-kit, times as the browser says ±20 ms" };
      setup.textContent = [media ? labelOf(media) : "", trip.words, outputWarning(context)].filter(Boolean).join(" · ");
      const chart = await chartBytes();
      const [on, off] = kept.gap ? kept.gap.split("/").map(Number) : [];
      const settings = drillSettings(context.sampleRate, trip.frames, trip.sdMs, {
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
      await draw();
      const node = await drillNode(context, chart, settings);
      const id = `${new Date().toISOString().replace(/[:.]/g, "-")}`;
      const mine: Run = { context, node, origin: NaN, id, bar: -1, ending: false };
      const { port1, port2 } = new MessageChannel();
      await takes.begin(
        {
          id,
          title: kept.chart?.title ?? facts.title,
          started: new Date().toISOString(),
          midi,
          settings: decode(settings),
          chart: toBase64(chart),
          rate: context.sampleRate,
        },
        port1,
      );
      node.port.onmessage = ({ data }: MessageEvent) => void told(mine, data);
      node.onprocessorerror = () => {
        order.textContent = "The audio thread stopped. The take up to here is kept; load the page again.";
        leaveRun(mine);
      };
      if (media) {
        node.port.postMessage({ recorder: port2 }, [port2]);
        mine.source = context.createMediaStreamSource(media);
        mine.source.connect(node);
      } else {
        mine.stopMidi = await openMidi((time, note, velocity) => {
          const at = Math.round((heardAt(context, time) - mine.origin) * context.sampleRate);
          if (!Number.isFinite(at) || at < 0) return;
          node.port.postMessage({ note: [at, note, velocity] });
          port2.postMessage({ note: [at, note, velocity] });
        });
      }
      node.connect(context.destination);
      run = mine;
      document.body.classList.add("playing");
      start.textContent = "Stop";
      order.textContent = kept.countIn > 0 ? `Count-in: ${kept.countIn} ${kept.countIn === 1 ? "bar" : "bars"}.` : "Play.";
      frame = requestAnimationFrame(move);
    } catch (error) {
      order.textContent = wordsOf(error);
    } finally {
      start.disabled = false;
    }
  }

  function stop(): void {
    if (!run || run.ending) return;
    run.ending = true;
    run.node.port.postMessage({ close: true });
  }

  async function told(mine: Run, data: Record<string, unknown>): Promise<void> {
    if (data.refused !== undefined) {
      order.textContent = decode(data.refused as Uint8Array);
      await takes.end(new Uint8Array(), new Uint8Array(), 0);
      leaveRun(mine);
    }
    if (data.plan) mine.plan = parse<Plan>(data.plan as Uint8Array);
    if (data.origin !== undefined) mine.origin = data.origin as number;
    if (data.news) news(mine, parse<News>(data.news as Uint8Array));
    if (data.take) {
      const take = parse<TakeJson & { hits: unknown[] }>(data.take as Uint8Array);
      leaveRun(mine);
      const empty = take.hits.length === 0;
      await takes.end(empty ? new Uint8Array() : (data.take as Uint8Array), data.html as Uint8Array, mine.context.sampleRate);
      if (mine.again !== undefined) {
        await go(mine.again);
        return;
      }
      if (empty) {
        order.textContent = "No stroke heard. Look at the level in Setup.";
      } else {
        order.textContent = take.order.text;
        heard.replaceChildren(h("a", { href: `#take/${mine.id}` }, "The take: every stroke"));
      }
    }
  }

  function news(mine: Run, told: News): void {
    const plan = mine.plan!;
    for (const stroke of told.strokes) {
      if (stroke.note === undefined || !stroke.colour) continue;
      const group = score.querySelector(`#n${plan.first_note + (stroke.note % plan.notes)}`);
      if (!group) continue;
      group.classList.remove(...kColours);
      group.classList.add(stroke.colour);
      group.setAttribute("data-error", String(stroke.error_ms));
      group.querySelector("title")?.replaceChildren(stroke.text ?? "");
    }
    for (const bar of told.bars) showBar(bar);
    if (told.stop !== undefined && !mine.ending) {
      order.textContent = told.stop;
      mine.again = told.again_from;
      stop();
    } else if (told.over) {
      stop();
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
        h("thead", {}, h("tr", {}, ...["Voice", "Lean", "Spread", "Missed", "Extra"].map((word) => h("th", { scope: "col" }, word)))),
        h(
          "tbody",
          {},
          ...bar.lines.map((line) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, line.name),
              h("td", {}, line.lean ? h("b", {}, line.lean) : "–", line.lean_interval ? ` ${line.lean_interval}` : ""),
              h("td", {}, line.spread ? h("b", {}, line.spread) : "–", line.spread_interval ? ` (${line.spread_interval})` : ""),
              h("td", {}, String(line.missed)),
              h("td", {}, String(line.extra)),
            ),
          ),
        ),
      ),
    );
  }

  function leaveRun(mine: Run): void {
    cancelAnimationFrame(frame);
    mine.stopMidi?.();
    mine.source?.disconnect();
    mine.node.disconnect();
    now.remove();
    counter.textContent = "";
    if (run === mine) run = undefined;
    document.body.classList.remove("playing");
    start.textContent = "Start";
  }

  /** The bar line, on the clock of what is heard. */
  function move(): void {
    frame = requestAnimationFrame(move);
    if (!run?.plan || Number.isNaN(run.origin)) return;
    const { plan } = run;
    const at = (heardAt(run.context, performance.now()) - run.origin) * plan.rate;
    const beat = ((60 * plan.rate) / plan.bpm) * (4 / plan.unit);
    if (at < plan.bar_lines[0]) {
      const toGo = Math.ceil((plan.bar_lines[0] - at) / beat);
      const counted = kept.countIn * plan.beats;
      counter.textContent = toGo <= counted ? String(((counted - toGo) % plan.beats) + 1) : "";
      counter.className = "counter counting";
    }
    let bar = run.bar < 0 ? 0 : run.bar;
    while (bar + 1 < plan.bar_numbers.length && at >= plan.bar_lines[bar + 1]) ++bar;
    const share = Math.min(1, Math.max(0, (at - plan.bar_lines[bar]) / (plan.bar_lines[bar + 1] - plan.bar_lines[bar])));
    const place = score.querySelector<SVGRectElement>(`[data-bar="${plan.bar_numbers[bar] - 1}"]`);
    if (!place) return;
    if (bar !== run.bar) {
      run.bar = bar;
      for (let note = plan.bar_first[bar]; note < (plan.bar_first[bar + 1] ?? plan.notes * kept.times); ++note) {
        const group = score.querySelector(`#n${plan.first_note + (note % plan.notes)}`);
        group?.classList.remove(...kColours);
        group?.classList.add("plain");
      }
      if (now.ownerSVGElement !== place.ownerSVGElement) {
        place.ownerSVGElement!.append(now);
        place.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
      now.setAttribute("y2", String(place.height.baseVal.value));
      now.setAttribute("y1", "16");
    }
    const x = place.x.baseVal.value + share * place.width.baseVal.value;
    now.setAttribute("x1", x.toFixed(1));
    now.setAttribute("x2", x.toFixed(1));
    if (at >= plan.bar_lines[0]) {
      counter.className = "counter";
      counter.textContent = `${Math.min(plan.beats, Math.floor(share * plan.beats) + 1)}`;
    }
  }

  function fullScreen(): void {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void document.documentElement.requestFullscreen();
  }
  const redraw = () => {
    document.body.classList.toggle("stage", document.fullscreenElement !== null);
    if (!run) void draw();
  };
  document.addEventListener("fullscreenchange", redraw);
  let width = 0;
  const watch = new ResizeObserver(() => {
    if (run || Math.abs(score.clientWidth - width) < 40) return;
    width = score.clientWidth;
    void draw();
  });
  watch.observe(score);

  const element = h(
    "div",
    { class: "drill" },
    h("div", { class: "head" }, title, counter),
    order,
    score,
    h(
      "ul",
      { class: "legend", "aria-label": "Colours of the notes" },
      ...(
        [
          ["e0", "20 ms early or more"],
          ["e1", "10 to 20 early"],
          ["e2", "within 10"],
          ["e3", "10 to 20 late"],
          ["e4", "20 ms late or more"],
        ] as const
      ).map(([colour, words]) => h("li", {}, h("span", { class: `swatch ${colour}`, "aria-hidden": "true" }), words)),
    ),
    voices,
    heard,
    h("div", { class: "buttons" }, start, screen),
    controls,
    setup,
    h("p", { class: "keys" }, "Space: start and stop. Up and down: tempo. F: full screen."),
  );
  await render();

  return {
    title: "Drill",
    element,
    leave: () => {
      stop();
      watch.disconnect();
      document.removeEventListener("fullscreenchange", redraw);
      if (!run) closeMicrophone();
    },
    key: (event) => {
      if (event.key === " ") void (run ? stop() : go());
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
