import assert from "node:assert";
import { test } from "node:test";
import type { BarLine, Plan, Stroke } from "../generated/told.ts";
import { extraPath, headPlace, markPath } from "./marks.ts";
import { kHead, kNarrowest, movedUp, notationUnits, onScale, StageModel } from "./stage_model.ts";
import { bar } from "./told_for_tests.ts";

// Two bars of 4/4 at 120, twice, at 48,000 frames a second after one bar of count-in; four notes a bar.
const plan: Plan = {
  rate: 48000,
  bpm: 120,
  beats: 4,
  unit: 4,
  title: "Two bars",
  text: "Count-in: 1 bar.",
  start: 0,
  first_note: 0,
  notes: 8,
  bar_lines: [96000, 192000, 288000, 384000, 480000],
  bar_first: [0, 4, 8, 12],
  bar_numbers: [1, 2, 1, 2],
};
const stroke = (more: Partial<Stroke>): Stroke => ({
  frame: 96000,
  voice: "snare",
  kind: "matched",
  level_db: -20,
  elsewhere: false,
  revised: false,
  ...more,
});

test("every colour of an error is on time, early or late", () => {
  const model = new StageModel(plan);
  const colours = ["e0", "e1", "e2", "e3", "e4"] as const;
  const strokes = colours.map((colour, note) => stroke({ note, colour, error_ms: note, text: "late" }));
  assert.deepStrictEqual(
    model.news({ strokes, bars: [] }).map(({ note, state, error }) => [note, state, error]),
    [
      [0, "early", 0],
      [1, "early", 1],
      [2, "on-time", 2],
      [3, "late", 3],
      [4, "late", 4],
    ],
  );
});

test("a bar that is over names its notes that were missed and those that cannot be told", () => {
  const model = new StageModel(plan);
  const bars = [bar({ missed_notes: [2], covered_notes: [3] })];
  assert.deepStrictEqual(model.news({ strokes: [], bars }), [
    { note: 2, state: "missed" },
    { note: 3, state: "not-told" },
  ]);
});

test("an extra stroke stands where it fell, less the round trip, until it is told to answer a note", () => {
  const model = new StageModel(plan, 4800);
  const frame = 192000 + 24000 + 4800;
  model.news({ strokes: [stroke({ frame, kind: "extra" })], bars: [] });
  assert.deepStrictEqual(model.extra, [{ bar: 1, share: 0.25, voice: "snare" }]);
  model.news({ strokes: [stroke({ frame, note: 5, colour: "e2", revised: true })], bars: [] });
  assert.deepStrictEqual(model.extra, []);
});

test("a stroke without an error yet changes nothing", () => {
  assert.deepStrictEqual(new StageModel(plan).news({ strokes: [stroke({ note: 1 })], bars: [] }), []);
});

test("a needle keeps the lean that was measured last, and says what it shows", () => {
  const model = new StageModel(plan);
  const line: BarLine = {
    line: "snare",
    name: "Snare",
    n: 2,
    notes: 2,
    missed: 0,
    wrong_voice: 0,
    covered: 0,
    extra: 0,
  };
  model.news({ strokes: [], bars: [bar({ lines: [line] })] });
  assert.deepStrictEqual(model.voices, [
    { line: "snare", name: "Snare", lean: undefined, text: "Snare: too few strokes yet" },
  ]);
  const lean_ms: [number, number, number] = [12, 8, 16];
  const measured = { ...line, lean_ms, lean: "12 ms late", lean_interval: "±4" };
  model.news({ strokes: [], bars: [bar({ lines: [measured] })] });
  model.news({ strokes: [], bars: [bar({ lines: [line] })] });
  assert.deepStrictEqual(model.voices, [
    { line: "snare", name: "Snare", lean: lean_ms, text: "Snare: 12 ms late ±4" },
  ]);
});

