// Strokes on lanes, a line of the kit each: early above the middle, late under it.
import { svg } from "./dom.ts";
import type { Choices } from "./generated/told.ts";
import type { Lane, Stroke } from "./model/compare_model.ts";
import { onScale } from "./model/stage_model.ts";

const kHigh = 64; // px of a lane
const kWide = 1000;
const kEdge = 8;
const kPad = 8; // beside it, for half a dot

/** What a lane is called. */
export function laneName({ drums }: Choices, line: Lane["line"]): string {
  const drum = drums.find((one) => one.line === line);
  return line === "hat" ? "Hi-hat" : line === "tom" ? "Toms" : (drum?.name ?? "Pad");
}

/** From 30 ms early to 30 ms late, of a stretch of bars (from 0); with `beats` a line a beat, else a bar. */
export function lanePicture({ points }: Lane, from: number, to: number, beats = 1): SVGElement {
  const picture = svg("svg", {
    viewBox: `${-kPad} 0 ${kWide + 2 * kPad} ${kHigh}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const x = (bar: number) => (((bar - from) / (to - from)) * kWide).toFixed(1);
  const y = (error: number) => (kEdge + onScale(error) * (kHigh - 2 * kEdge)).toFixed(1);
  picture.append(
    svg("rect", {
      class: "inside",
      x: -kPad,
      y: y(-10),
      width: kWide + 2 * kPad,
      height: Number(y(10)) - Number(y(-10)),
    }),
  );
  for (let line = 0; line <= Math.ceil((to - from) * beats); ++line)
    picture.append(svg("path", { class: "line", d: `M${x(from + line / beats)} 0V${kHigh}` }));
  picture.append(svg("path", { class: "middle", d: `M0 ${y(0)}H${kWide}` }));
  // A path of no length with round ends is a dot, however the picture is stretched.
  const dots = (strokes: Stroke[], name: string) =>
    svg("path", { class: name, d: strokes.map(({ bar, error }) => `M${x(bar)} ${y(error)}h0`).join("") });
  picture.append(dots(points[0], "dots first"), dots(points[0], "dots hole"), dots(points[1], "dots second"));
  return picture;
}
