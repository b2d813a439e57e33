import assert from "node:assert";
import { test } from "node:test";
import { changesOf, standsAs } from "./take_changes_model.ts";

const ids = (take: { discarded: boolean; counted: boolean }): string[] =>
  changesOf({ id: 3, ...take }).map(({ change }) => change);

test("a take may be discarded, and a discarded one only put back", () => {
  assert.deepStrictEqual(ids({ discarded: false, counted: true }), ["discard"]);
  assert.deepStrictEqual(ids({ discarded: true, counted: true }), ["undo"]);
  assert.deepStrictEqual(ids({ discarded: true, counted: false }), ["undo"]);
});

test("a take that was broken off may be counted all the same", () => {
  assert.deepStrictEqual(ids({ discarded: false, counted: false }), ["discard", "count"]);
  assert.match(standsAs({ id: 3, discarded: false, counted: false }), /not counted/);
  assert.match(standsAs({ id: 3, discarded: true, counted: false }), /discarded/);
  assert.strictEqual(standsAs({ id: 3, discarded: false, counted: true }), "Take 3 of the book.");
});
