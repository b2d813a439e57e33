// A QR code as it is drawn, from the server's rows of modules: "1" is dark.
import { svg } from "../dom.ts";

export function qrPicture(rows: string[], words: string): SVGSVGElement {
  const size = rows.length;
  const picture = svg("svg", {
    viewBox: `0 0 ${size} ${size}`,
    class: "qr",
    role: "img",
    "aria-label": words,
    "shape-rendering": "crispEdges",
  });
  const dark = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  picture.append(
    svg("rect", { class: "light", width: size, height: size }),
    svg("path", { class: "dark", d: dark.join("") }),
  );
  return picture;
}
