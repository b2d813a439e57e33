// Book: every item played, and of one of them the way it took: level, lean and spread with their intervals, limits,
// takes. The numbers and what is said of them are the book's and the engine's.
import { ranges, type Item, type ItemProgress, type KeptTake } from "./generated/server_api.ts";
import type { Interval } from "./generated/told.ts";
import { Curve } from "./curve.ts";
import { daysPicture, levelPicture } from "./days_picture.ts";
import { choice, field, h, number, type View } from "./dom.ts";
import { dayBefore, daysOf, kDays } from "./model/days_model.ts";
import { bpmText, countText, msText, tempoText } from "./model/numbers.ts";
import type { Point } from "./model/point.ts";
import { keptOf } from "./shared.ts";
import { server } from "./server.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { takeChanges } from "./take_changes.ts";
import { wordsOf } from "./text.ts";

const kShown = 60; // takes drawn: the latest

const day = (seconds: number) =>
  new Date(1000 * seconds).toLocaleDateString(undefined, { day: "numeric", month: "short" });
const when = (seconds: number) =>
  new Date(1000 * seconds).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

export async function bookView(item?: string): Promise<View> {
  try {
    return item ? await itemView(item) : await itemsView();
  } catch (error) {
    return {
      title: "Book",
      element: h(
        "div",
        { class: "book" },
        h("h1", {}, "Book"),
        h("p", { class: "order small" }, wordsOf(error)),
      ),
    };
  }
}

async function itemsView(): Promise<View> {
  const rows = h("div", {});
  const days = h("div", {});
  let items: Item[] = [];
  let words = "";
  let goalsOnly = false;

  function show(): void {
    const shown = items.filter(
      (one) => one.title.toLowerCase().includes(words) && (!goalsOnly || one.goal_bpm !== null),
    );
    rows.replaceChildren(
      h("p", { class: "soft", role: "status" }, `${shown.length} of ${countText(items.length, "item")}.`),
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "group", "aria-label": "Items" },
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ...["Item", "Level, BPM", "40 to 240 BPM", "Goal", "Last tempo", "Takes", "Last played"].map(
                (word) => h("th", { scope: "col" }, word),
              ),
            ),
          ),
          h(
            "tbody",
            {},
            ...shown.map((one) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, h("a", { href: `#book/${one.item}` }, one.title)),
                h("td", {}, one.level_bpm ? bpmText(one.level_bpm) : "not measured"),
                h("td", {}, levelPicture(one)),
                h("td", {}, one.goal_bpm ? tempoText(one.goal_bpm) : "–"),
                h("td", {}, one.bpm > 0 ? tempoText(one.bpm) : "–"),
                h("td", {}, String(one.takes)),
                h("td", {}, when(one.last_s)),
              ),
            ),
          ),
        ),
      ),
    );
  }
  async function load(): Promise<void> {
    items = (await server.items()).items;
    show();
    const now = new Date();
    days.replaceChildren(daysPicture(daysOf(await server.takesSince(dayBefore(now, kDays - 1)), now)));
  }
  const said = h("p", { class: "soft", role: "status", "aria-live": "polite" });
  async function undoLast(): Promise<void> {
    try {
      const { id, title } = await server.undoLast();
      said.textContent = `Take ${id} is back: ${title || "free playing"}.`;
      await load();
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  const filter = h("input", { type: "search", autocomplete: "off" });
  filter.addEventListener("input", () => {
    words = filter.value.toLowerCase();
    show();
  });
  await load();
  return {
    title: "Book",
    element: h(
      "div",
      { class: "book" },
      h("h1", {}, "Book"),
      h(
        "div",
        { class: "controls first" },
        field("Title has", filter),
        field(
          "Show",
          choice(
            [
              ["all", "all items"],
              ["goals", "with a goal"],
            ],
            "all",
            (value) => {
              goalsOnly = value === "goals";
              show();
            },
          ),
        ),
      ),
      days,
      rows,
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => void undoLast() }, "Undo the last discard"),
        said,
      ),
    ),
  };
}

