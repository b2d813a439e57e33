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
/** The strokes of a stretch as the audio thread plays them, the earliest first. */
export interface Score {
  at: Float64Array; // frames since the stretch was begun
  sound: Uint8Array; // index into `voices`
  level: Float32Array; // 0 to 1
  voices: Sounding["voice"][];
  length: number; // frames of one round, a fraction too
  loop: boolean;
}

/** Decibels of a take, the loudest as 1. */
export function levels(db: number[]): number[] {
  const most = db.reduce((loudest, one) => Math.max(loudest, one), -Infinity); // there may be 100,000
  return db.map((one) => Math.max(0.08, 10 ** ((one - most) / 20)));
}

/** A stretch without a length has nothing in it. */
export function scoreOf(strokes: Sounding[], { from, to, speed, loop }: Stretch, rate: number): Score {
  const length = to > from ? (rate * (to - from)) / speed : 0;
  const inside = strokes.filter(({ s }) => s >= from && s < to).sort((a, b) => a.s - b.s);
  const voices = [...new Set(inside.map(({ voice }) => voice))];
  return {
    at: Float64Array.from(inside, ({ s }) => (rate * (s - from)) / speed),
    sound: Uint8Array.from(inside, ({ voice }) => voices.indexOf(voice)),
    level: Float32Array.from(inside, ({ level }) => level),
    voices,
    length,
    loop,
  };
}

/** The second of the chart or take that is heard so long after the beginning; past the end of one that is not a loop:
 * nothing. */
export function placeAt({ from, to, speed, loop }: Stretch, since: number): number | undefined {
  const length = (to - from) / speed;
  if (since < 0) return from;
  if (!loop && since >= length) return undefined;
  return from + (since % length) * speed;
}

/** A sound is handed to the clock in pieces of `piece` seconds, a loop's begin anew with every round. Those that begin
 * from `after` on and before `until`, in seconds since the stretch was begun, at the speed that it has. */
export function pieces(
  { from, to, loop }: Stretch,
  piece: number,
  after: number,
  until: number,
): { at: number; from: number; to: number }[] {
  const length = to - from;
  if (!(length > 0)) return [];
  const found = [];
  const perRound = Math.ceil(length / piece - 1e-9);
  for (let n = Math.max(0, Math.floor(after / length) * perRound); loop || n < perRound; ++n) {
    const inRound = piece * (n % perRound);
    const at = Math.floor(n / perRound) * length + inRound;
    if (at >= until) break;
    if (at >= after) found.push({ at, from: from + inRound, to: Math.min(to, from + inRound + piece) });
  }
  return found;
}
