import assert from "node:assert";
import { test } from "node:test";
import type { Step, StepDone, Today } from "../generated/server_api.ts";
import { countText, minutesText } from "./numbers.ts";
import { facts, kept } from "./told_for_tests.ts";
import { chooseStep, doneText, latestText, nextStep, orderText, passesOf, stepText } from "./today_model.ts";

const step = (more: Partial<Step> = {}): Step => ({
  kind: "work",
  block: 1,
  item: "i",
  title: "Eighths",
  from_bar: 1,
  to_bar: 4,
  bpm: 96,
  minutes: 6,
  gap_on: 0,
  gap_off: 0,
  count: 3,
  target_bpm: null,
  what: "Eighths from 96",
  why: "breaks at 120",
  until: "3 clean",
  ...more,
});
const done = (more: Partial<StepDone> = {}): StepDone => ({
  minutes: 2.5,
  takes: 4,
  clean: 3,
  best_bpm: 104.4,
  ended: false,
  ...more,
});
const today = (steps: Step[], did?: StepDone[]): Today => ({
  day_began_s: 0,
  advice: null,
  plan: { playing: 24, total: 30, text: "", steps },
  goals: [],
  done: did && { minutes: 2.5, beside: 1, text: "", steps: did },
});

test("a step of several takes is played half a minute at a time, the others as long as they last", () => {
  const chart = { bars: 4, beats: 4, unit: 4 }; // 16 quarters: 10 s at 96
  assert.strictEqual(passesOf(step(), chart), 3);
  assert.strictEqual(passesOf(step({ kind: "warm_up", minutes: 5, count: 0 }), chart), 30);
  assert.strictEqual(passesOf(step({ kind: "full_take", minutes: 2, count: 2 }), chart), 6);
  assert.strictEqual(passesOf(step({ bpm: 20 }), { bars: 64, beats: 6, unit: 8 }), 1, "never none");
});

test("a step becomes what is drilled, over what was chosen before", () => {
  const device = kept({ bpm: 140, from: 2, to: 3, gap: "", stop: true });
  const chart = { name: "i", title: "", text: "SN|o|" };
  chooseStep(device, step({ bpm: 95.6, gap_on: 2, gap_off: 1 }), chart, facts());
  const { bpm, from, to, gap, stop } = device;
  assert.deepStrictEqual([bpm, from, to, gap, stop], [96, 1, 0, "2/1", false]);
  assert.deepStrictEqual(device.chart, { name: "i", title: "Eighths", text: "SN|o|" });
  chooseStep(device, step({ title: "" }), chart, facts({ title: "Roll" }));
  assert.strictEqual(device.chart?.title, "Roll");
});

test("the next step is the first that has not ended and is no rest", () => {
  const steps = [step(), step({ kind: "rest" }), step()];
  assert.strictEqual(nextStep(today(steps)), 0);
  assert.strictEqual(nextStep(today(steps, [done({ ended: true }), done(), done()])), 2);
  assert.strictEqual(nextStep(today([step({ kind: "rest" })])), -1);
  assert.strictEqual(nextStep({ ...today([]), plan: null }), -1);
});

test("the day says what it asks and what is done", () => {
  const told = today([step(), step({ kind: "rest" }), step()], [done({ ended: true }), done(), done()]);
  assert.strictEqual(orderText(told), "24 min of playing, 30 min in all.");
  assert.strictEqual(
    orderText({ ...told, plan: null, advice: { text: "Stop.", may_override: false, rest_minutes: 0 } }),
    "Stop.",
  );
  const said = "2 of 2 steps ended, 2.5 min played, 1 take beside the plan.";
  assert.strictEqual(doneText(today([step(), step()], [done({ ended: true }), done({ ended: true })])), said);
  assert.strictEqual(doneText(today([step()])), undefined);
  assert.strictEqual(stepText(done()), "2.5 min, 4 takes, 3 clean, to 104.");
  assert.strictEqual(stepText(done({ takes: 1, best_bpm: null })), "2.5 min, 1 take, 3 clean.");
});

test("minutes have a decimal only where they are few and no whole ones", () => {
  assert.deepStrictEqual([0, 2.5, 3.02, 12.4].map(minutesText), ["0 min", "2.5 min", "3 min", "12 min"]);
  assert.deepStrictEqual([countText(1, "take"), countText(0, "take")], ["1 take", "0 takes"]);
});

test("the latest take is named with its tempo and moment; a tempo that is not known is left out", () => {
  const began_s = new Date(2026, 10, 29, 8, 58).getTime() / 1000;
  const told = latestText({ title: "Rock eighths", bpm: 80, began_s }, "en-GB");
  assert.strictEqual(told, "Rock eighths at 80, 29 Nov 2026, 08:58");
  assert.match(latestText({ title: "", bpm: 0, began_s }, "en-GB"), /^without a title, 29 Nov/);
});
