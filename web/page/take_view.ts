// One take: the coloured chart first, whose bars are pressed to be heard, looped, slowed or drilled; below it the
// report that the program writes too, folded.
import { comparison } from "./compare_view.ts";
import { choice, field, h, onBars, svg, toggle, type View } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import { lanePicture, laneName } from "./lanes.ts";
import { lanesOfBar } from "./model/compare_model.ts";
import { chooseChart, type KeptChart } from "./model/kept.ts";
import { clockText } from "./model/numbers.ts";
import { barOfChart, playedBars, settingsOf, stretchOf } from "./model/take_model.ts";
import { server } from "./server.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { choices, openChart } from "./shared.ts";
import { takeChanges } from "./take_changes.ts";
import { TakeSound } from "./take_sound.ts";
import { takes } from "./takes.ts";
import type { About, Synced } from "./takes_worker.ts";
import { decode, encode, fromBase64, wordsOf } from "./text.ts";

const kFromBook = /^book-(\d+)$/; // take/book-12: of the book; else: of this device
interface Held {
  json: string;
  html: string;
  about?: About; // of this device
  sound?: Uint8Array<ArrayBuffer>;
  synced?: Synced;
}

/** The program's own page: the chart first, its order, its lines; the rest folded. */
function report(html: string): HTMLElement {
  const page = new DOMParser().parseFromString(html.replace(/<style>[^]*?<\/style>/, ""), "text/html");
  const body = h("div", { class: "report" });
  const sections = [...page.body.querySelectorAll(":scope > main > *")];
  const chart = sections.find((section) => section.querySelector("[data-bar]"));
  const lines = sections.find((section) => section.querySelector("h2")?.textContent === "Lines");
  const first = [page.body.querySelector(":scope > header"), chart, lines].filter((part) => !!part);
  for (const part of first) body.append(document.importNode(part, true));
  if (chart) body.append(...body.querySelectorAll("header .facts, header .departures")); // the chart is before them
  for (const section of sections) {
    if (first.includes(section)) continue;
    const heading = section.querySelector("h2");
    const details = h("details", { class: "folded" }, h("summary", {}, heading?.textContent ?? "More"));
    const copy = document.importNode(section, true);
    copy.querySelector("h2")?.remove();
    details.append(copy);
    body.append(details);
  }
  const footer = page.body.querySelector(":scope > footer");
  if (footer) body.append(document.importNode(footer, true));
  return body;
}

/** The chart of a take and which of its bars were drilled. */
async function chartOf(
  held: Held,
  place: number | undefined,
): Promise<{ chart: KeptChart; from: number; to: number }> {
  if (held.about?.chart) {
    const bytes = fromBase64(held.about.chart);
    const { from = "1", to = "0" } = settingsOf(held.about.settings);
    const midi = bytes[0] === 0x4d && bytes[1] === 0x54;
    const chart = { name: "own", title: held.about.title, text: midi ? "" : decode(bytes) };
    return { chart: midi ? { ...chart, midi: held.about.chart } : chart, from: Number(from), to: Number(to) };
  }
  const { take } = await server.about(place!);
  if (!take.item) throw new Error("It was played without a chart.");
  const text = await server.chart(take.item);
  return { chart: { name: take.item, title: take.title, text }, from: 1, to: 0 };
}

