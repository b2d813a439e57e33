import assert from "node:assert";
import { test } from "node:test";
import type { LimitTold } from "../generated/told.ts";
import { LimitModel } from "./limit_model.ts";
import { choices, facts, kept, limit, trial } from "./told_for_tests.ts";

const own = { name: "own", title: "Sixteenths", text: "SN|oooo|" };
function searching(more: Partial<LimitTold> = {}): LimitModel {
  const model = new LimitModel(kept({ chart: own }), choices, facts());
  model.open(limit(more));
  return model;
}
/** Plays the next take; it ends so. */
function played(model: LimitModel, id: string, told: LimitTold, whole = true, heard = true) {
  model.next(true);
  model.playing = true;
  return model.over(id, whole, heard, told);
}
const one = limit({ trials: [trial(104, true)], said: "Held at 104. Limit 108.", text: "Limit 108." });

test("the button goes from Start through the takes to the cool-down and a new search", () => {
  const model = new LimitModel(kept(), choices, facts());
  const seen = [[model.press, model.action]];
  const see = () => seen.push([model.press, model.action]);
  model.open(limit());
  see();
  model.playing = true;
  see();
  model.over("a", true, true, one);
  model.resting = true;
  see();
  model.resting = false;
  model.over("b", true, true, limit({ done: true, trials: [trial(104, true), trial(116, false)] }));
  see();
  played(model, "c", model.told!);
  see();
  assert.deepStrictEqual(seen, [
    ["Start", "begin"],
    ["Next take", "next"],
    ["Stop", "stop"],
    ["Now", "next"],
    ["Cool-down", "next"],
    ["New search", "begin"],
  ]);
});

test("a search asks for what is chosen, and for what an earlier one of the same bars found", () => {
  const found = { log2_bpm: 6.5, sigma_oct: 0.1 };
  const device = kept({ chart: own, from: 2, limitPrior: 150, limits: { "own, 2 to 4": found } });
  const model = new LimitModel(device, choices, facts());
  assert.deepStrictEqual(model.settings(), {
    letter: "C",
    most: 16,
    from: 2,
    to: 0,
    times: 0,
    prior_bpm: 150,
    known_log2_bpm: 6.5,
    known_sigma_oct: 0.1,
  });
  device.from = 1;
  assert.strictEqual(model.settings().known_log2_bpm, undefined);
});

test("the next take has the search's bars and tempo, and the cool-down is a drill", () => {
  const { wishes, mode, order } = searching().next(true);
  assert.strictEqual(mode, "limit");
  assert.strictEqual(order, "Take 1 of at most 16: 104.");
  const { bpm, times, count_in, stop, midi, name } = wishes;
  assert.deepStrictEqual([bpm, times, count_in, stop, midi, name], [104, 2, 1, false, true, "Sixteenths"]);
  assert.strictEqual(searching({ done: true }).next(false).mode, "drill");
});

test("a take that counts says what it told, then there is a rest", () => {
  const model = searching();
  assert.deepStrictEqual(played(model, "a", one), { order: "Held at 104. Limit 108.", rest: true });
  assert.strictEqual(model.lastCounted, "a");
});

test("a take without a stroke and one that was broken off count for nothing", () => {
  const model = searching();
  assert.deepStrictEqual(played(model, "a", limit(), true, false), { order: "No stroke.", rest: false });
  assert.deepStrictEqual(played(model, "b", limit(), false, true), { order: "Broken off.", rest: false });
  assert.strictEqual(model.lastCounted, undefined);
});

test("where the day's speed work is full, no take follows by itself", () => {
  assert.strictEqual(played(searching(), "a", { ...one, guard: "Enough." }).rest, false);
  assert.strictEqual(
    played(searching(), "a", { ...one, guard: "Enough.", done: true }).rest,
    true,
    "cool-down",
  );
});

test("the cool-down says the limit again and counts for nothing", () => {
  const model = searching({ done: true, text: "Breaks at 108.", trials: [trial(104, true)] });
  assert.deepStrictEqual(played(model, "c", model.told!), { order: "Breaks at 108.", rest: false });
  assert.strictEqual(model.lastCounted, undefined);
});

test("the last take that counts may be thrown away once, not while one is played", () => {
  const model = searching();
  assert.strictEqual(model.mayThrowAway, false);
  played(model, "a", one);
  model.playing = true;
  assert.strictEqual(model.throwAway(), undefined);
  model.playing = false;
  assert.strictEqual(model.throwAway(), "a");
  assert.strictEqual(model.throwAway(), undefined);
  assert.strictEqual(model.thrown(limit({ said: "Take 1 thrown away." })), "Take 1 thrown away.");
  played(model, "b", { ...one, log2_bpm: 6.7, sd_oct: 0.1, sigma_oct: 0.2 });
  assert.deepStrictEqual(model.found()?.takes, ["b"]);
});

test("what a search knows is kept for its bars and goes to the book with the takes that count", () => {
  const device = kept({ chart: own });
  const model = new LimitModel(device, choices, facts());
  model.open(limit());
  played(model, "a", one);
  assert.strictEqual(model.found(), undefined, "not worth remembering yet");
  assert.deepStrictEqual(device.limits, {});
  const trials = [trial(104, true), trial(116, false)];
  const known = { log2_bpm: 6.7, sd_oct: 0.05, sigma_oct: 0.2, broke: 1, held_bpm: 104 };
  played(model, "b", limit({ trials, ...known }));
  assert.deepStrictEqual(model.found(), { takes: ["a", "b"], ...known });
  assert.deepStrictEqual(device.limits, { "own, 1 to 4": { log2_bpm: 6.7, sigma_oct: 0.2 } });
});

test("a take whose player left is told and is no trial", () => {
  const model = searching(one);
  const told = limit({ trials: one.trials, said: "Broken off after 1 of 8 bars: not counted." });
  assert.deepStrictEqual(played(model, "b", told), { order: told.said, rest: true });
  assert.strictEqual(model.lastCounted, undefined);
});

test("the guard is heard once where it lets the player go on, else at every press", () => {
  const model = new LimitModel(kept(), choices, facts());
  assert.strictEqual(model.halted(null), undefined);
  assert.strictEqual(
    model.halted({ text: "Pain 6 of 10: stop.", may_override: false }),
    "Pain 6 of 10: stop.",
  );
  assert.ok(model.asksGuard);
  const said = model.halted({ text: "Rest first.", may_override: true });
  assert.strictEqual(said, "Rest first. Press again to search all the same.");
  assert.ok(!model.asksGuard);
});

test("the end of a search says where the limit is, if that is known", () => {
  assert.strictEqual(searching().close(), undefined);
  const model = searching({ text: "Limit 108." });
  assert.ok(model.mayEnd);
  assert.strictEqual(model.close(), "Limit 108.");
  assert.ok(!model.mayEnd);
});

test("the curve has a point a take, in the order of playing; the rows have the last one first", () => {
  const model = searching();
  assert.deepStrictEqual(model.curve(), { points: [], words: "" });
  model.open(limit({ trials: [trial(104, true), trial(116, false)] }));
  const { points, words } = model.curve();
  assert.deepStrictEqual(points[1], {
    value: 120,
    low: 106,
    high: 136,
    tried: { value: 116, held: false },
    label: "2",
  });
  assert.strictEqual(words, "The limit after each take, BPM: 108 (94-124), 120 (106-136).");
  assert.deepStrictEqual(model.rows()[0], { take: 2, limit: "120 (106-136)", text: "Broke at 116." });
});
