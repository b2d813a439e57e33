// The minutes that were played, day by day, and where an item's level stands on a scale that all items share.
import type { KeptTake } from "../generated/server_api.ts";
import { countText, minutesText } from "./numbers.ts";

export interface Day {
  begins: Date; // of the player's own clock
  minutes: number;
}
export const kDays = 28;

/** The first moment of the day that is so many days before `now`. */
export const dayBefore = (now: Date, days: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);

/** The latest days, today last. What was discarded or broken off is not counted. */
export function daysOf(
  takes: Pick<KeptTake, "began_s" | "minutes" | "counted" | "discarded">[],
  now: Date,
): Day[] {
  const days = Array.from({ length: kDays }, (_, i) => ({
    begins: dayBefore(now, kDays - 1 - i),
    minutes: 0,
  }));
  for (const take of takes) {
    const at = 1000 * take.began_s;
    if (take.discarded || !take.counted) continue;
    const day = days.findLast(({ begins }) => begins.getTime() <= at);
    if (day && at < dayBefore(now, -1).getTime()) day.minutes += take.minutes;
  }
  return days;
}

/** "41 min on 3 of 28 days, 12 min today." */
export function daysText(days: Day[]): string {
  const minutes = days.reduce((sum, day) => sum + day.minutes, 0);
  const played = days.filter((day) => day.minutes > 0).length;
  return `${minutesText(minutes)} on ${played} of ${countText(days.length, "day")}, ${minutesText(days.at(-1)!.minutes)} today.`;
}

const kSlow = 40;
const kFast = 240;
/** A tempo's place from 0 to 1 between 40 and 240 BPM, in equal steps for equal ratios. */
export const onTempoScale = (bpm: number): number =>
  Math.min(1, Math.max(0, Math.log(bpm / kSlow) / Math.log(kFast / kSlow)));
