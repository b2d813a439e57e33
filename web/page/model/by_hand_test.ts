import assert from "node:assert";
import { test } from "node:test";
import { ByHand, strokesOf } from "./by_hand.ts";

test("the server's lines are strokes with their numbers and seconds", () => {
  assert.deepStrictEqual(
    strokesOf([
      "    7     3.2000 s  snare       answers snare, bar 1, beat 2",
      "  412    78.0314 s  hat_closed  answers no note",
      "that is none",
    ]),
    [
      { number: 7, second: 3.2, told: "snare, answers snare, bar 1, beat 2" },
      { number: 412, second: 78.0314, told: "hat_closed, answers no note" },
    ],
  );
});

test("a ruling has its strokes in order, and seconds with four decimals", () => {
  const hand = new ByHand();
  for (const number of [12, 7, 30]) hand.strike(number, true);
  hand.strike(30, false);
  assert.strictEqual(hand.add("12,34", "snare"), "");
  assert.strictEqual(hand.add("3.2", "kick"), "");
  assert.strictEqual(hand.unlike, "");
  assert.deepStrictEqual(hand.ruling("heard"), {
    effect: "strokes",
    text: "heard",
    struck_out: [7, 12],
    added: [
      { at: "3.2000", voice: "kick" },
      { at: "12.3400", voice: "snare" },
    ],
  });
  hand.drop(hand.added[0]);
  assert.deepStrictEqual(hand.ruling("").added, [{ at: "12.3400", voice: "snare" }]);
});

test("what is no ruling is said", () => {
  const hand = new ByHand();
  assert.match(hand.unlike, /No stroke is struck out/);
  for (const second of ["", "soon", "-1", "1e9"]) assert.match(hand.add(second, "kick"), /is no second/);
  assert.strictEqual(hand.changes, 0);
  for (let number = 1; number <= 201; ++number) hand.strike(number, true);
  assert.match(hand.unlike, /201 strokes are changed; a ruling changes at most 200/);
});
