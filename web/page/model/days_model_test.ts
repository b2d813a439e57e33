import assert from "node:assert";
import { test } from "node:test";
import { dayBefore, daysOf, daysText, kDays, onTempoScale } from "./days_model.ts";

const now = new Date(2026, 2, 31, 9, 30); // over a change of the clocks, where there is one
const take = (days: number, hour: number, minutes: number, more = {}) => {
  const begins = dayBefore(now, days);
  begins.setHours(hour);
  return { began_s: begins.getTime() / 1000, minutes, counted: true, discarded: false, ...more };
};

test("minutes are summed by the days of the player's own clock, today last", () => {
  const days = daysOf([take(0, 0, 2), take(0, 8, 3), take(1, 23, 4), take(27, 0, 5), take(28, 23, 6)], now);
  assert.strictEqual(days.length, kDays);
  assert.deepStrictEqual(
    days.map(({ minutes }) => minutes).filter((minutes) => minutes > 0),
    [5, 4, 5],
  );
  assert.deepStrictEqual([days[0].minutes, days.at(-2)!.minutes, days.at(-1)!.minutes], [5, 4, 5]);
  assert.strictEqual(daysText(days), "14 min on 3 of 28 days, 5 min today.");
});

test("what was discarded, broken off, or is dated tomorrow is not counted", () => {
  const days = daysOf(
    [take(0, 8, 3, { discarded: true }), take(0, 8, 3, { counted: false }), take(-1, 1, 3)],
    now,
  );
  assert.ok(days.every(({ minutes }) => minutes === 0));
  assert.strictEqual(daysText(days), "0 min on 0 of 28 days, 0 min today.");
});

test("a tempo's place is one of ratios, within the scale", () => {
  assert.deepStrictEqual(
    [onTempoScale(40), onTempoScale(240), onTempoScale(10), onTempoScale(500)],
    [0, 1, 0, 1],
  );
  assert.ok(Math.abs(onTempoScale(160) - onTempoScale(80) - (onTempoScale(120) - onTempoScale(60))) < 1e-9);
});
