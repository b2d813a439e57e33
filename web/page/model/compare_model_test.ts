import assert from "node:assert";
import { test } from "node:test";
import { alike, barsOf, lanesOf, lanesOfBar } from "./compare_model.ts";

const kept = (id: string, settings: string, more = {}) => ({
  id,
  started: id,
  chart: "T25l",
  settings,
  midi: false,
  ...more,
});

test("of this device's takes those can be compared that were asked alike, the newest first", () => {
  const mine = kept("5", "bpm 100\nfrom 1\nto 0");
  const all = [
    mine,
    kept("1", "bpm 100\nfrom 1\nto 0"),
    kept("2", "bpm 100.9\nfrom 1\nto 0"),
    kept("3", "bpm 102\nfrom 1\nto 0"),
    kept("4", "bpm 100\nfrom 2\nto 0"),
    kept("6", "bpm 100\nfrom 1\nto 0", { midi: true }),
    kept("7", "bpm 100\nfrom 1\nto 0", { chart: "VHdv" }),
    kept("8", "bpm 100\nfrom 1\nto 0", { mode: "limit" }),
    kept("9", "bpm 100\nfrom 1\nto 0\nsound wood", { mode: "drill" }),
  ];
  assert.deepStrictEqual(
    alike(mine, all).map(({ id }) => id),
    ["9", "2", "1"],
  );
  assert.deepStrictEqual(alike({ ...mine, chart: "" }, all), [], "played freely");
});

const kQuarter = 322560 as const;
type Drawn = Parameters<typeof lanesOf>[0];
const take = (errors: (number | null)[]): Drawn => ({
  chart: {
    title: "",
    ticks_per_quarter: kQuarter,
    length: 8 * kQuarter,
    swing: null,
    meters: [{ tick: 0, beats: 4, unit: 4 }],
    tempi: [],
    notes: errors.map((_, i) => ({
      tick: 2 * i * kQuarter,
      voice: i % 2 ? ("snare" as const) : ("kick" as const),
      dynamic: "normal" as const,
      ornament: "none" as const,
      hand: "unwritten" as const,
      velocity: 0,
    })),
  },
  matches: errors.map((error, i) => ({
    kind: error === null ? ("missed" as const) : ("matched" as const),
    hit: error === null ? null : i,
    note: i,
    passage: 0,
    tick: 2 * i * kQuarter,
    target_ms: 0,
    error_ms: error,
    local_error_ms: error,
  })),
  metrics: [],
});

test("strokes of both takes stand on one lane a line, by bar; what was missed is not there", () => {
  const lanes = lanesOf(take([1, -2, null, 4]), take([5, 6, 7, null]));
  assert.deepStrictEqual(
    lanes.map(({ line, points }) => [
      line,
      points[0].map(({ error }) => error),
      points[1].map(({ error }) => error),
    ]),
    [
      ["snare", [-2, 4], [6]],
      ["kick", [1], [5, 7]],
    ],
  );
  assert.deepStrictEqual(lanes[0].points[0], [
    { bar: 0.5, error: -2 },
    { bar: 1.5, error: 4 },
  ]);
  assert.strictEqual(barsOf(take([])), 2);
});

test("a bar's lanes hold what answers its notes, and every line of the take, struck there or not", () => {
  const lanes = (bar: number) =>
    lanesOfBar(take([1, -2, null, 4]), bar).map(({ line, points }) => [
      line,
      points[0].map(({ error }) => error),
    ]);
  assert.deepStrictEqual(lanes(0), [
    ["snare", [-2]],
    ["kick", [1]],
  ]);
  assert.deepStrictEqual(lanes(1), [
    ["snare", [4]],
    ["kick", []],
  ]);
});
