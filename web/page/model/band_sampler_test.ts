import assert from "node:assert";
import { test } from "node:test";
import { BandSampler, nearest, type SampledNote } from "./band_sampler.ts";

const kRate = 48000;
/** A second of 440 Hz, which is the A of MIDI 69; silence never. */
const tone = (more: Partial<SampledNote> = {}): SampledNote => ({
  root: 69,
  decay_s: 100,
  release_s: 0.1,
  loop: [0, 0],
  sound: Float32Array.from({ length: kRate }, (_, i) => Math.cos((2 * Math.PI * 440 * i) / kRate)),
  ...more,
});
const sampler = (note = tone(), drums = false) =>
  new BandSampler([{ instrument: { gain: 1, notes: [note] }, level: 1, pan: 0, drums }], kRate);
function rendered(from: BandSampler, frames: number): Float32Array {
  const out = new Float32Array(frames);
  for (let at = 0; at < frames; at += 128) {
    const left = new Float32Array(128);
    const right = new Float32Array(128);
    from.render(left, right);
    assert.deepStrictEqual(left, right); // in the middle
    out.set(left, at);
  }
  return out;
}
const crossings = (sound: Float32Array) =>
  sound.reduce((count, x, i) => count + (i > 0 && x * sound[i - 1] < 0 ? 1 : 0), 0);

test("a note begins at its own frame, and not before", () => {
  const one = sampler();
  one.play(77, 0, 69, 127);
  const sound = rendered(one, 256);
  assert.ok(sound.subarray(0, 77).every((x) => x === 0));
  assert.ok(Math.abs(sound[77]) > 0.1);
});

test("another pitch is as many half tones higher", () => {
  const [low, high] = [69, 81].map((pitch) => {
    const one = sampler();
    one.play(0, 0, pitch, 100);
    return crossings(rendered(one, 9600));
  });
  assert.ok(Math.abs(low - 176) <= 1 && Math.abs(high - 352) <= 1, `${low} ${high}`);
});

test("a note that ends falls by 100 dB in its own time; a stick rings out", () => {
  const peak = (sound: Float32Array) => sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const one = sampler();
  one.play(0, 0, 69, 127);
  rendered(one, 1280);
  one.play(0, 0, 69, 0);
  const after = rendered(one, 4864);
  assert.ok(peak(after.subarray(2400 - 128, 2400 + 128)) < 0.01 * peak(after.subarray(0, 256)));
  assert.strictEqual(peak(rendered(one, 256)), 0);
  const stick = sampler(tone(), true);
  stick.play(0, 0, 37, 127);
  stick.play(64, 0, 37, 0);
  assert.ok(peak(rendered(stick, 9600).subarray(9000)) > 0.1);
});

test("a held note goes round in its loop after its sound is over", () => {
  const one = sampler(tone({ loop: [24000, 36000] }));
  one.play(0, 0, 69, 127);
  const sound = rendered(one, 128 * 600);
  assert.ok(crossings(sound.subarray(50000, 76000)) > 400);
});

test("a key that is struck again while it sounds is let go first; 200 notes at once are not too many", () => {
  const one = sampler();
  one.play(0, 0, 69, 127);
  rendered(one, 256);
  one.play(0, 0, 69, 127);
  one.play(64, 0, 69, 0);
  rendered(one, 9600);
  assert.ok(rendered(one, 256).every((x) => x === 0));
  for (let i = 0; i < 200; ++i) one.play(0, 0, 40 + (i % 50), 127);
  rendered(one, 256);
});

test("the nearest recorded note is taken", () => {
  const notes = [28, 36, 41].map((root) => tone({ root }));
  assert.deepStrictEqual(
    [20, 31, 33, 39, 60].map((pitch) => nearest(notes, pitch).root),
    [28, 28, 36, 41, 41],
  );
});
