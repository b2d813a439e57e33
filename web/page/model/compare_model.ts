// Two takes on the same lanes: which takes of this device can stand beside one, and where their strokes lie. What is
// said of them is the engine's.
import type { Take } from "../generated/take.ts";
import { settingsOf } from "./take_model.ts";

type Line = NonNullable<Take["counts"]>["lines"][number]["line"];
type Voice = Take["hits"][number]["voice"];

export interface Lane {
  line: Line;
  points: [Stroke[], Stroke[]]; // of the first take and of the second
  said: [string[], string[]]; // placement and spread, in the engine's words
}
export interface Stroke {
  bar: number; // from 0, with the share of it
  error: number; // ms, late above 0
}

/** What was heard of a take, as the device keeps it. */
export interface Kept {
  id: string;
  started: string;
  chart: string;
  settings: string;
  midi: boolean;
  mode?: string;
}
const kSameTempo = 0.01;
const kAlike = ["from", "to", "pad", "midi", "gap_on", "gap_off", "ramp_bars"] as const;

/** The other takes of one chart, of the same bars, tempo and instrument; the newest first. */
export function alike<T extends Kept>(mine: T, all: T[]): T[] {
  const own = settingsOf(mine.settings);
  const same = (other: T) => {
    const asked = settingsOf(other.settings);
    return (
      other.id !== mine.id &&
      other.chart === mine.chart &&
      other.midi === mine.midi &&
      (other.mode ?? "drill") === (mine.mode ?? "drill") &&
      kAlike.every((key) => own[key] === asked[key]) &&
      Math.abs(Number(asked.bpm ?? 0) - Number(own.bpm ?? 0)) <= kSameTempo * Number(own.bpm ?? 0)
    );
  };
  return mine.chart ? all.filter(same).sort((a, b) => b.started.localeCompare(a.started)) : [];
}

const kLineOf: Record<Voice, Line> = {
  kick: "kick",
  snare: "snare",
  cross_stick: "snare",
  hat_closed: "hat",
  hat_open: "hat",
  hat_pedal: "hat_foot",
  tom_high: "tom",
  tom_mid: "tom",
  tom_low: "tom",
  ride: "ride",
  ride_bell: "ride",
  crash: "crash",
  pad: "pad",
};
const kOrder: Line[] = ["crash", "ride", "hat", "tom", "snare", "pad", "kick", "hat_foot"];

type Drawn = Pick<Take, "chart" | "matches" | "metrics">;
const barLength = ({ chart }: Drawn): number =>
  ((4 * chart.ticks_per_quarter) / chart.meters[0].unit) * chart.meters[0].beats;
export const barsOf = (take: Drawn): number => take.chart.length / barLength(take);

function strokesOf(take: Drawn, line: Line): Stroke[] {
  return take.matches.flatMap(({ kind, note, tick, error_ms }) =>
    kind === "matched" && note !== null && error_ms !== null && kLineOf[take.chart.notes[note].voice] === line
      ? [{ bar: tick / barLength(take), error: error_ms }]
      : [],
  );
}
const saidOf = (take: Drawn, line: Line): string[] =>
  take.metrics
    .filter(
      (one) => one.line === line && !one.other && !one.dynamic && /^(placement|tightness)$/.test(one.measure),
    )
    .map(({ text }) => text);

/** The lines of a take with the strokes that answer notes of one bar, counted from 0. */
export function lanesOfBar(take: Drawn, bar: number): Lane[] {
  const inside = ({ bar: at }: Stroke) => Math.floor(at) === bar;
  return lanesOf(take, { ...take, matches: [], metrics: [] }).map((lane) => ({
    ...lane,
    points: [lane.points[0].filter(inside), []],
  }));
}

/** The lines that either take has, cymbals first. */
export function lanesOf(first: Drawn, second: Drawn): Lane[] {
  return kOrder.flatMap((line): Lane[] => {
    const points: Lane["points"] = [strokesOf(first, line), strokesOf(second, line)];
    if (points[0].length + points[1].length === 0) return [];
    return [{ line, points, said: [saidOf(first, line), saidOf(second, line)] }];
  });
}
