// Numbers as the page writes them where the engine tells the number alone.
import type { Interval } from "../generated/told.ts";

/** With one place behind the point, and never "-0.0". */
const tenths = (value: number): string => (Math.round(10 * value) / 10 + 0).toFixed(1);

/** "104": a half goes to the even one, as in all the engine's texts. */
export const tempoText = (bpm: number): string =>
  String(Math.abs(bpm % 1) === 0.5 ? 2 * Math.round(bpm / 2) : Math.round(bpm));
/** "104 (98-111)" */
export const bpmText = ([value, low, high]: Interval): string =>
  `${tempoText(value)} (${tempoText(low)}-${tempoText(high)})`;
/** "3.2 (1.0 to 5.4) ms" */
export const msText = ([value, low, high]: Interval): string =>
  `${tenths(value)} (${tenths(low)} to ${tenths(high)}) ms`;
/** "-3 ms" without its unit, and never "-0" */
export const wholeText = (value: number): string => String(Math.round(value));
/** "12 min"; "2.5 min" under ten minutes that are no whole ones */
export const minutesText = (value: number): string =>
  `${value.toFixed(value < 10 && Math.abs(value - Math.round(value)) > 0.05 ? 1 : 0)} min`;
/** "1 take", "2 takes" */
export const countText = (value: number, word: string): string => `${value} ${word}${value === 1 ? "" : "s"}`;
/** "1:05" */
export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
/** "-23 dB", of a power in full scale */
export const dbText = (power: number): string =>
  power > 0 ? `${wholeText(Math.max(-99, 10 * Math.log10(power)))} dB` : "silent";
