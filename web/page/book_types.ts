// What the server tells of the book (docs/guide/server.md), as types. Times in Unix seconds, tempi in BPM, errors in ms.

/** Value, low, high: 95 %. */
export type Interval = [number, number, number];

export interface BookTake {
  id: number;
  began_s: number;
  minutes: number;
  item: string | null;
  title: string;
  bpm: number;
  bars: number;
  mode: string;
  kit: "audio" | "midi";
  hits: { notes: number; missed: number; extra: number; wrong: number };
  z: Interval | null;
  lines: { line: string; name: string; n: number; lean_ms: Interval | null; spread_ms: Interval | null }[];
  text: string;
}
export interface BookItem {
  item: string;
  title: string;
  takes: number;
  last_s: number;
  bpm: number;
  bars: number;
  goal_bpm: number | null;
  level_bpm: Interval | null;
}
export interface BookLimit {
  began_s: number;
  bpm: Interval;
  takes: number;
  text: string;
}
export interface BookProgress {
  item: string;
  title: string;
  takes: BookTake[];
  levels: { at_s: number; bpm: Interval }[];
  limits: BookLimit[];
  goal_bpm: number | null;
  texts: string[];
}
export interface BookComparison {
  a: BookTake;
  b: BookTake;
  lines: { line: string; name: string; text: string }[];
}
export interface Step {
  kind: "warm_up" | "retest" | "work" | "own_time" | "full_take" | "rest";
  block: number;
  item: string | null;
  title: string;
  bpm: number;
  minutes: number;
  gap_on: number;
  gap_off: number;
  count: number; // takes, clean ones
  what: string;
  why: string;
  until: string;
}
export interface StepDone {
  minutes: number;
  takes: number;
  clean: number;
  best_bpm: number | null;
  ended: boolean;
}
export interface Goal {
  item: string;
  title: string;
  bpm: number;
  text: string;
}
export interface Today {
  day_began_s: number;
  advice: { text: string; may_override: boolean; rest_minutes: number } | null;
  plan: { playing: number; total: number; text: string; steps: Step[] } | null;
  goals: Goal[];
  done?: { minutes: number; beside: number; text: string; steps: StepDone[] };
}
