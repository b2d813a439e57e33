import assert from "node:assert";
import { test } from "node:test";
import { clockRuns, clockSendings, kClockStop } from "./band_clock.ts";

test("a message has as many bytes as it says", () => {
  assert.deepStrictEqual(clockSendings(Float64Array.of(960, 1, 0xf8, 0, 0, 970, 3, 0xf2, 16, 1)), [
    { frame: 960, bytes: [0xf8] },
    { frame: 970, bytes: [0xf2, 16, 1] },
  ]);
  assert.deepStrictEqual(clockSendings([]), []);
});

test("who was told to start or to go on runs until it is told to stop; ticks alone start nobody", () => {
  let runs = false;
  const after = [0xf8, 0xfa, 0xf8, kClockStop, 0xf2, 0xf8, 0xfb, 0xf8].map((status) => {
    runs = clockRuns(status, runs);
    return runs;
  });
  assert.deepStrictEqual(after, [false, true, true, false, false, false, true, true]);
});