/** Pictures of one quantity, a line of the kit each. */
function pictures(
  takes: KeptTake[],
  name: string,
  of: (line: KeptTake["lines"][0]) => Interval | null,
): { element: HTMLElement; curves: Curve[] } {
  const curves: Curve[] = [];
  const figures: HTMLElement[] = [];
  const lines = new Map<string, string>(
    takes.flatMap((take) => take.lines.map((line) => [line.line, line.name] as [string, string])),
  );
  for (const [line, title] of lines) {
    const points: Point[] = takes.flatMap((take) => {
      const found = take.lines.find((one) => one.line === line);
      const value = found && of(found);
      return value ? [{ value: value[0], low: value[1], high: value[2], label: day(take.began_s) }] : [];
    });
    if (points.length === 0) continue;
    const curve = new Curve(160);
    const last = points.at(-1)!;
    const words = `${title}, ${name}: ${msText([last.value, last.low, last.high])} in the last take`;
    curve.show(points, `${words}; ${points.length} ${points.length === 1 ? "take" : "takes"}.`);
    curves.push(curve);
    figures.push(h("figure", { class: "pair" }, h("figcaption", {}, `${words}.`), curve.element));
  }
  return { element: h("div", { class: "pairs" }, ...figures), curves };
}

async function itemView(item: string): Promise<View> {
  const told: ItemProgress = await server.progress(item);
  const said = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  const takes = told.takes.slice(-kShown);
  const counted = takes.filter((take) => take.counted);
  const level = new Curve();
  const latest = told.levels.at(-1);
  if (latest)
    level.show(
      told.levels
        .slice(-kShown)
        .map(({ at_s, bpm }) => ({ value: bpm[0], low: bpm[1], high: bpm[2], label: day(at_s) })),
      `Level: ${bpmText(latest.bpm)} BPM now, ${told.levels.length} measured.`,
    );
  const lean = pictures(counted, "lean", (line) => line.lean_ms);
  const spread = pictures(counted, "spread", (line) => line.spread_ms);
  const goal = number(told.goal_bpm ?? 0, ranges["POST /api/today/goal"].bpm, (bpm) => {
    server.goal(item, bpm).then(
      ({ goals }) => (said.textContent = goals.find((one) => one.item === item)?.text ?? "No goal."),
      (error: unknown) => (said.textContent = wordsOf(error)),
    );
  });
  async function drill(): Promise<void> {
    try {
      kept.chart = keptOf(item, told.title, await server.chart(item));
      Object.assign(kept, { bpm: Math.round(takes.at(-1)?.bpm ?? 0), from: 1, to: 0, gap: "" });
      keep();
      wish.start = true;
      location.hash = "drill";
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  const element = h(
    "div",
    { class: "book item" },
    h("p", {}, h("a", { href: "#book" }, "All items")),
    h("h1", {}, told.title),
    said,
    ...told.texts.map((text) => h("p", {}, text)),
    h(
      "section",
      {},
      h("h2", {}, "Level"),
      h(
        "p",
        { class: "how" },
        latest
          ? `${bpmText(latest.bpm)} BPM now. Bar: the 95 % interval.`
          : "Not measured: a search for the limit does it, and takes to a click.",
      ),
      level.element,
    ),
    h(
      "div",
      { class: "controls" },
      field("Goal, BPM (0: none)", goal),
      h(
        "div",
        { class: "toggles" },
        h("button", { type: "button", onclick: () => void drill() }, "Drill it"),
      ),
    ),
    told.limits.length > 0 &&
      h(
        "section",
        {},
        h("h2", {}, "Limits"),
        h(
          "ul",
          { class: "plain-list" },
          ...told.limits.map((limit) => h("li", {}, `${when(limit.began_s)}: ${limit.text}`)),
        ),
      ),
    h(
      "section",
      {},
      h("h2", {}, "Lean"),
      h(
        "p",
        { class: "how" },
        "ms against the player's own pulse; negative is early. Bar: the 95 % interval.",
      ),
      lean.curves.length > 0 ? lean.element : h("p", {}, "Not measured: a voice alone has no lean."),
    ),
    h(
      "section",
      {},
      h("h2", {}, "Spread"),
      h("p", { class: "how" }, "ms (SD). Bar: the 95 % interval."),
      spread.element,
    ),
    h(
      "section",
      {},
      h("h2", {}, "Takes"),
      h(
        "ul",
        { class: "takes" },
        ...[...takes]
          .reverse()
          .map((take) =>
            h(
              "li",
              {},
              h(
                "a",
                { href: `#take/book-${take.id}` },
                h("b", {}, when(take.began_s)),
                h("span", {}, `${tempoText(take.bpm)} BPM, ${take.mode}`),
                h(
                  "span",
                  {},
                  `${take.hits.text}${take.z ? `; spread ${take.z[0].toFixed(2)} (${take.z[1].toFixed(2)} to ${take.z[2].toFixed(2)}) of the norm` : ""}`,
                ),
              ),
              takeChanges(take),
            ),
          ),
      ),
    ),
  );
  return {
    title: told.title,
    element,
    leave: () => [level, ...lean.curves, ...spread.curves].forEach((curve) => curve.leave()),
  };
}
