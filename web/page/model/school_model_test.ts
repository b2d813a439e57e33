import assert from "node:assert";
import { test } from "node:test";
import type { Role } from "../generated/school_api.ts";
import {
  byName,
  fieldOf,
  joinLink,
  listName,
  pagesOf,
  roleIn,
  secondsOf,
  seesGrid,
  studentsOf,
} from "./school_model.ts";

const who = (...held: [number, Role][]) => ({
  memberships: held.map(([klass, role]) => ({ class: klass, role })),
});

test("everybody sees the pages of their roles, and the pages for practice", () => {
  const names = (...held: [number, Role][]) => pagesOf(who(...held)).map(([, name]) => name);
  const practice = ["Drill", "Limit", "Takes", "Charts", "Setup"];
  assert.deepStrictEqual(names([3, "student"]), ["Assignments", ...practice]);
  assert.deepStrictEqual(names([3, "assistant"]), ["Classes", ...practice]);
  assert.deepStrictEqual(names([0, "teacher"]), ["Classes", "Log", ...practice]);
  assert.deepStrictEqual(names([0, "admin"]), ["Classes", "People", "Log", ...practice]);
  assert.deepStrictEqual(
    pagesOf(undefined).map(([, name]) => name),
    ["Log in", ...practice],
  );
});

test("the role in a class comes before the one in the school", () => {
  const both = who([0, "teacher"], [4, "student"]);
  assert.strictEqual(roleIn(both, 4), "student");
  assert.strictEqual(roleIn(both, 5), "teacher");
  assert.ok(!seesGrid(both, 4));
  assert.ok(seesGrid(both, 5));
  assert.ok(!seesGrid(who([4, "student"]), 5));
});

test("students are listed by family name, without whoever teaches", () => {
  const members = [
    { person: 1, role: "teacher" as const, name: "Kern", given: "Ada" },
    { person: 2, role: "student" as const, name: "Zuse", given: "Konrad" },
    { person: 3, role: "student" as const, name: "Hopper", given: "Grace" },
  ];
  assert.deepStrictEqual(studentsOf(members).map(listName), ["Hopper, Grace", "Zuse, Konrad"]);
  assert.deepStrictEqual(
    byName(members).map(({ person }) => person),
    [3, 1, 2],
  );
});

test("an invite's code stands behind the sign of the address, where no server log sees it", () => {
  const link = new URL(joinLink("https://school.example", "1-7c0e"));
  assert.strictEqual(link.pathname + link.search, "/");
  assert.strictEqual(link.hash, "#join/1-7c0e");
});

test("a moment comes back from its field to the minute", () => {
  for (const s of [1793300400, 1806000000]) assert.strictEqual(secondsOf(fieldOf(s)), s - (s % 60));
  assert.strictEqual(fieldOf(null), "");
  assert.strictEqual(secondsOf(""), undefined);
  assert.strictEqual(secondsOf("soon"), undefined);
});
