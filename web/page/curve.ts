// A measured quantity as it grows: a point with its 95 % interval for each step, at the width that there is.
import { h, svg } from "./dom.ts";
import type { Point } from "./model/point.ts";

const kLeft = 44;
const kRight = 12;
const kTop = 12;
const kBottom = 28;

function drawn(tag: keyof SVGElementTagNameMap, at: Record<string, string | number>, text = ""): SVGElement {
  const rounded = Object.entries(at).map(([key, value]) => [
    key,
    typeof value === "number" ? value.toFixed(1) : value,
  ]);
  const element = svg(tag, Object.fromEntries(rounded) as Record<string, string>);
  if (text) element.textContent = text;
  return element;
}

/** 1, 2 or 5 times a power of ten: at most `most` steps in `span`. */
function stepOf(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => span / step <= most)!;
}

export class Curve {
  readonly element = h("div", { class: "growth" });
  private points: Point[] = [];
  private words = "";
  private width = 0;
  private readonly watch = new ResizeObserver(() => {
    if (this.element.clientWidth !== this.width) this.draw();
  });

  constructor(private readonly height = 240) {
    this.watch.observe(this.element);
  }
  /** `words`: the same for who does not see it. */
  show(points: Point[], words: string): void {
    this.points = points;
    this.words = words;
    this.draw();
  }
  leave(): void {
    this.watch.disconnect();
  }

  private draw(): void {
    this.width = this.element.clientWidth;
    if (this.points.length === 0 || this.width < 100) {
      this.element.replaceChildren();
      return;
    }
    const all = this.points.flatMap((point) => [
      point.low,
      point.high,
      ...(point.tried ? [point.tried.value] : []),
    ]);
    const span = Math.max(Math.max(...all) - Math.min(...all), 1e-3 * Math.abs(all[0]), 1e-6);
    const [bottom, top] = [Math.min(...all) - 0.06 * span, Math.max(...all) + 0.06 * span];
    const columns = Math.max(this.points.length, 6);
    const column = (this.width - kLeft - kRight) / columns;
    const x = (index: number) => kLeft + (index + 0.5) * column;
    const y = (value: number) => kTop + ((top - value) / (top - bottom)) * (this.height - kTop - kBottom);
    const picture = drawn("svg", {
      role: "img",
      "aria-label": this.words,
      viewBox: `0 0 ${this.width} ${this.height}`,
      width: this.width,
      height: this.height,
    });
    const step = stepOf(top - bottom, 5);
    const decimals = Math.max(0, -Math.floor(Math.log10(step)));
    for (let at = Math.ceil(bottom / step) * step; at <= top; at += step) {
      picture.append(
        drawn("line", { x1: kLeft, x2: this.width - kRight, y1: y(at), y2: y(at), class: "grid" }),
      );
      picture.append(
        drawn("text", { x: kLeft - 8, y: y(at) + 4, "text-anchor": "end" }, at.toFixed(decimals)),
      );
    }
    const half = Math.min(14, column * 0.3);
    const longest = Math.max(...this.points.map((point) => point.label.length));
    const every = Math.ceil((7 * longest + 16) / column); // labels do not touch
    let label = ""; // the one before, which is not said twice
    this.points.forEach((point, index) => {
      picture.append(
        drawn("rect", {
          x: x(index) - half,
          width: 2 * half,
          y: y(point.high),
          height: Math.max(1, y(point.low) - y(point.high)),
          class: "interval",
        }),
      );
      picture.append(
        drawn("line", {
          x1: x(index) - half,
          x2: x(index) + half,
          y1: y(point.value),
          y2: y(point.value),
          class: "estimate",
        }),
      );
      if (index % every === 0 && point.label !== label) {
        label = point.label;
        picture.append(drawn("text", { x: x(index), y: this.height - 8, "text-anchor": "middle" }, label));
      }
      const tried = point.tried;
      if (!tried) return;
      const [cx, cy] = [x(index), y(tried.value)];
      if (tried.held) picture.append(drawn("circle", { cx, cy, r: 4.5, class: "held" }));
      else picture.append(drawn("path", { d: `M${cx - 4.5} ${cy - 4.5}l9 9m0-9l-9 9`, class: "broke" }));
    });
    this.element.replaceChildren(picture);
  }
}
