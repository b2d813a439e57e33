// Standings and values as they are drawn: a shape and a word, a value with its interval beside the bound.
import { h, svg } from "../dom.ts";
import type { Answer, Grade } from "../generated/school_api.ts";
import { needleOf, standingOf, valueText, type Mark } from "../model/grade_model.ts";

const kShapes: Record<Mark, string> = {
  passed: "M8 2A6 6 0 1 1 7.99 2Z",
  late: "M8 2A6 6 0 0 1 8 14ZM8 2A6 6 0 0 0 8 14",
  "not-met": "M8 2L14 13H2Z",
  "not-told": "M8 2A6 6 0 1 1 7.99 2Z",
  none: "M3 8H13",
  excused: "M3 13L13 3",
  waiting: "M4 2H12L4 14H12Z",
  failed: "M3 3L13 13M13 3L3 13",
};

/** The shape beside its words: no colour alone tells it. */
export function standing(grade: Grade): HTMLElement {
  const { mark, words } = standingOf(grade);
  const picture = svg("svg", {
    viewBox: "0 0 16 16",
    class: `standing-mark is-${mark}`,
    "aria-hidden": "true",
  });
  picture.append(svg("path", { d: kShapes[mark] }));
  return h("span", { class: "standing" }, picture, h("span", {}, words));
}

/** A value's interval beside its bound, which is in the middle. */
export function needle(answer: Answer): SVGSVGElement | undefined {
  const at = needleOf(answer);
  if (!at) return undefined;
  const picture = svg("svg", {
    viewBox: "0 0 100 14",
    preserveAspectRatio: "none",
    class: `demand-needle is-${answer.standing.replace("_", "-")}`,
    "aria-hidden": "true",
  });
  const [low, high] = [100 * at.low, 100 * at.high];
  picture.append(
    svg("rect", { class: "scale", x: 0, y: 4, width: 100, height: 6 }),
    svg("rect", { class: "width", x: low, y: 4, width: Math.max(1, high - low), height: 6 }),
    svg("path", { class: "bound", d: `M${100 * at.bound} 0V14` }),
    svg("path", { class: "value", d: `M${100 * at.value} 2V12` }),
  );
  return picture;
}

/** One demand of a take, in the server's words. */
export const answerRow = (answer: Answer): HTMLElement =>
  h("li", { class: "answer" }, h("span", {}, answer.text), needle(answer) as unknown as Node);
/** The same in a cell: the value with its interval alone. */
export const answerCell = (answer: Answer): HTMLElement =>
  h(
    "span",
    { class: "answer-cell", title: answer.text },
    h("span", { class: "value-text" }, valueText(answer)),
    needle(answer) as unknown as Node,
  );
