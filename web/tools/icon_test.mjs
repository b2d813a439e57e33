import assert from "node:assert";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { pixels, png } from "./icon.mjs";

const kSquare =
  '<svg viewBox="0 0 4 4"><rect width="4" height="4" fill="#102030"/><path d="M0 1h4" stroke="#ffffff" stroke-width="1"/><circle cx="3" cy="3" r="1" fill="#ff0000"/></svg>';

test("shapes cover one another, and edges are mixed", () => {
  const drawn = pixels(kSquare, 4);
  const at = (x, y) => [...drawn.subarray(3 * (4 * y + x), 3 * (4 * y + x) + 3)];
  assert.deepStrictEqual(at(0, 3), [0x10, 0x20, 0x30]);
  assert.deepStrictEqual(at(0, 0), [136, 144, 152]); // half under the line
  assert.ok(at(3, 3)[0] > 200 && at(3, 3)[1] < 20);
});

test("a path that is not known is refused", () => {
  assert.throws(
    () => pixels('<svg viewBox="0 0 4 4"><path d="M0 1c4" stroke="#ffffff"/></svg>', 4),
    /not drawn/,
  );
});

test("the page's own icon becomes a PNG of the size that was asked for", () => {
  const bytes = png(readFileSync(new URL("../page/icon.svg", import.meta.url), "utf8"), 180);
  assert.strictEqual(bytes.toString("latin1", 1, 4), "PNG");
  assert.deepStrictEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [180, 180]);
  const length = bytes.readUInt32BE(33);
  assert.strictEqual(inflateSync(bytes.subarray(41, 41 + length)).length, 180 * (3 * 180 + 1));
  assert.ok(bytes.length < 4000);
});
