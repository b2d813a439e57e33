// The book at a glance: the minutes of the latest days, and an item's level on the scale of all items.
import { h, svg } from "./dom.ts";
import type { Item } from "./generated/server_api.ts";
import { daysText, onTempoScale, type Day } from "./model/days_model.ts";
import { bpmText, minutesText, tempoText } from "./model/numbers.ts";

const dayText = (day: Date): string => day.toLocaleDateString(undefined, { day: "numeric", month: "short" });

/** A column a day; the words say the sums. */
export function daysPicture(days: Day[]): HTMLElement {
  const width = 20 * days.length;
  const high = 72;
  const most = Math.max(10, ...days.map((day) => day.minutes));
  const picture = svg("svg", { viewBox: `0 0 ${width} ${high}`, "aria-hidden": "true" });
  days.forEach((day, i) => {
    const tall = (high * day.minutes) / most;
    const played = day.minutes > 0;
    const column = svg("rect", {
      class: played ? "played" : "rest",
      x: 20 * i + 3,
      width: 14,
      y: played ? high - Math.max(3, tall) : high - 1.5,
      height: played ? Math.max(3, tall) : 1.5,
    });
    const title = svg("title", {});
    title.textContent = `${dayText(day.begins)}: ${minutesText(day.minutes)}`;
    column.append(title);
    picture.append(column);
  });
  return h(
    "figure",
    { class: "days" },
    h("figcaption", {}, daysText(days)),
    picture,
    h(
      "p",
      { class: "soft ends", "aria-hidden": "true" },
      h("span", {}, dayText(days[0].begins)),
      h("span", {}, "today"),
    ),
  );
}

/** Level with its interval, and the goal, from 40 to 240 BPM. */
export function levelPicture({ level_bpm, goal_bpm }: Item): SVGElement {
  const x = (bpm: number) => (4 + 152 * onTempoScale(bpm)).toFixed(1);
  const picture = svg("svg", { class: "level", viewBox: "0 0 160 16", role: "img" });
  const words = svg("title", {});
  words.textContent = [
    level_bpm ? `Level ${bpmText(level_bpm)}` : "Level not measured",
    ...(goal_bpm ? [`goal ${tempoText(goal_bpm)}`] : []),
    "from 40 to 240 BPM",
  ].join(", ");
  picture.append(words, svg("path", { class: "scale", d: "M4 8h152" }));
  if (level_bpm) {
    const [value, low, high] = level_bpm;
    const width = Math.max(2, Number(x(high)) - Number(x(low)));
    picture.append(svg("rect", { class: "interval", x: x(low), y: 3, width, height: 10 }));
    picture.append(svg("path", { class: "value", d: `M${x(value)} 1v14` }));
  }
  if (goal_bpm) picture.append(svg("circle", { class: "goal", cx: x(goal_bpm), cy: 8, r: 4 }));
  return picture;
}
