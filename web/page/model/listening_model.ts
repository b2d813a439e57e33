// What is heard when a chart or a take is listened to: strokes in order, a stretch of them, round and round, slower.
import type { Voice } from "../generated/told.ts";

export interface Sounding {
  s: number; // seconds
  voice: Voice | "click" | "accent";
  level: number; // 0 to 1
}
export interface Stretch {
  from: number; // seconds
  to: number;
  speed: number; // 1: as it is; 0.5: half as fast
  loop: boolean;
}

/** Decibels of a take, the loudest as 1. */
export function levels(db: number[]): number[] {
  const most = Math.max(...db);
  return db.map((one) => Math.max(0.08, 10 ** ((one - most) / 20)));
}

/** What sounds from `after` on and before `until`, in seconds since the stretch was begun, with that time. */
export function due(
  strokes: Sounding[],
  { from, to, speed, loop }: Stretch,
  after: number,
  until: number,
): (Sounding & { at: number })[] {
  const length = (to - from) / speed;
  if (!(length > 0)) return [];
  const found: (Sounding & { at: number })[] = [];
  for (let round = loop ? Math.max(0, Math.floor(after / length)) : 0; round * length < until; ++round) {
    for (const stroke of strokes) {
      if (stroke.s < from || stroke.s >= to) continue;
      const at = round * length + (stroke.s - from) / speed;
      if (at >= after && at < until) found.push({ ...stroke, at });
    }
    if (!loop) break;
  }
  return found.sort((a, b) => a.at - b.at);
}

/** The second of the chart or take that is heard so long after the beginning; past the end of one that is not a loop:
 * nothing. */
export function placeAt({ from, to, speed, loop }: Stretch, since: number): number | undefined {
  const length = (to - from) / speed;
  if (since < 0) return from;
  if (!loop && since >= length) return undefined;
  return from + (since % length) * speed;
}
