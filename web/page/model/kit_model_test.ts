import assert from "node:assert";
import { test } from "node:test";
import { firstStruck, Striking, struckText } from "./kit_model.ts";

const kMine = JSON.stringify({
  id: "mine",
  drums: [
    { voice: "kick", strokes: 4 },
    { voice: "hat_closed", strokes: 3 },
  ],
});

test("drums are struck in the order in which they stand, whichever was chosen first", () => {
  const drums = new Striking(["kick", "snare", "hat_closed"], ["hat_closed", "kick"]);
  assert.strictEqual(drums.ids(), "kick hat_closed");
  drums.choose("snare", true);
  drums.choose("kick", false);
  assert.strictEqual(drums.ids(), "snare hat_closed");
  assert.deepStrictEqual(drums.rows()[2], { voice: "hat_closed", name: "Hat closed", chosen: true });
});

test("the drums of the kit that is kept are chosen first; without one those of a kit of eight", () => {
  assert.deepStrictEqual(firstStruck(kMine), ["kick", "hat_closed"]);
  assert.strictEqual(firstStruck("").length, 8);
});

test("a kept kit is told by its name and its drums", () => {
  assert.deepStrictEqual(struckText(kMine), { id: "mine", text: "mine: kick, hat closed." });
  assert.strictEqual(struckText(""), undefined);
});