export async function takeView(id: string): Promise<View> {
  const inTheBook = kFromBook.exec(id);
  const held: Held = inTheBook ? await server.take(Number(inTheBook[1])) : await takes.load(id);
  const place = inTheBook ? Number(inTheBook[1]) : held.synced?.book;
  const take = JSON.parse(held.json) as Take;
  const body = report(held.html);
  const beside = h("div", {});
  const changes = h("div", {});
  comparison(take, place, held.about).then(
    (element) => beside.replaceChildren(element),
    (error: unknown) => beside.replaceChildren(h("p", { class: "soft" }, `Not compared: ${wordsOf(error)}`)),
  );
  if (place !== undefined) {
    server.about(place).then(
      ({ take: mine }) => changes.replaceChildren(takeChanges(mine)),
      () => undefined, // the comparison says it
    );
  }

  const bars = playedBars(take);
  const told = await choices;
  const sound = new TakeSound(take, bars, held.sound);
  const said = h("span", { class: "soft", role: "status" });
  let chosen = [0, Math.min(1, bars.length - 1)]; // bars, from 0
  let loop = false;
  let speed = 1;
  let frame = 0;
  const head = svg("line", { class: "now playhead" });
  const lanes = h("div", { class: "lanes of-bar", role: "group" });

  /** What was struck in a bar: the one under the pointer, else the first of the chosen ones. */
  function laneUnder(bar: number): void {
    if (!bars[bar] || lanes.dataset.bar === String(bar)) return;
    lanes.dataset.bar = String(bar);
    const beats = take.chart.meters[0].beats;
    lanes.setAttribute("aria-label", `Bar ${bars[bar].number}`);
    lanes.replaceChildren(
      h("p", { class: "soft" }, `Bar ${bars[bar].number}: early above the line, late under it, to 30 ms.`),
      ...lanesOfBar(take, bar).map((lane) => {
        const errors = lane.points[0].map(({ error }) => error.toFixed(0));
        const words = errors.length > 0 ? `${errors.join(", ")} ms` : "no stroke that answers a note";
        const figure = h("figure", { class: "lane" }, h("figcaption", {}, laneName(told, lane.line)));
        figure.append(lanePicture(lane, bar, bar + 1, beats), h("p", { class: "soft" }, words));
        return figure;
      }),
    );
  }
  /** A line through the notes, at what is heard now. */
  function moveHead(heard: number | undefined): void {
    const bar = heard === undefined ? -1 : bars.findIndex(({ from, to }) => heard >= from && heard < to);
    const place = body.querySelector<SVGRectElement>(`rect[data-bar="${bar}"]`);
    const system = place?.ownerSVGElement;
    if (!place || !system) {
      head.remove();
      return;
    }
    const share = (heard! - bars[bar].from) / (bars[bar].to - bars[bar].from);
    const x = (place.x.baseVal.value + share * place.width.baseVal.value).toFixed(1);
    const { y, height } = system.viewBox.baseVal;
    for (const [key, value] of Object.entries({ x1: x, x2: x, y1: y, y2: y + height }))
      head.setAttribute(key, String(value));
    if (head.ownerSVGElement !== system) system.append(head);
  }
  function mark(): void {
    const heard = sound.now();
    moveHead(heard);
    for (const rect of body.querySelectorAll("[data-bar]")) {
      const bar = Number(rect.getAttribute("data-bar"));
      const inside = bar >= Math.min(...chosen) && bar <= Math.max(...chosen);
      rect.classList.toggle("chosen", inside);
      const now = heard !== undefined && bars[bar] && heard >= bars[bar].from && heard < bars[bar].to;
      rect.classList.toggle("heard", !!now);
    }
    cancelAnimationFrame(frame);
    if (heard !== undefined) frame = requestAnimationFrame(mark);
  }
  async function listen(): Promise<void> {
    try {
      const { from, to } = stretchOf(bars, chosen[0], chosen[1]);
      await sound.play({ from, to, loop, speed });
      const [first, last] = [Math.min(...chosen), Math.max(...chosen)];
      const names =
        first === last ? `Bar ${bars[first].number}` : `Bars ${bars[first].number} to ${bars[last].number}`;
      said.textContent = `${names}, ${clockText(from)} to ${clockText(to)}.`;
      mark();
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  async function drillIt(): Promise<void> {
    try {
      const { chart, from, to } = await chartOf(held, place);
      const facts = await openChart(chart.midi ? fromBase64(chart.midi) : encode(chart.text));
      const both = chosen.map((bar) => barOfChart(bar, { from, to }, facts.bars));
      chooseChart(kept, chart);
      Object.assign(kept, {
        from: Math.min(...both),
        to: Math.max(...both),
        times: 0,
        bpm: Math.round(take.reading.bpm ?? 0),
      });
      keep();
      wish.start = true;
      location.hash = "drill";
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  body.addEventListener("pointerover", ({ target }) => {
    const bar = (target as Element).closest?.("[data-bar]")?.getAttribute("data-bar");
    if (bar) laneUnder(Number(bar));
  });
  onBars(body, (from, to) => {
    if (Math.max(from, to) >= bars.length) return;
    chosen = [from, to];
    laneUnder(Math.min(from, to));
    mark();
    if (sound.there) void listen();
  });

  const save = (bytes: BlobPart, name: string, type: string) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const button = (words: string, press: () => void) => h("button", { type: "button", onclick: press }, words);
  const speeds: [string, string][] = ["1", "0.75", "0.5", "0.33"].map((one) => [
    one,
    `${Number(one) * 100} %`,
  ]);
  const tools = h(
    "div",
    { class: "tools" },
    ...(sound.there
      ? [
          button("Listen", () => void listen()),
          button("Silence", () => (sound.stop(), mark())),
          toggle("Loop", false, (value) => (loop = value)),
          field(
            "Speed",
            choice(speeds, "1", (value) => (speed = Number(value))),
          ),
          toggle("Click on the pulse", true, (value) => (sound.click = value)),
        ]
      : []),
    ...(bars.length > 0 && take.reading.chart_given
      ? [button("Drill these bars", () => void drillIt())]
      : []),
    said,
  );
  const files = h(
    "details",
    { class: "folded" },
    h("summary", {}, "Save"),
    h(
      "div",
      { class: "buttons" },
      button("Save take.json", () => save(held.json, "take.json", "application/json")),
      button("Save take.html", () => save(held.html, "take.html", "text/html")),
      ...(held.sound ? [button("Save sound.wav", () => save(held.sound!, "sound.wav", "audio/wav"))] : []),
    ),
  );
  const under = [tools, ...(take.reading.chart_given ? [lanes] : []), changes, beside];
  body.querySelector("section")?.after(...under);
  if (!tools.isConnected && !body.contains(tools)) body.prepend(...under);
  laneUnder(0);
  mark();
  return {
    title: "Take",
    element: h(
      "div",
      { class: "take" },
      h("p", {}, h("a", { href: inTheBook ? "#book" : "#takes" }, inTheBook ? "Book" : "All takes")),
      body,
      files,
    ),
    leave: () => {
      cancelAnimationFrame(frame);
      sound.stop();
    },
    key: (event) => {
      if (event.key !== " " || !sound.there) return false;
      if (sound.now() === undefined) void listen();
      else {
        sound.stop();
        mark();
      }
      return true;
    },
  };
}