test("where the player is: bar, pass, time left and beat", () => {
  const model = new StageModel(plan);
  const at = 288000 + 48000; // the middle of the third bar
  const place = model.place(at);
  assert.deepStrictEqual(place, { bar: 2, share: 0.5 });
  assert.strictEqual(model.progress(place), "bar 1, pass 2 of 2");
  assert.strictEqual(model.left(at), "0:03 left");
  assert.deepStrictEqual(model.beat(at, place, 1), { text: "3", counting: false });
  assert.deepStrictEqual(model.beat(1, model.place(1), 1), { text: "1", counting: true });
  assert.deepStrictEqual(model.beat(95000, model.place(95000), 1), { text: "4", counting: true });
  assert.strictEqual(model.beat(1, model.place(1), 0).text, "");
  assert.deepStrictEqual(model.place(1e9), { bar: 3, share: 1 });
  const single = new StageModel({ ...plan, bar_numbers: [1, 1, 1, 1] });
  assert.strictEqual(single.progress({ bar: 2, share: 0 }), "pass 3 of 4");
  const once = new StageModel({ ...plan, bar_numbers: [5, 6, 7, 8] });
  assert.strictEqual(once.progress({ bar: 1, share: 0 }), "bar 6");
});

const kWindows = [
  { width: 1366, height: 768 },
  { width: 1280, height: 800 },
  { width: 820, height: 1180 },
  { width: 390, height: 844 },
  { width: 1920, height: 1080 },
];
test("heads are 2.5 % of the height, or of an upright window's width, where two lines fit", () => {
  for (const window of kWindows) {
    const room = { width: 0.97 * window.width, height: 0.8 * window.height };
    const units = notationUnits(window, room, 96);
    const scale = room.width / units;
    const head = (kHead * scale) / Math.min(window.width, window.height);
    assert.ok(head >= 0.025 || units === kNarrowest, `${window.width}: ${head}`);
    assert.ok(2 * 96 * scale <= room.height, `${window.width}: two lines`);
  }
  // A line too high for that: smaller heads, and the next line is whole.
  const room = { width: 1325, height: 600 };
  assert.ok((2 * 200 * room.width) / notationUnits({ width: 1366, height: 768 }, room, 200) <= 600);
});

test("the current line and the whole next one are in view at any moment, and the current one reaches the middle third", () => {
  for (const high of [80, 150, 200, 300]) {
    const room = 600;
    for (let line = 0; line < 30; ++line) {
      for (const overHalf of [false, true]) {
        const up = movedUp(line, overHalf, high, room);
        const top = line * high - up;
        assert.ok(top >= -1e-9 && top + high <= room + 1e-9, `line ${line}: ${top}`);
        assert.ok(top + 2 * high <= room + 1e-9, "the next line is whole");
        assert.ok(top < (2 * room) / 3 && top + high > room / 3 - 1e-9, "it reaches the middle third");
        if (!overHalf && high <= room / 3) {
          const centre = top + high / 2;
          assert.ok(centre >= room / 3 && centre <= (2 * room) / 3, `${centre}`);
        }
      }
      // It moves at the half and at the end, by half a line each.
      const moved = movedUp(line, true, high, room) - movedUp(line, false, high, room);
      const then = movedUp(line + 1, false, high, room) - movedUp(line, true, high, room);
      assert.ok(Math.abs(moved + then - high) < 1e-9);
      if (high <= room / 3) assert.ok(Math.abs(moved - high / 2) < 1e-9);
    }
  }
});

test("a needle's scale ends at 30 ms either side", () => {
  assert.deepStrictEqual([-40, -30, 0, 15, 30, 99].map(onScale), [0, 0, 0.5, 0.75, 1, 1]);
});

test("marks point the way the stroke was off, about the place of the head", () => {
  assert.deepStrictEqual(headPlace("M12.5 30m-1.5.8l3-1.6"), [12.5, 30]);
  assert.deepStrictEqual(headPlace("M12.5-4m0 1"), [12.5, -4]);
  assert.throws(() => headPlace("m1 2"));
  assert.match(markPath("early", "o", 10, 20), /^M10 20m-/);
  assert.match(markPath("late", "o", 10, 20), /^M10 20m[\d]/);
  assert.strictEqual(markPath("missed", "x", 1, 2), markPath("not-told", "o", 1, 2));
  assert.notStrictEqual(markPath("on-time", "x", 1, 2), markPath("on-time", "o", 1, 2));
  assert.strictEqual(extraPath(5, 20), "M5 11v18");
});
