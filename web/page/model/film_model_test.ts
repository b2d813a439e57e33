import assert from "node:assert";
import { test } from "node:test";
import { cutNear, reachOf, scaleOf, shotAt, strokeBeside, strokeNear, tensionLine } from "./film_model.ts";

const strokes = [0.5, 1, 1.5, 2].map((at_s) => ({ at_s, line: "snare", strength: 1, on_one: false }));
const shots = [
  [0, 0.96],
  [0.96, 1.46],
  [1.46, 3],
].map(([from_s, to_s], i) => ({ camera: i % 2, from_s, to_s, words: "" }));

test("a cut's own stroke is neither the one before it nor the one after", () => {
  assert.strictEqual(strokeBeside(strokes, 0.96, 1)?.at_s, 1.5);
  assert.strictEqual(strokeBeside(strokes, 0.96, -1)?.at_s, 0.5);
  assert.strictEqual(strokeBeside(strokes, 1.96, 1), undefined);
  assert.strictEqual(strokeBeside(strokes, 0.46, -1), undefined);
});

test("a moment finds its stroke, its cut and its shot", () => {
  assert.strictEqual(strokeNear(strokes, 1.3)?.at_s, 1.5);
  assert.strictEqual(strokeNear([], 1), undefined);
  assert.strictEqual(cutNear(shots, 0.1), 1);
  assert.strictEqual(cutNear(shots, 9), 2);
  assert.strictEqual(cutNear(shots.slice(0, 1), 1), 0);
  assert.strictEqual(shotAt(shots, 1), 1);
  assert.strictEqual(shotAt(shots, 3), -1);
});

test("residuals off the line do not make their picture small", () => {
  const of = (off: number[], on_line = true) => off.map((off_ms) => ({ at_s: 0, off_ms, on_line }));
  assert.strictEqual(reachOf({ residuals: of([0.1, -0.3]) }), 0.2);
  assert.strictEqual(reachOf({ residuals: [...of([0.3]), ...of([900], false)] }), 0.5);
  assert.strictEqual(reachOf({ residuals: [] }), 1);
  assert.strictEqual(reachOf({ residuals: of([800]) }), 50);
});

test("the film is as wide as there is room", () => {
  assert.strictEqual(scaleOf({ from_s: 10, to_s: 20 }, 500, 2), 100);
  const film = { from_s: 10, tension: [10, 12].map((at_s) => ({ at_s, tension: at_s === 10 ? 0 : 1 })) };
  assert.strictEqual(tensionLine(film, 10, 40), "0.0,40.0 20.0,0.0");
});
