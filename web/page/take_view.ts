// One take: the coloured chart first, whose bars are pressed to be heard, looped, slowed or drilled; below it the
// report that the program writes too, folded.
import { BarLanes } from "./bar_lanes.ts";
import { comparison } from "./compare_view.ts";
import { h, type View } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import { chooseChart, type KeptChart } from "./model/kept.ts";
import { barOfChart, settingsOf } from "./model/take_model.ts";
import { inSchool } from "./school/school_server.ts";
import { server } from "./server.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { bytesOf, choices, keptOf, openChart } from "./shared.ts";
import { takeChanges } from "./take_changes.ts";
import { TakePlayer } from "./take_player.ts";
import { takes } from "./takes.ts";
import type { About, Synced } from "./takes_worker.ts";
import { fromBase64, wordsOf } from "./text.ts";

const kFromBook = /^book-(\d+)$/; // take/book-12: of the book; else: of this device
interface Held {
  json: string;
  html: string;
  about?: About; // of this device
  sound?: Blob;
  synced?: Synced;
}

/** The program's own page: the chart first, its order, its lines; the rest folded. */
export function report(html: string): HTMLElement {
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
  // A line that is left out until it is seen keeps its place: else what is scrolled to moves away.
  for (const staves of body.querySelectorAll<HTMLElement>(".staves")) {
    const { height } = staves.querySelector("svg")!.viewBox.baseVal;
    staves.style.setProperty("--high", String(height));
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
    const { from = "1", to = "0" } = settingsOf(held.about.settings);
    const chart = keptOf("own", held.about.title, fromBase64(held.about.chart));
    return { chart, from: Number(from), to: Number(to) };
  }
  const { take } = await server.about(place!);
  if (!take.item) throw new Error("It was played without a chart.");
  return { chart: keptOf(take.item, take.title, await server.chart(take.item)), from: 1, to: 0 };
}

export async function takeView(id: string): Promise<View> {
  const inTheBook = kFromBook.exec(id);
  const held: Held = inTheBook ? await server.take(Number(inTheBook[1])) : await takes.load(id);
  const place = inTheBook ? Number(inTheBook[1]) : held.synced?.book;
  const take = JSON.parse(held.json) as Take;
  const body = report(held.html);
  const beside = h("div", {});
  const changes = h("div", {});
  if (!inSchool)
    comparison(take, place, held.about).then(
      (element) => beside.replaceChildren(element),
      (error: unknown) =>
        beside.replaceChildren(h("p", { class: "soft" }, `Not compared: ${wordsOf(error)}`)),
    );
  if (place !== undefined) {
    server.about(place).then(
      ({ take: mine }) => changes.replaceChildren(takeChanges(mine)),
      () => undefined, // the comparison says it
    );
  }

  const player = new TakePlayer(take, body, held.sound, () => {
    const [from, to] = player.chosen;
    if (shown !== player.chosen) lanes.show(Math.min(from, to));
    shown = player.chosen;
  });
  const { bars, said } = player;
  let shown = player.chosen;
  const lanes = new BarLanes(take, bars, await choices, body);

  async function drillIt(): Promise<void> {
    try {
      const { chart, from, to } = await chartOf(held, place);
      const facts = await openChart(bytesOf(chart));
      const both = player.chosen.map((bar) => barOfChart(bar, { from, to }, facts.bars));
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
  const save = (bytes: BlobPart, name: string, type: string) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const button = (words: string, press: () => void) => h("button", { type: "button", onclick: press }, words);
  const tools = h(
    "div",
    { class: "tools" },
    ...player.tools(),
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
  const under = [tools, ...(take.reading.chart_given ? [lanes.element] : []), changes, beside];
  body.querySelector("section")?.after(...under);
  if (!tools.isConnected && !body.contains(tools)) body.prepend(...under);
  player.mark();
  return {
    title: "Take",
    element: h(
      "div",
      { class: "take" },
      h("p", {}, h("a", { href: inTheBook ? "#book" : "#takes" }, inTheBook ? "Book" : "All takes")),
      body,
      files,
    ),
    leave: () => player.leave(),
    key: (event) => event.key === " " && player.press(),
  };
}
