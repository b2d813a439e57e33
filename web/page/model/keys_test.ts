import assert from "node:assert";
import { test } from "node:test";
import { isPageKey } from "./keys.ts";

const at = (tag: string, type?: string, byPointer = false) => ({ tag, type, byPointer });

test("space starts wherever the pointer has been, but not in text", () => {
  for (const [tag, type] of [
    ["BODY"],
    ["BUTTON"],
    ["A"],
    ["SELECT"],
    ["INPUT", "checkbox"],
    ["INPUT", "range"],
  ])
    assert.ok(isPageKey(" ", at(tag, type, true)), `${tag} ${type}`);
  for (const [tag, type] of [["TEXTAREA"], ["INPUT", "number"], ["INPUT", "search"], ["INPUT"]])
    assert.ok(!isPageKey(" ", at(tag, type, true)), `${tag} ${type}`);
});

test("a control that was reached by keys keeps the keys that work it", () => {
  for (const tag of ["BUTTON", "A", "SUMMARY"]) {
    assert.ok(!isPageKey(" ", at(tag)), tag);
    assert.ok(isPageKey("f", at(tag)), tag);
  }
  for (const [tag, type] of [["SELECT"], ["INPUT", "checkbox"]])
    for (const key of [" ", "ArrowUp"]) assert.ok(!isPageKey(key, at(tag, type)), tag);
  assert.ok(isPageKey(" ", at("BODY")));
});
