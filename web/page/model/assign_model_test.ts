import assert from "node:assert";
import { test } from "node:test";
import type { Assignment } from "../generated/school_api.ts";
import { Assigned, demandText, factsOf, kKinds, kRules, passText, ruleId } from "./assign_model.ts";

const lines = [
  { id: "kick" as const, text: "Kick" },
  { id: "hat" as const, text: "Hat" },
];

test("a chart brings a title, its tempo and demands on a line that it has", () => {
  const wish = new Assigned();
  assert.strictEqual(wish.fault(), "Choose a chart.");
  wish.chart("money-beat", "Money Beat", 91.6, lines);
  assert.strictEqual(wish.title, "Money Beat at 92");
  assert.deepStrictEqual(
    wish.demands.map(({ kind, line }) => [kind, line]),
    [
      ["spread_norm", "hat"],
      ["slips", undefined],
      ["tempo_off", undefined],
    ],
  );
  assert.strictEqual(wish.fault(), "");
  wish.tempo(80);
  assert.strictEqual(wish.title, "Money Beat at 80");
  wish.write("Week 3");
  wish.tempo(84);
  assert.strictEqual(wish.body().title, "Week 3");
  wish.write("");
  assert.strictEqual(wish.title, "Money Beat at 84");
});

test("another chart keeps what can still be asked of it", () => {
  const wish = new Assigned();
  wish.chart("a", "A", 100, lines);
  wish.add("lean_ms", "kick");
  wish.chart("b", "B", null, [{ id: "snare", text: "Snare" }]);
  assert.strictEqual(wish.bpm, 100);
  assert.deepStrictEqual(
    wish.demands.map(({ kind }) => kind),
    ["slips", "tempo_off"],
  );
});

test("what is sent says two takes running, and no line where none is meant", () => {
  const wish = new Assigned();
  wish.chart("a", "A", 100, lines);
  wish.add("bars_clean", "hat");
  const body = wish.body();
  assert.deepStrictEqual(body.pass, { kind: "k_of_last", k: 2, n: 2, need_shown: false });
  assert.deepStrictEqual(body.demands.at(-1), { kind: "bars_clean", bound: 8 });
  for (const demand of body.demands) wish.drop(demand);
  assert.match(wish.fault(), /something that is measured/);
});

test("it may not close before it is due", () => {
  const wish = new Assigned();
  wish.chart("a", "A", 100, lines);
  Object.assign(wish, { due: 2000, closes: 1000 });
  assert.match(wish.fault(), /closes before/);
});

test("an assignment that is changed is sent as it was, but for the change", () => {
  const one = {
    ...{ id: 3, class: 1, version: 2, chart_title: "A", released: true, title: "Week 3", item: "a", bpm: 90 },
    ...{
      click: true,
      bars: 4,
      source: "midi",
      demands: [{ kind: "slips", bound: 2 }],
      pass: { kind: "one" },
    },
    ...{ attempts: 5, opens_s: 0, due_s: 100, closes_s: null, late: "refused", sound: "keep" },
    ...{ results: "due", points: null },
  } as Assignment;
  const copy = Assigned.of(one);
  copy.tempo(84);
  const { title, item, bars, source, demands, pass, attempts, due_s, late, sound, results } = copy.body();
  assert.deepStrictEqual(
    { title, item, bars, source, demands, pass, attempts, due_s, late, sound, results },
    {
      ...{ title: "Week 3", item: "a", bars: 4, source: "midi", demands: one.demands, pass: one.pass },
      ...{ attempts: 5, due_s: 100, late: "refused", sound: "keep", results: "due" },
    },
  );
  assert.strictEqual(copy.body().bpm, 84);
});

test("every demand and every rule has words with its bound", () => {
  for (const { kind, line } of kKinds) {
    const text = demandText({ kind, bound: 7.5, ...(line ? { line: "hat" } : {}) });
    assert.match(text, /7\.5/);
    assert.strictEqual(/hat/i.test(text), line);
  }
  assert.strictEqual(
    demandText({ kind: "spread_norm", line: "hat_foot", bound: 1.33 }),
    "Foot hat spread: at most 1.33 times the norm",
  );
  for (const [id, text, rule] of kRules) {
    assert.strictEqual(passText(rule), text);
    assert.strictEqual(ruleId({ k: 2, n: 2, ...rule }), id);
  }
  assert.match(passText({ kind: "one", need_shown: true }), /whole interval/);
  assert.strictEqual(ruleId({ kind: "k_of_last", k: 4, n: 9 }), "");
  assert.ok(factsOf("limit_bpm").low < factsOf("limit_bpm").high);
});
