import assert from "node:assert";
import { test } from "node:test";
import type { BandBar, BandChoices, BandSong } from "../generated/band_told.ts";
import {
  bandWishes,
  barAt,
  beatAt,
  firstBand,
  isBandSong,
  keptBand,
  quarterAt,
  rowsOf,
  tempoOf,
  widestBar,
} from "./band_model.ts";

const bar = (at: number, more: Partial<BandBar> = {}): BandBar => ({
  at,
  quarters: 4,
  beats: 4,
  section: "",
  chords: [],
  alone: false,
  ...more,
});
const bars = [
  bar(0, { section: "A" }),
  bar(4),
  bar(8),
  bar(12, { quarters: 3, beats: 6 }),
  bar(15, { section: "B" }),
];
const range = (first: number) => ({ low: 0, high: 400, first });
const choices: BandChoices = {
  songs: [],
  styles: ["swing"],
  ranges: {
    bpm: range(120),
    follow: range(50),
    count_in: range(2),
    times: range(3),
    trade: range(0),
    solo: range(-1),
    answer: range(0),
  },
};
const song: BandSong = {
  title: "",
  composer: "",
  style: "swing",
  style_guessed: false,
  bpm: 139.6,
  follow: -1,
  drums: false,
  solo: false,
  fermata: false,
  remarks: [],
  titles: [],
  number: 1,
  bars,
};

test("bars stand in rows, and a section begins one", () => {
  const rows = rowsOf(bars, 4).map((row) => row.map(({ at }) => at));
  assert.deepStrictEqual(rows, [[0, 4, 8, 12], [15]]);
  assert.deepStrictEqual(
    rowsOf(bars, 3).map((row) => row.length),
    [3, 1, 1],
  );
});

test("the fullest bar tells how large chords may be", () => {
  const chords = ["Bb-7", "Eb7"].map((text, at) => ({ at, text }));
  const half = (text: string) => text.length / 2;
  assert.strictEqual(widestBar([bar(0), bar(4, { chords })], half), 2 + 0.3 + 1.5);
  assert.strictEqual(widestBar([bar(0)], half), 1);
});

test("a quarter is in its bar and on its beat, the count-in before them", () => {
  assert.deepStrictEqual(
    [-0.5, 0, 3.99, 4, 14.9, 15, 99].map((quarter) => barAt(bars, quarter)),
    [-1, 0, 0, 1, 3, 4, 4],
  );
  assert.deepStrictEqual(
    [-4, -1, 0, 1.5, 7.99, 12.5, 14.99].map((quarter) => beatAt(bars, quarter)),
    [1, 4, 1, 2, 4, 2, 6],
  );
});

test("between two tellings the music goes on evenly, and never before or behind a jump", () => {
  const told = [
    { frame: 0, quarter: 0, bpm: 60 },
    { frame: 48000, quarter: 1, bpm: 60 },
    { frame: 96000, quarter: 9, bpm: 60 },
  ];
  const at = (frame: number) => quarterAt(told, frame, 48000);
  assert.strictEqual(quarterAt([], 0, 48000), undefined);
  assert.strictEqual(at(24000), 0.5);
  assert.strictEqual(at(72000), 1.5); // it jumps at 96000
  assert.strictEqual(at(120000), 9.5);
  // A band that waits stands still.
  const still = [
    { frame: 0, quarter: 4, bpm: 60 },
    { frame: 4800, quarter: 4, bpm: 60 },
  ];
  assert.strictEqual(quarterAt(still, 2400, 48000), 4);
});

test("what was not chosen is the song's, or as usual", () => {
  const wishes = bandWishes(firstBand, choices, song);
  assert.deepStrictEqual([wishes.follow, wishes.count_in, wishes.times, wishes.bpm], [50, 2, 3, undefined]);
  assert.strictEqual(bandWishes(firstBand, choices, { ...song, follow: 40 }).follow, 40);
  assert.strictEqual(bandWishes({ ...firstBand, follow: 0 }, choices, { ...song, follow: 40 }).follow, 0);
  assert.deepStrictEqual(
    [tempoOf(firstBand, choices, song), tempoOf({ ...firstBand, bpm: 90 }, choices, song)],
    [140, 90],
  );
});

test("what was kept by another version is completed", () => {
  const kept = keptBand({ follow: 30, trade: "4" as unknown as number, nothing: 1 } as object);
  assert.deepStrictEqual(kept, { ...firstBand, follow: 30 });
});

test("files of songs are known by their names", () => {
  assert.ok(["a.irealb", "b.html", "c.CHO", "d.ls"].every(isBandSong));
  assert.ok(!["a.mid", "b.musicxml", "c.tab", "d.wav"].some(isBandSong));
});
