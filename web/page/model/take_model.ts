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
