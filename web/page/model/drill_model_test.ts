import assert from "node:assert";
import { test } from "node:test";
import { DrillModel } from "./drill_model.ts";
import { obey, type Kept } from "./kept.ts";
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
      level_db: -12,
      sound: "beep",
      accents: "1",
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
  assert.deepStrictEqual([gap_on, name, midi], [undefined, "Eighths", true]);
});

test("the click's own wishes are asked for only where they are", () => {
  const asked = drill({
    mute: 25,
    offbeat: true,
    rampBars: 4,
    rampStep: 2,
    rampLimit: 120,
    clickDb: -24,
    clickSound: "wood",
    accents: "2 4",
  }).begin(1, true);
  assert.deepStrictEqual([asked.sound, asked.accents], ["wood", "2 4"]);
  const { level_db, mute, offbeat, ramp_bars, ramp_step, ramp_limit, ramp_back } = asked;
  assert.deepStrictEqual(
    [level_db, mute, offbeat, ramp_bars, ramp_step, ramp_limit, ramp_back],
    [-24, 0.25, true, 4, 2, 120, false],
  );
  for (const key of ["mute", "offbeat", "ramp_bars", "ramp_step"])
    assert.ok(!(key in drill().begin(1, true)), key);
});

test("the last bar of the news is said, and seen where nothing was heard; without one nothing changes", () => {
  const model = drill();
  const bars = [bar({ text: "Bar 1." }), bar({ text: "Bar 2." })];
  assert.deepStrictEqual(model.news(news({ bars }), false), { order: "Bar 2.", seen: false, stop: false });
  assert.deepStrictEqual(model.news(news(), false), { order: undefined, seen: false, stop: false });
  const silent = [bar({ text: "Nothing heard.", played: false })];
  assert.deepStrictEqual(model.news(news({ bars: silent }), false), {
    order: "Nothing heard.",
    seen: true,
    stop: false,
  });
  const groove = "This is not that.";
  assert.deepStrictEqual(model.news(news({ groove }), false), { order: groove, seen: true, stop: false });
});

test("the bar that breaks stops the run once, and the drill begins again with the words why", () => {
  const model = drill();
  model.begin(1, true);
  const broken = news({ bars: [bar()], stop: "Stop. Bar 3: 2 missed. Again from 2.", again_from: 2 });
  assert.deepStrictEqual(model.news(broken, false), { order: broken.stop, seen: true, stop: true });
  assert.strictEqual(model.news({ ...broken, again_from: 4 }, true).stop, false);
  assert.deepStrictEqual(model.over("Order."), { again: 2, why: broken.stop });
  model.begin(2, true);
  assert.deepStrictEqual(model.over("Order."), { order: "Order.", kept: true });
});

test("a drill in which twice nothing was heard does not begin again by itself", () => {
  const model = drill();
  const silent = news({ bars: [bar({ played: false })], stop: "Stop.", again_from: 1 });
  model.begin(1, false);
  model.news(silent, false);
  assert.deepStrictEqual(model.over(undefined), { again: 1, why: "Stop." });
  model.begin(1, false);
  model.news(silent, false);
  assert.deepStrictEqual(model.over(undefined), { order: "No stroke.", kept: false });
});

test("without a stroke the words are of what was listened to", () => {
  assert.deepStrictEqual(drill({ input: "midi" }).over(undefined), {
    order: "No stroke of a kit.",
    kept: false,
  });
});

test("the voices are all, each alone, and those that an order asked for", () => {
  assert.deepStrictEqual(drill().voices(), {
    options: [
      ["", "All"],
      ["kick", "Kick"],
      ["snare", "Snare"],
    ],
    chosen: "",
  });
  const { options, chosen } = drill({ lines: ["kick", "snare"] }).voices();
  assert.deepStrictEqual([options.at(-1), chosen], [["kick snare", "Kick and Snare"], "kick snare"]);
});

test("an order is obeyed in tempo, bars, passes and voices, with the click throughout", () => {
  const device = kept({ gap: "2/2", bpm: 100, to: 4, mute: 50, rampBars: 4 });
  obey(device, { text: "", bpm: 80, from: 2, to: 3, times: 0, lines: ["snare"] });
  const { bpm, from, to, times, lines, gap } = device;
  assert.deepStrictEqual([bpm, from, to, times, lines, gap], [80, 2, 3, 0, ["snare"], ""]);
  assert.deepStrictEqual([device.mute, device.rampBars], [0, 0]);
});

test("a take that was broken off says so in place of its order, and is kept", () => {
  assert.deepStrictEqual(drill().over("Order.", "Broken off."), { order: "Broken off.", kept: true });
  assert.deepStrictEqual(drill().over(undefined, "Broken off."), { order: "No stroke.", kept: false });
});

test("a run without a stroke leaves no take", () => {
  assert.deepStrictEqual(drill().over(undefined), { order: "No stroke.", kept: false });
});
