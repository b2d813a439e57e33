// A take without its picture: where its bars were, as they were played.
import type { Take } from "../generated/take.ts";

export interface PlayedBar {
  number: number;
  from: number; // seconds
  to: number;
  beats: number[];
}

/** Seconds of every bar line as it was played, from the pulse. */
export function playedBars({ chart, pulse, source }: Pick<Take, "chart" | "pulse" | "source">): PlayedBar[] {
  const bars: PlayedBar[] = [];
  const end = (seconds: number) => {
    const last = bars.at(-1);
    if (last && Number.isNaN(last.to)) last.to = seconds;
  };
  for (const point of pulse) {
    const meter = chart.meters.filter((one) => one.tick <= point.tick).at(-1) ?? chart.meters[0];
    const length = ((4 * chart.ticks_per_quarter) / meter.unit) * meter.beats;
    const seconds = (point.time_ms ?? NaN) / 1000;
    if ((point.tick - meter.tick) % length === 0) {
      end(seconds);
      bars.push({ number: Math.round(point.tick / length) + 1, from: seconds, to: NaN, beats: [] });
    }
    bars.at(-1)?.beats.push(seconds);
  }
  end(source.duration_s ?? NaN);
  return bars.filter((bar) => bar.to > bar.from);
}

/** The bars from one to another, both counted from 0 and in either order, in seconds of the sound. */
export function stretchOf(bars: PlayedBar[], one: number, other: number): { from: number; to: number } {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  return { from: Math.max(0, bars[first].from), to: bars[Math.min(last, bars.length - 1)].to };
}

/** Which bar of the chart a take's bar is, counted from 0, of a drill over the bars `from` to `to` (0: the last). */
export function barOfChart(index: number, { from, to }: { from: number; to: number }, bars: number): number {
  const last = to > 0 ? to : bars;
  return from + (index % Math.max(1, last - from + 1));
}

/** "key value" lines, as a drill was told them. */
export const settingsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const at = line.indexOf(" ");
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );

/** Takes that can be compared with one: of its tempo, within 1 %; the newest first. */
export const comparable = <T extends { id: number; bpm: number; began_s: number }>(mine: T, all: T[]): T[] =>
  all
    .filter((one) => one.id !== mine.id && Math.abs(one.bpm / mine.bpm - 1) <= 0.01)
    .sort((a, b) => b.began_s - a.began_s);
