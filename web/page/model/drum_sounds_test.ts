import assert from "node:assert";
import { test } from "node:test";
import { drumSound, voices } from "./drum_sounds.ts";

const kRate = 48000;
const power = (sound: Float32Array, from: number, to: number) =>
  sound.subarray(from, to).reduce((sum, x) => sum + x * x, 0) / (to - from);

test("thirteen voices sound, each of its own, as loud as each other and over at their end", () => {
  assert.strictEqual(voices.length, 13);
  const sounds = voices.map((voice) => drumSound(voice, kRate));
  for (const [i, sound] of sounds.entries()) {
    const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    assert.ok(Math.abs(peak - 0.8) < 1e-3, voices[i]);
    assert.ok(Math.abs(sound.at(-1)!) < 1e-3, voices[i]);
    assert.deepStrictEqual(drumSound(voices[i], kRate), sound); // the same again
    for (const other of sounds.slice(i + 1)) assert.notDeepStrictEqual(sound, other);
    // The attack comes first: within 10 ms more than in the second half.
    const half = sound.length >> 1;
    assert.ok(power(sound, 0, 480) > 4 * power(sound, half, sound.length), voices[i]);
  }
});

test("a kick is low, a hat high, an open hat longer than a closed one", () => {
  const crossings = (voice: (typeof voices)[number]) => {
    const sound = drumSound(voice, kRate).subarray(480, 4800);
    return sound.reduce((count, x, i) => count + (i > 0 && x * sound[i - 1] < 0 ? 1 : 0), 0) / sound.length;
  };
  assert.ok(crossings("kick") < 0.01);
  assert.ok(crossings("hat_closed") > 0.2);
  assert.ok(crossings("tom_low") < crossings("tom_high"));
  assert.ok(drumSound("hat_open", kRate).length > 3 * drumSound("hat_closed", kRate).length);
});
