import assert from "node:assert";
import { test } from "node:test";
import { bpmText, dbText, msText, tempoText, wholeText } from "./numbers.ts";

test("nothing is minus nought", () => {
  assert.deepStrictEqual([-0.4, -0.5, 0.4, -1.6].map(wholeText), ["0", "0", "0", "-2"]);
  assert.strictEqual(msText([-0.04, -1.26, 0.04]), "0.0 (-1.3 to 0.0) ms");
  assert.deepStrictEqual([0.99, 0.01, 0].map(dbText), ["0 dB", "-20 dB", "silent"]);
});

test("a tempo is rounded as the engine's texts round it", () => {
  assert.deepStrictEqual([114.5, 115.46, 115.5, 116.5, 92].map(tempoText), [
    "114",
    "115",
    "116",
    "116",
    "92",
  ]);
  assert.strictEqual(bpmText([115.46, 98.5, 120.51]), "115 (98-121)");
});
