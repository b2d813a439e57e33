import assert from "node:assert";
import { test } from "node:test";
import { fitting, merged, readStored } from "./two_tabs.ts";

test("a tab writes what it has changed and nothing else", () => {
  const last = { bpm: 100, times: 4, midiMap: {} };
  const stored = { bpm: 77, times: 4, midiMap: { 1: 38 } }; // another tab was at work
  assert.deepStrictEqual(merged(stored, last, { bpm: 100, times: 8, midiMap: {} }), {
    bpm: 77,
    times: 8,
    midiMap: { 1: 38 },
  });
  assert.deepStrictEqual(merged(stored, last, { bpm: 160, times: 4, midiMap: {} }).bpm, 160);
  assert.deepStrictEqual(merged({}, last, last), last);
});

test("a store that cannot be read is told from an empty one", () => {
  assert.deepStrictEqual(readStored(null), {});
  assert.deepStrictEqual(readStored('{"bpm":90}'), { bpm: 90 });
  for (const broken of ["{", "3", "null", "[]", '"x"']) assert.strictEqual(readStored(broken), undefined);
});

test("what is of another kind is left out", () => {
  const first = { bpm: 100, chart: null, lines: ["kick"], name: "" };
  assert.deepStrictEqual(
    fitting({ bpm: "fast", chart: { text: "" }, lines: {}, name: "A", more: 1 } as object, first),
    { chart: { text: "" }, name: "A" },
  );
});
