import assert from "node:assert";
import { test } from "node:test";
import type { Answer, Assignment, Grade, Gradebook } from "../generated/school_api.ts";
import {
  countsText,
  gridOf,
  medianTexts,
  needleOf,
  standingOf,
  usedText,
  valueText,
  nextText,
} from "./grade_model.ts";

const grade = (more: Partial<Grade> = {}): Grade => ({
  ...{ assignment: 1, person: 1, standing: "not_begun", overridden: false, overdue: false, used: 0 },
  ...{ attempts: null, waiting: 0, failed: 0, running: 0, wanted: 2, submission: null, came_s: null },
  ...{ answers: [], points: null, text: "" },
  ...more,
});
const answer = (more: Partial<Answer> = {}): Answer => ({
  ...{ demand: { kind: "spread_norm", line: "hat", bound: 1.33 }, standing: "met", value: 1.21 },
  ...{ low: 1.05, high: 1.4, unit: "ratio", n: 64, needed: 16, text: "" },
  ...more,
});

test("a cell says where somebody stands, and what else there is to see", () => {
  assert.deepStrictEqual(standingOf(grade({ standing: "passed" })), { mark: "passed", words: "passed" });
  assert.strictEqual(standingOf(grade({ overdue: true })).words, "not begun, overdue");
  assert.deepStrictEqual(standingOf(grade({ waiting: 1 })), { mark: "waiting", words: "1 being heard" });
  assert.strictEqual(standingOf(grade({ standing: "not_met", waiting: 2 })).words, "not met, 2 being heard");
  assert.deepStrictEqual(standingOf(grade({ failed: 1 })), {
    mark: "failed",
    words: "not begun, 1 not heard",
  });
  assert.strictEqual(
    standingOf(grade({ standing: "passed", overridden: true })).words,
    "passed, by the teacher",
  );
  assert.strictEqual(standingOf(grade({ standing: null })).words, "shown later");
});

test("one good take of two running is under way, and no take that is not met", () => {
  const half = grade({ standing: "not_met", running: 1, text: "1 of 2 takes running" });
  assert.deepStrictEqual(standingOf(half), { mark: "none", words: "1 of 2 takes running" });
  assert.strictEqual(standingOf({ ...half, overridden: true }).words, "not met, by the teacher");
  assert.strictEqual(standingOf({ ...half, running: 0 }).words, "not met");
  assert.strictEqual(countsText([half, grade({ standing: "not_met" })]), "1 under way, 1 not met");
  // It is said once.
  assert.strictEqual(nextText(half, "1 of 2 takes running"), "");
  assert.strictEqual(nextText(grade(), "not begun"), "");
  assert.strictEqual(
    nextText(half, "due 12 March 18:00; 1 of 2 takes running"),
    "due 12 March 18:00; 1 of 2 takes running",
  );
});

test("a value is never without its interval, and too few strokes are counted, not guessed", () => {
  assert.strictEqual(valueText(answer()), "1.21 (1.05 to 1.40)");
  assert.strictEqual(
    valueText(answer({ value: 12.3, low: 8.04, high: 112, unit: "ms" })),
    "12.3 (8.0 to 112)",
  );
  assert.strictEqual(valueText(answer({ value: null, low: null, high: null, n: 7 })), "7 of 16");
  assert.strictEqual(valueText(answer({ value: null, low: null, high: null })), "not told");
  assert.strictEqual(
    valueText(answer({ value: -0.01, low: -0.2, high: 0.1, unit: "%" })),
    "0.0 (-0.2 to 0.1)",
  );
  assert.strictEqual(valueText(answer({ value: 8, low: 8, high: 8, unit: "bars" })), "8");
});

test("the bound is in the middle of the scale, and a lean counts to either side", () => {
  const plain = needleOf(answer({ value: 1.33, low: 0, high: 9 }))!;
  assert.deepStrictEqual([plain.bound, plain.value, plain.low, plain.high], [0.5, 0.5, 0, 1]);
  const lean = { kind: "lean_ms" as const, line: "hat", bound: 10 };
  const late = needleOf(answer({ demand: lean, value: 5, low: -3, high: 13 }))!;
  const early = needleOf(answer({ demand: lean, value: -5, low: -13, high: 3 }))!;
  assert.deepStrictEqual(late, early);
  assert.deepStrictEqual([late.low, late.value, late.high], [0, 0.25, 0.65]);
  assert.strictEqual(needleOf(answer({ value: null, low: null, high: null })), undefined);
});

test("the grid has every student beside every assignment, by family name", () => {
  const book: Gradebook = {
    students: [
      { person: 1, name: "Zuse", given: "Konrad" },
      { person: 2, name: "Hopper", given: "Grace" },
    ],
    assignments: [{ id: 7 }, { id: 8 }] as Assignment[], // the rest of them is not looked at
    grades: [
      grade({ assignment: 8, person: 2, standing: "passed" }),
      grade({ assignment: 7, person: 1, standing: "not_met" }),
    ],
    medians: [{ assignment: 7, demand: 0, n: 24, median: 1.214 }],
  };
  const { rows } = gridOf(book);
  assert.deepStrictEqual(
    rows.map(({ student, cells }) => [student.name, ...cells.map((cell) => cell?.standing)]),
    [
      ["Hopper", undefined, "passed"],
      ["Zuse", "not_met", undefined],
    ],
  );
  const demands = [{ kind: "spread_norm" as const, line: "hat", bound: 1.33 }];
  assert.deepStrictEqual(medianTexts(book, { id: 7, demands }), [
    "hat spread, of the norm: median 1.21 of 24 students",
  ]);
  assert.deepStrictEqual(medianTexts(book, { id: 8, demands }), []);
});

test("takes that were used are counted beside those that may be", () => {
  assert.strictEqual(usedText({ used: 1, attempts: null }), "1 take");
  assert.strictEqual(usedText({ used: 3, attempts: 5 }), "3 of 5 takes");
});

test("the standings at an assignment are counted, the passed ones first", () => {
  const all = [
    grade(),
    grade({ standing: "passed" }),
    grade({ standing: "passed" }),
    grade({ standing: "not_met" }),
    undefined,
  ];
  assert.strictEqual(countsText(all), "2 passed, 1 not met, 1 not begun");
  assert.strictEqual(countsText([]), "");
});
