import assert from "node:assert";
import { test } from "node:test";
import { Learning, Level, Pads, tripRows } from "./setup_model.ts";
import { kitSettings } from "./kept.ts";
import { choices, kept } from "./told_for_tests.ts";

test("the noise floor is the quietest tenth of the last five seconds, however loud the strokes are", () => {
  const level = new Level();
  for (let i = 0; i < 100; ++i) level.hear(i % 4 === 0 ? 0.5 : 0.01, i % 4 === 0 ? 0.1 : 1e-6);
  assert.deepStrictEqual(level.hear(0.1, 1e-6), { peakDb: -20, peak: "-20 dB", floor: "-60 dB" });
  // Five seconds later the room is louder: what was before is forgotten.
  for (let i = 0; i < 100; ++i) level.hear(0.1, 1e-4);
  assert.strictEqual(level.hear(0.1, 1e-4).floor, "-40 dB");
});

test("silence is silent, and the meter stays at its low end", () => {
  assert.deepStrictEqual(new Level().hear(0, 0), { peakDb: -100, peak: "silent", floor: "silent" });
});

test("a pad is mapped by its stroke after its drum was chosen", () => {
  const map: Record<number, number> = {};
  const pads = new Pads(choices.drums, map);
  pads.read('{"notes": [{"note": 38, "voice": "snare"}, {"note": 58, "voice": "none"}]}');
  assert.strictEqual(pads.hit(38, 90), "Note 38, velocity 90: snare.");
  pads.choose(0);
  assert.deepStrictEqual(
    pads.rows().map(({ text }) => text),
    ["hit it now", "as the profile says"],
  );
  assert.strictEqual(pads.hit(93, 80), "Note 93 is kick.");
  assert.deepStrictEqual(map, { 93: 36 });
  assert.deepStrictEqual(pads.rows()[0], { name: "Kick", waiting: false, text: "note 93" });
  assert.strictEqual(pads.hit(93, 80), "Note 93, velocity 80: kick.");
  assert.strictEqual(pads.hit(12, 80), "Note 12, velocity 80: outside this kit.");
  assert.strictEqual(pads.hit(58, 80), "Note 58, velocity 80: outside this kit.");
});

test("choosing a drum once more lets go of it", () => {
  const map: Record<number, number> = {};
  const pads = new Pads(choices.drums, map);
  pads.choose(1);
  pads.choose(1);
  pads.hit(40, 80);
  assert.deepStrictEqual(map, {});
});

test("learning counts the strokes of every note and hands them over in order of time", () => {
  const learning = new Learning();
  learning.hit(1500.25, 38, 90);
  learning.hit(1000.5, 36, 20);
  learning.hit(2500, 38, 12);
  assert.deepStrictEqual(learning.rows(), [
    "Note 36: 1 stroke, velocity 20 to 20; 11 more",
    "Note 38: 2 strokes, velocity 12 to 90; 10 more",
  ]);
  assert.strictEqual(
    learning.text({ kit: "roland-td", id: "mine" }),
    "kit roland-td\nid mine\n\n0.000 36 20\n499.750 38 90\n1499.500 38 12\n",
  );
});

test("a drill is told of the profile and of the notes that were mapped by hand", () => {
  assert.deepStrictEqual(kitSettings(kept()), {});
  assert.deepStrictEqual(kitSettings(kept({ kit: "roland-td", midiMap: { 62: 42 } })), {
    kit: "roland-td",
    notes: "62=42",
  });
  assert.deepStrictEqual(kitSettings(kept({ kit: "own", ownKit: "{}" })), { kit: "{}" });
});

test("a round trip is listed by what it belongs to", () => {
  const trip = {
    frames: 3480,
    ms: 72.46,
    low_ms: 72,
    high_ms: 73,
    spread_ms: 0.2,
    found: 30,
    pulses: 30,
    text: "",
  };
  assert.deepStrictEqual(tripRows({ "Desk @ 48000": trip }), [
    { key: "Desk @ 48000", text: "Desk @ 48000 Hz: 72.5 ms (72.0 to 73.0)" },
  ]);
});
