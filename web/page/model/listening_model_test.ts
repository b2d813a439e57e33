import assert from "node:assert";
import { test } from "node:test";
import { due, levels, placeAt, type Sounding } from "./listening_model.ts";

const strokes: Sounding[] = [0, 0.5, 1, 1.5, 2].map((s) => ({ s, voice: "snare", level: 1 }));
const times = (found: { at: number }[]) => found.map(({ at }) => Number(at.toFixed(6)));

test("a stretch sounds from its beginning to its end, its end left out", () => {
  const stretch = { from: 0.5, to: 2, speed: 1, loop: false };
  assert.deepStrictEqual(times(due(strokes, stretch, 0, 100)), [0, 0.5, 1]);
});

test("half as fast takes twice as long", () => {
  assert.deepStrictEqual(
    times(due(strokes, { from: 0, to: 2, speed: 0.5, loop: false }, 0, 100)),
    [0, 1, 2, 3],
  );
});

test("a loop goes on, and whatever the pieces, each stroke comes once", () => {
  const stretch = { from: 0, to: 1, speed: 1, loop: true };
  const whole = times(due(strokes, stretch, 0, 10));
  assert.deepStrictEqual(whole.slice(0, 5), [0, 0.5, 1, 1.5, 2]);
  const pieces: number[] = [];
  for (let at = 0; at < 10; at += 0.13)
    pieces.push(...times(due(strokes, stretch, at, Math.min(10, at + 0.13))));
  assert.deepStrictEqual(pieces, whole);
  assert.deepStrictEqual(due(strokes, { ...stretch, to: 0 }, 0, 1), []);
});

test("where it is heard follows speed and loop", () => {
  const stretch = { from: 1, to: 2, speed: 0.5, loop: true };
  assert.strictEqual(placeAt(stretch, 1), 1.5);
  assert.strictEqual(placeAt(stretch, 3), 1.5);
  assert.strictEqual(placeAt({ ...stretch, loop: false }, 3), undefined);
  assert.strictEqual(placeAt(stretch, -1), 1);
});

test("the loudest stroke of a take is as loud as it gets, a soft one still heard", () => {
  const [loud, half, soft] = levels([-6, -12, -80]);
  assert.strictEqual(loud, 1);
  assert.ok(Math.abs(half - 0.501) < 0.001);
  assert.strictEqual(soft, 0.08);
});
