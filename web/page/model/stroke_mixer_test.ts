import assert from "node:assert";
import { test } from "node:test";
import { scoreOf, type Sounding, type Stretch } from "./listening_model.ts";
import { StrokeMixer } from "./stroke_mixer.ts";

const kRate = 1000;
const strokes: Sounding[] = [0, 0.5, 1, 1.5, 2].map((s) => ({ s, voice: "snare", level: 1 }));

/** Frames at which a sound of one sample is heard, in blocks of that many. */
function begun(stretch: Stretch, frames: number, block: number, first = 0, of = strokes): number[] {
  const mixer = new StrokeMixer(scoreOf(of, stretch, kRate), [new Float32Array([1])]);
  const heard: number[] = [];
  const out = new Float32Array(block);
  for (let at = first; at < frames; at += block) {
    const more = mixer.mix(out, at);
    out.forEach((sample, i) => sample && heard.push(at + i));
    if (!more) break;
  }
  return heard;
}
const whole: Stretch = { from: 0, to: 2, speed: 1, loop: false };

test("a stretch sounds from its beginning to its end, its end left out", () => {
  assert.deepStrictEqual(begun({ ...whole, from: 0.5 }, 9000, 128), [0, 500, 1000]);
});

test("half as fast takes twice as long", () => {
  assert.deepStrictEqual(begun({ ...whole, speed: 0.5 }, 9000, 128), [0, 1000, 2000, 3000]);
});

test("a loop goes on, and whatever the blocks, each stroke comes once", () => {
  // A third of a second is no whole number of frames: rounds do not drift.
  const stretch = { from: 0, to: 2 / 3, speed: 1, loop: true };
  const expected = Array.from({ length: 12 }, (_, i) => Math.round((i >> 1) * (2000 / 3) + 500 * (i % 2)));
  for (const block of [1, 128, 333])
    assert.deepStrictEqual(begun(stretch, 3996, block).slice(0, 12), expected);
});

test("a block may begin before the stretch; what has gone by sounds at once", () => {
  assert.deepStrictEqual(begun(whole, 2000, 128, -300), [0, 500, 1000, 1500]);
  assert.deepStrictEqual(begun(whole, 2000, 128, 40), [40, 500, 1000, 1500]);
});

test("strokes ring out over blocks and over each other, as loud as they were struck", () => {
  const of: Sounding[] = [
    { s: 0.003, voice: "snare", level: 1 },
    { s: 0.005, voice: "kick", level: 0.5 },
  ];
  const score = scoreOf(of, { ...whole, to: 0.006 }, kRate);
  const mixer = new StrokeMixer(
    score,
    score.voices.map((voice) => new Float32Array(voice === "snare" ? [1, 1, 1, 1] : [2, 2])),
  );
  const heard: number[] = [];
  const out = new Float32Array(4);
  let more = true;
  for (let at = 0; more; at += 4) {
    more = mixer.mix(out, at);
    heard.push(...out);
  }
  assert.deepStrictEqual(heard, [0, 0, 0, 1, 1, 2, 2, 0]);
});

test("nothing in it is over at its end, as a loop too", () => {
  assert.deepStrictEqual(begun({ ...whole, to: 0 }, 500, 128), []);
  assert.deepStrictEqual(begun({ ...whole, loop: true }, 500, 128, 0, []), []);
});
