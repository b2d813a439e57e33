import assert from "node:assert";
import { test } from "node:test";
import { HandsFree } from "./hands_free.ts";

/** Whether strokes at those seconds, of a pad each, ask for the press, and when. */
function asked(strokes: [number, number?, boolean?][], until = 30): number | undefined {
  const hands = new HandsFree(0);
  const left = [...strokes];
  for (let now = 0; now < until; now += 0.05) {
    while (left.length > 0 && left[0][0] <= now) {
      const [at, pad = 38, loud = true] = left.shift()!;
      if (hands.hear({ at, pad, loud })) return at;
    }
    if (hands.tick(now)) return now;
  }
  return undefined;
}

test("a roll on one pad asks for it, a groove over several does not", () => {
  const roll = Array.from({ length: 8 }, (_, i): [number, number] => [3 + 0.1 * i, 38]);
  assert.strictEqual(asked(roll)?.toFixed(1), "3.7");
  const groove = Array.from({ length: 60 }, (_, i): [number, number] => [
    3 + 0.125 * i,
    [42, 38, 42, 36][i % 4],
  ]);
  assert.strictEqual(asked(groove), undefined);
  const slow = Array.from({ length: 20 }, (_, i): [number, number] => [3 + 0.3 * i, 38]);
  assert.strictEqual(asked(slow), undefined);
});

test("two loud strokes after silence ask for it once nothing follows", () => {
  const at = asked([[3], [3.4]]);
  assert.ok(at !== undefined && at >= 4.1 && at < 4.3);
  assert.strictEqual(asked([[1], [1.4]]), undefined); // too soon after what was before
  assert.strictEqual(asked([[3], [3.4], [3.8]]), undefined); // three
  assert.strictEqual(asked([[3], [3.05]]), undefined); // a flam
  assert.strictEqual(asked([[3], [3.4, 38, false]]), undefined); // one is soft
  assert.strictEqual(asked([[3]]), undefined);
});

test("where pads cannot be told apart no roll asks for it", () => {
  assert.strictEqual(
    asked(Array.from({ length: 12 }, (_, i): [number, number] => [3 + 0.1 * i, 0])),
    undefined,
  );
});
