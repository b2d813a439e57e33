// The page's icon as PNG, for what shows no SVG: a phone's home screen. icon.svg is drawn, of which this knows
// rectangles, one straight path and circles.
import { deflateSync } from "node:zlib";

const kSamples = 4; // a pixel's side

/** The shapes of an SVG in its order: {fill, holds(x, y)} in units of its view box, and that box's width. */
function shapesOf(svg) {
  const attribute = (tag, name) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  const number = (tag, name, otherwise = 0) => Number(attribute(tag, name) ?? otherwise);
  const shapes = [];
  for (const [tag, kind] of svg.matchAll(/<(rect|path|circle)\b[^>]*>/g)) {
    if (kind === "rect") {
      // Its corners stay square: home screens round them.
      const [width, height] = [number(tag, "width"), number(tag, "height")];
      shapes.push({ fill: attribute(tag, "fill"), holds: (x, y) => x < width && y < height });
    } else if (kind === "circle") {
      const [cx, cy, r] = ["cx", "cy", "r"].map((name) => number(tag, name));
      shapes.push({ fill: attribute(tag, "fill"), holds: (x, y) => Math.hypot(x - cx, y - cy) < r });
    } else {
      const line = /^M([\d.]+) ([\d.]+)h([\d.]+)$/.exec(attribute(tag, "d"));
      if (!line) throw new Error(`a path that is not drawn here: ${tag}`);
      const [left, top, length] = line.slice(1).map(Number);
      const half = number(tag, "stroke-width", 1) / 2;
      shapes.push({
        fill: attribute(tag, "stroke"),
        holds: (x, y) => x >= left && x < left + length && Math.abs(y - top) < half,
      });
    }
  }
  return { shapes, width: Number(/viewBox="0 0 ([\d.]+)/.exec(svg)[1]) };
}

/** RGB bytes of `size` x `size` pixels. */
export function pixels(svg, size) {
  const { shapes, width } = shapesOf(svg);
  const rgb = (fill) => [1, 3, 5].map((at) => parseInt(fill.slice(at, at + 2), 16));
  const colours = shapes.map(({ fill }) => rgb(fill));
  const out = Buffer.alloc(3 * size * size);
  for (let y = 0; y < size; ++y) {
    for (let x = 0; x < size; ++x) {
      const sum = [0, 0, 0];
      for (let s = 0; s < kSamples * kSamples; ++s) {
        const at = (pixel, sample) => ((pixel + (sample + 0.5) / kSamples) * width) / size;
        const px = at(x, s % kSamples);
        const py = at(y, Math.floor(s / kSamples));
        const top = shapes.findLastIndex(({ holds }) => holds(px, py));
        if (top >= 0) colours[top].forEach((value, channel) => (sum[channel] += value));
      }
      sum.forEach((value, c) => (out[3 * (y * size + x) + c] = Math.round(value / kSamples ** 2)));
    }
  }
  return out;
}

function crc32(bytes) {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** The icon as a PNG of that many pixels a side. */
export function png(svg, size) {
  const rgb = pixels(svg, size);
  const rows = Buffer.alloc(size * (3 * size + 1)); // each begins with its filter, none
  for (let y = 0; y < size; ++y) rgb.copy(rows, y * (3 * size + 1) + 1, 3 * size * y, 3 * size * (y + 1));
  const chunk = (name, data) => {
    const named = Buffer.concat([Buffer.from(name, "latin1"), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8); // 8 bits of red, green and blue
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
