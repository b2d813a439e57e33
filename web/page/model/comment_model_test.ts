import assert from "node:assert";
import { test } from "node:test";
import { barHeard, beatAt, inOrder, ofBar, placeText, shareOf } from "./comment_model.ts";

test("a place is a bar and a beat, a bar, or the whole take", () => {
  assert.strictEqual(placeText({ bar: 12, beat: 3 }), "Bar 12, beat 3");
  assert.strictEqual(placeText({ bar: 12, beat: 2.5 }), "Bar 12, beat 2.5");
  assert.strictEqual(placeText({ bar: 12, beat: 0 }), "Bar 12");
  assert.strictEqual(placeText({ bar: 0, beat: 0 }), "The whole take");
});

test("a press in a bar means the beat that it is in, and a beat's place is the press's inverse", () => {
  assert.deepStrictEqual(
    [0, 0.24, 0.26, 0.6, 0.99, 1].map((share) => beatAt(share, 4)),
    [1, 1, 2, 3, 4, 4],
  );
  for (const beats of [2, 3, 4, 7])
    for (let beat = 1; beat <= beats; ++beat)
      assert.strictEqual(beatAt(shareOf(beat, beats) + 1e-9, beats), beat);
});

test("comments come in the order of the music, and those of a bar while it is heard", () => {
  const all = [
    { bar: 12, beat: 3 },
    { bar: 2, beat: 4 },
    { bar: 2, beat: 1 },
    { bar: 0, beat: 0 },
  ];
  assert.deepStrictEqual(
    inOrder(all).map(({ bar, beat }) => [bar, beat]),
    [
      [0, 0],
      [2, 1],
      [2, 4],
      [12, 3],
    ],
  );
  assert.strictEqual(ofBar(all, 2).length, 2);
  assert.strictEqual(ofBar(all, undefined).length, 0);
});

test("a second belongs to the bar that it is in", () => {
  const bars = [
    { from: 1, to: 3 },
    { from: 3, to: 5 },
  ];
  assert.deepStrictEqual(
    [0.5, 1, 2.9, 3, 5].map((s) => barHeard(bars, s)),
    [undefined, 0, 0, 1, undefined],
  );
});
