import assert from "node:assert";
import { test } from "node:test";
import { Wish } from "./wished_audition.ts";

const excerpt = (title: string) => ({ title, chart: "eA==", bpm: 100, bars: 32 });

test("what is wished is what is declared, without the titles that the charts have themselves", () => {
  const wish = new Wish();
  wish.title = "Spring";
  const first = excerpt("Rock");
  wish.add(first);
  wish.add(excerpt("Funk"));
  wish.drop(first);
  assert.deepStrictEqual(wish.body(), {
    title: "Spring",
    excerpts: [{ chart: "eA==", bpm: 100, bars: 32 }],
    source: "midi",
    claim: "played",
    tie_break: "rotate",
    appeal_hours: 72,
  });
});

test("a seventeenth excerpt is refused with the reason", () => {
  const wish = new Wish();
  for (let i = 0; i < 16; ++i) assert.strictEqual(wish.add(excerpt("Rock")), "");
  assert.match(wish.add(excerpt("Rock")), /at most 16/);
  assert.strictEqual(wish.excerpts.length, 16);
});
