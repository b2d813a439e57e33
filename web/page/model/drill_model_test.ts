import assert from "node:assert";
import { test } from "node:test";
import { barRows, DrillModel } from "./drill_model.ts";
import type { Kept } from "./kept.ts";
import { bar, choices, facts, kept, news } from "./told_for_tests.ts";

const drill = (more: Partial<Kept> = {}, chart = facts()) => new DrillModel(kept(more), choices, chart);
const own = (on: number, off: number) => `${on} on, ${off} off`;

test("the tempo is the player's, else the chart's, else the first of all", () => {
  assert.strictEqual(drill({ bpm: 120 }).tempo, 120);
  assert.strictEqual(drill().tempo, 90);
  assert.strictEqual(drill({}, facts({ bpm: null })).tempo, 100);
});

test("the arrows move the tempo within its range", () => {
  const device = kept();
  const model = new DrillModel(device, choices, facts());
  assert.strictEqual(model.nudge(1), 91);
  assert.strictEqual(device.bpm, 91);
  assert.strictEqual(drill({ bpm: 400 }).nudge(1), 400);
  assert.strictEqual(drill({ bpm: 20 }).nudge(-1), 20);
});

test("a gap that no list has is named by the door and can be chosen", () => {
  const listed = [
    ["", "click throughout"],
    ["2/2", "2 bars click, 2 silent"],
  ];
  assert.deepStrictEqual(drill({ gap: "2/2" }).gaps(own), listed);
  assert.deepStrictEqual(drill({ gap: "3/1" }).gaps(own), [...listed, ["3/1", "3 on, 1 off"]]);
});

test("a drill asks for what is chosen", () => {
  const chart = { name: "own", title: "Mine", text: "" };
  assert.deepStrictEqual(
    drill({ chart, gap: "2/2", times: 4, stop: true, pad: true, to: 3 }).begin(2, false),
    {
      bpm: 90,
      from: 2,
      to: 3,
      times: 4,
      count_in: 1,
      subdivision: 1,
      gap_on: 2,
      gap_off: 2,
      pad: true,
      midi: false,
      stop: true,
      click_heard: true,
      name: "Mine",
    },
  );
  const { gap_on, name, midi } = drill().begin(1, true);
  assert.deepStrictEqual([gap_on, name, midi], [undefined, "drill", true]);
});

test("the last bar of the news is said; without one nothing changes", () => {
  const model = drill();
  const bars = [bar({ text: "Bar 1." }), bar({ text: "Bar 2." })];
  assert.deepStrictEqual(model.news(news({ bars }), false), { order: "Bar 2.", stop: false });
  assert.deepStrictEqual(model.news(news(), false), { order: undefined, stop: false });
  const groove = "This is not that.";
  assert.deepStrictEqual(model.news(news({ groove }), false), { order: groove, stop: false });
});

test("the bar that breaks stops the run once, and the drill begins again from where it says", () => {
  const model = drill();
  model.begin(1, true);
  const broken = news({ bars: [bar()], stop: "Stop. Bar 3: 2 missed. Again from 2.", again_from: 2 });
  assert.deepStrictEqual(model.news(broken, false), { order: broken.stop, stop: true });
  assert.strictEqual(model.news({ ...broken, again_from: 4 }, true).stop, false);
  assert.deepStrictEqual(model.over("Order."), { again: 2 });
  model.begin(2, true);
  assert.deepStrictEqual(model.over("Order."), { order: "Order.", kept: true });
});

test("a take that was broken off says so in place of its order, and is kept", () => {
  assert.deepStrictEqual(drill().over("Order.", "Broken off."), { order: "Broken off.", kept: true });
  assert.deepStrictEqual(drill().over(undefined, "Broken off."), { order: "No stroke.", kept: false });
});

test("a run without a stroke leaves no take", () => {
  assert.deepStrictEqual(drill().over(undefined), { order: "No stroke.", kept: false });
});

test("a line of a bar shows what was measured and nothing else", () => {
  const measured = {
    line: "snare" as const,
    name: "Snare",
    n: 8,
    notes: 9,
    missed: 1,
    wrong_voice: 0,
    covered: 0,
    extra: 0,
    lean: "12 ms late",
    lean_interval: "±5",
    spread: "8 ms",
    spread_interval: "6 to 10",
  };
  const few = {
    line: "kick" as const,
    name: "Kick",
    n: 1,
    notes: 4,
    missed: 0,
    wrong_voice: 1,
    covered: 2,
    extra: 2,
  };
  assert.deepStrictEqual(barRows(bar({ lines: [measured, few] })), [
    {
      name: "Snare",
      lean: ["12 ms late", " ±5"],
      spread: ["8 ms", " (6 to 10)"],
      missed: "1 of 9",
      extra: "0",
      wrong: "0",
      covered: "0",
    },
    {
      name: "Kick",
      lean: undefined,
      spread: undefined,
      missed: "0 of 4",
      extra: "2",
      wrong: "1",
      covered: "2",
    },
  ]);
});
