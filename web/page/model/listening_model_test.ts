import assert from "node:assert";
import { test } from "node:test";
import { levels, pieces, placeAt, scoreOf, type Sounding } from "./listening_model.ts";

test("a score has the strokes of its stretch in order, and each voice once", () => {
  const strokes: Sounding[] = [
    { s: 1.5, voice: "kick", level: 0.5 },
    { s: 1, voice: "snare", level: 1 },
    { s: 2, voice: "snare", level: 1 },
    { s: 0.5, voice: "pad", level: 1 },
  ];
  const score = scoreOf(strokes, { from: 1, to: 2, speed: 0.5, loop: true }, 48000);
  assert.deepStrictEqual([...score.at], [0, 48000]);
  assert.deepStrictEqual(
    [...score.sound].map((one) => score.voices[one]),
    ["snare", "kick"],
  );
  assert.deepStrictEqual([[...score.level], score.length], [[1, 0.5], 96000]);
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
  assert.strictEqual(levels(Array.from({ length: 200000 }, (_, i) => -1 - (i % 60)))[0], 1);
});

test("a sound in pieces: one after the other without a gap, a loop's anew with each round", () => {
  const stretch = { from: 3, to: 28, speed: 1, loop: false };
  const all = pieces(stretch, 10, 0, 100);
  assert.deepStrictEqual(all, [
    { at: 0, from: 3, to: 13 },
    { at: 10, from: 13, to: 23 },
    { at: 20, from: 23, to: 28 },
  ]);
  const looped = pieces({ ...stretch, loop: true }, 10, 0, 60);
  assert.deepStrictEqual(
    looped.map(({ at }) => at),
    [0, 10, 20, 25, 35, 45, 50],
  );
  assert.deepStrictEqual(looped[3], { at: 25, from: 3, to: 13 });
  const asked = [];
  for (let at = 0; at < 60; at += 0.7)
    asked.push(...pieces({ ...stretch, loop: true }, 10, at, Math.min(60, at + 0.7)));
  assert.deepStrictEqual(asked, looped);
  assert.deepStrictEqual(pieces({ ...stretch, to: 3, loop: true }, 10, 0, 5), []);
});
