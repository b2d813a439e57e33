import assert from "node:assert";
import { test } from "node:test";
import type { Take } from "../generated/take.ts";
import { barOfChart, comparable, playedBars, settingsOf, stretchOf } from "./take_model.ts";

const kQuarter = 322560;
type Part = Parameters<typeof playedBars>[0];
/** A pulse of quarters of so many ms each, in these meters. */
function take(ms: number[], meters: Take["chart"]["meters"], length_s: number | null): Part {
  const pulse = ms.map((time_ms, i) => ({ tick: i * kQuarter, passage: 0, time_ms, bpm: 120, bpm_sd: 1 }));
  const chart = { ticks_per_quarter: kQuarter, meters } as Take["chart"];
  return { chart, pulse, source: { duration_s: length_s } as Take["source"] };
}

test("a bar goes from its first beat to the next bar's, the last one to the end of the sound", () => {
  const bars = playedBars(take([100, 600, 1100, 1600, 2150, 2600], [{ tick: 0, beats: 4, unit: 4 }], 3.5));
  assert.deepStrictEqual(bars, [
    { number: 1, from: 0.1, to: 2.15, beats: [0.1, 0.6, 1.1, 1.6] },
    { number: 2, from: 2.15, to: 3.5, beats: [2.15, 2.6] },
  ]);
});

test("a bar line follows the meter that holds there", () => {
  const meters: Take["chart"]["meters"] = [
    { tick: 0, beats: 2, unit: 4 },
    { tick: 2 * kQuarter, beats: 3, unit: 4 },
  ];
  const bars = playedBars(take([0, 500, 1000, 1500, 2000, 2500], meters, 3));
  assert.deepStrictEqual(
    bars.map(({ from, to }) => [from, to]),
    [
      [0, 1],
      [1, 2.5],
      [2.5, 3],
    ],
  );
});

test("a take without a pulse has no bars, and a bar without an end is none", () => {
  assert.deepStrictEqual(playedBars(take([], [{ tick: 0, beats: 4, unit: 4 }], 3)), []);
  assert.deepStrictEqual(playedBars(take([0], [{ tick: 0, beats: 4, unit: 4 }], null)), []);
});

test("a stretch begins no earlier than the sound, though its first bar does", () => {
  const bars = [
    { number: 1, from: -0.0023, to: 1, beats: [] },
    { number: 2, from: 1, to: 2, beats: [] },
    { number: 3, from: 2, to: 3, beats: [] },
  ];
  assert.deepStrictEqual(stretchOf(bars, 0, 0), { from: 0, to: 1 });
  assert.deepStrictEqual(stretchOf(bars, 2, 1), { from: 1, to: 3 });
  assert.deepStrictEqual(stretchOf(bars, 1, 9), { from: 1, to: 3 });
});

test("a take's bar is a bar of the chart, pass after pass", () => {
  assert.deepStrictEqual(
    [0, 1, 2, 3].map((bar) => barOfChart(bar, { from: 2, to: 3 }, 8)),
    [2, 3, 2, 3],
  );
  assert.strictEqual(barOfChart(5, { from: 1, to: 0 }, 4), 2);
  assert.strictEqual(barOfChart(7, { from: 1, to: 0 }, 1), 1);
});

test("settings are read as they were written", () => {
  assert.deepStrictEqual(settingsOf("rate 48000\nname Two words\nfrom 3\n"), {
    rate: "48000",
    name: "Two words",
    from: "3",
  });
});

test("only takes of the same tempo are offered to be compared, the newest first", () => {
  const take = (id: number, bpm: number, began_s: number) => ({ id, bpm, began_s });
  const all = [take(1, 100, 10), take(2, 116, 20), take(3, 100.5, 30), take(4, 100, 40)];
  assert.deepStrictEqual(
    comparable(all[0], all).map(({ id }) => id),
    [4, 3],
  );
});
