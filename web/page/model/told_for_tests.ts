// What the door might tell, for tests of the models: shorter than the real thing, and typed by the schema.
import type { BarTold, ChartFacts, Choices, LimitTold, News, Trial } from "../generated/told.ts";
import { firstKept, type Kept } from "./kept.ts";

export const choices: Choices = {
  drill: {
    bpm: { low: 20, high: 400, first: 100 },
    times: { low: 0, high: 1000, first: 0 },
    count_in: { low: 0, high: 16, first: 1 },
    subdivision: { low: 1, high: 8, first: 1 },
  },
  limit: {
    times: { low: 0, high: 100, first: 0 },
    prior_bpm: { low: 0, high: 260, first: 0 },
    most: { low: 1, high: 40, first: 16 },
    rest_s: { low: 0, high: 600, first: 10 },
  },
  letters: [{ id: "C", text: "C: 1.33" }],
  letter: "C",
  click_sounds: [
    { id: "beep", text: "beep" },
    { id: "wood", text: "wood block" },
  ],
  gaps: [
    { on: 0, off: 0, text: "click throughout" },
    { on: 2, off: 2, text: "2 bars click, 2 silent" },
  ],
  drums: [
    { note: 36, voice: "kick", line: "kick", staff: 7, name: "Kick" },
    { note: 38, voice: "snare", line: "snare", staff: 3, name: "Snare" },
  ],
  kits: [
    { id: "general-midi", name: "General MIDI" },
    { id: "roland-td", name: "Roland TD" },
  ],
  colours: [{ id: "e0", text: "20 ms early or more" }],
  files: [{ name: "Drum tab", ending: "tab", type: "text/plain" }],
  chart: "rock-8ths",
  warm_up: "single-stroke-roll",
  explained: [{ id: "Lean", text: "how far." }],
  marks: [{ id: "missed", text: "missed" }],
  words: {
    search: "Search.",
    no_stroke: "No stroke.",
    no_stroke_kit: "No stroke of a kit.",
    own_lean: "Own lean.",
    broken_off: "Broken off.",
    listening: "Listening.",
  },
};

export const kept = (more: Partial<Kept> = {}): Kept => ({ ...firstKept(choices, 30), ...more });

export const facts = (more: Partial<ChartFacts> = {}): ChartFacts => ({
  title: "Eighths",
  bars: 4,
  bpm: 90,
  beats: 4,
  unit: 4,
  notes: 32,
  text: "Eighths: 4 bars of 4/4, 32 notes, 90 BPM.",
  lines: [
    { id: "kick", text: "Kick" },
    { id: "snare", text: "Snare" },
  ],
  ...more,
});

export const bar = (more: Partial<BarTold> = {}): BarTold => ({
  index: 0,
  missed_notes: [],
  covered_notes: [],
  bar: 1,
  text: "Bar 1: snare 12 ms late.",
  fault: "none",
  notes: 8,
  played: true,
  missed: 0,
  wrong_voice: 0,
  covered: 0,
  extra: 0,
  lines: [],
  ...more,
});
export const news = (more: Partial<News> = {}): News => ({
  frame: 0,
  strokes: [],
  bars: [],
  over: false,
  ...more,
});

export const trial = (bpm: number, clean: boolean): Trial => ({
  bpm,
  clean,
  text: `${clean ? "Held" : "Broke"} at ${bpm}.`,
  limit_bpm: [bpm + 4, bpm - 10, bpm + 20],
});
export const limit = (more: Partial<LimitTold> = {}): LimitTold => ({
  done: false,
  most: 16,
  bpm: 104,
  from: 1,
  to: 0,
  times: 2,
  next: "Take 1 of at most 16: 104.",
  text: "",
  trials: [],
  ...more,
});
