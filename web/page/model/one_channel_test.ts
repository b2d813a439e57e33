import assert from "node:assert";
import { test } from "node:test";
import { oneChannel } from "./one_channel.ts";

const kRate = 8000;
const tone = (hz: number, level: number) =>
  Float32Array.from({ length: kRate }, (_, i) => level * Math.sin((2 * Math.PI * hz * i) / kRate));
const loudest = (sound: Float32Array) => sound.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

test("two channels that are each other upside down are heard by the louder one, and that is said", () => {
  const left = tone(200, 0.5);
  const right = left.map((x) => -1.05 * x);
  const { mono, said } = oneChannel([left, right], kRate);
  assert.deepStrictEqual(mono, right);
  assert.match(said, /each other's opposite; the louder one is heard/);
  assert.deepStrictEqual(oneChannel([right, left], kRate).mono, right);
});

test("what a codec leaves of opposites does not hide them; channels of their own are mixed", () => {
  const left = tone(200, 0.5);
  const other = tone(330, 0.12);
  const { said } = oneChannel([left, left.map((x, i) => other[i] - x)], kRate);
  assert.notStrictEqual(said, "");
  const apart = oneChannel([left, tone(330, 0.5)], kRate);
  assert.strictEqual(apart.said, "");
  assert.ok(loudest(apart.mono) > 0.4 && loudest(apart.mono) <= 0.5);
});

test("one channel, three channels and silence are heard as they are", () => {
  const one = tone(100, 0.3);
  assert.deepStrictEqual(oneChannel([one], kRate), { mono: one, said: "" });
  const zero = new Float32Array(4);
  assert.deepStrictEqual(oneChannel([zero, zero], kRate), { mono: zero, said: "" });
  const three = oneChannel([Float32Array.of(0.3), Float32Array.of(0), Float32Array.of(0)], kRate);
  assert.ok(Math.abs(three.mono[0] - 0.1) < 1e-6);
});
