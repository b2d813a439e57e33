import assert from "node:assert";
import { test } from "node:test";
import { FirstModel, Strokes } from "./first_model.ts";
import { kept } from "./told_for_tests.ts";

test("microphone and e-kit have three cards and a take, one after the other and back", () => {
  for (const input of ["microphone", "midi"] as const) {
    const device = kept();
    const model = new FirstModel(device);
    model.choose(input);
    const seen: string[] = [model.card];
    for (let i = 0; i < 3; ++i) {
      model.next();
      seen.push(model.card);
    }
    for (let i = 0; i < 4; ++i) {
      model.back();
      seen.push(model.card);
    }
    assert.deepStrictEqual(seen, ["level", "trip", "done", "done", "trip", "level", "input", "input"]);
    assert.strictEqual(device.input, input);
  }
});

test("the level is known after three strokes", () => {
  const model = new FirstModel(kept());
  model.choose("microphone");
  model.hear();
  model.hear();
  assert.ok(!model.heard);
  model.hear();
  assert.ok(model.heard);
  model.back();
  assert.strictEqual(model.strokes, 0);
});

test("the first take is four bars, slowly, whatever was chosen before", () => {
  const device = kept({ bpm: 200, from: 3, to: 4, lines: ["kick"], gap: "2/2" });
  new FirstModel(device).take({ name: "rock-8ths", title: "Rock eighths", text: "" }, 1);
  const { bpm, times, from, to, lines, gap, visited } = device;
  assert.deepStrictEqual([bpm, times, from, to, lines, gap, visited], [80, 4, 1, 0, [], "", true]);
  new FirstModel(device).take({ name: "long", title: "", text: "" }, 12);
  assert.strictEqual(device.times, 1);
});

test("a stroke begins once, above what was before it", () => {
  const ear = new Strokes();
  const heard = [0.001, 0.001, 0.4, 0.3, 0.1, 0.002, 0.001, 0.5, 0.01, 0.001].map((peak) => ear.hear(peak));
  assert.deepStrictEqual(heard, [false, false, true, false, false, false, false, true, false, false]);
  const hum = new Strokes();
  const steady = Array.from({ length: 40 }, () => hum.hear(0.015));
  assert.ok(!steady.some(Boolean));
});
