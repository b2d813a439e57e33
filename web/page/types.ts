// What the engine tells (docs/page.md), as types.

export interface Builtin {
  name: string;
  title: string;
  group: "rudiment" | "groove";
}
export interface ChartFacts {
  title: string;
  bars: number;
  bpm: number | null;
  beats: number;
  unit: number;
  notes: number;
}
export interface Plan {
  rate: number;
  bpm: number;
  beats: number;
  unit: number;
  title: string;
  start: number;
  first_note: number;
  notes: number;
  bar_lines: number[];
  bar_first: number[];
  bar_numbers: number[];
}
export interface Stroke {
  frame: number;
  voice: string;
  kind: "matched" | "wrong_voice" | "grace" | "extra" | "missed" | "masked";
  note?: number;
  error_ms?: number;
  sigma_ms?: number;
  colour?: string;
  text?: string;
  level_db: number;
  elsewhere: boolean;
  revised: boolean;
}
export interface BarLine {
  line: string;
  name: string;
  n: number;
  missed: number;
  extra: number;
  lean_ms?: [number, number, number];
  lean?: string;
  lean_interval?: string;
  spread_ms?: [number, number, number];
  spread?: string;
  spread_interval?: string;
}
export interface BarTold {
  bar: number;
  text: string;
  fault: "none" | "hits" | "lean";
  notes: number;
  missed: number;
  extra: number;
  lines: BarLine[];
}
export interface News {
  frame: number;
  strokes: Stroke[];
  bars: BarTold[];
  stop?: string;
  again_from?: number;
  bpm?: [number, number, number];
  over: boolean;
}
/** A search for the breaking tempo; three numbers: value, low, high. */
export interface LimitTold {
  done: boolean;
  most: number;
  bpm: number; // to play next
  from: number;
  to: number;
  times: number;
  text: string;
  guard?: string; // enough of that tempo for today
  trials: { bpm: number; clean: boolean; text: string; limit_bpm: [number, number, number] }[];
  log2_bpm?: number; // this and the next two: once it is worth remembering
  sd_oct?: number;
  sigma_oct?: number;
}
export interface RoundTrip {
  frames: number;
  ms: number;
  low_ms: number;
  high_ms: number;
  spread_ms: number;
  found: number;
  pulses: number;
}
/** take.json, the parts that the page looks at. */
export interface TakeJson {
  source: { name: string; rate: number; duration_s: number; kind: "audio" | "midi" };
  order: { text: string };
  chart: {
    title: string;
    ticks_per_quarter: number;
    length: number;
    meters: { tick: number; beats: number; unit: number }[];
  };
  passages: { first_tick: number; last_tick: number; offset: number }[];
  pulse: { tick: number; passage: number; time_ms: number; bpm: number }[];
}
