// Where a comment lies on a take.
import type { Comment } from "../generated/school_api.ts";

type Place = Pick<Comment, "bar" | "beat">;

/** "Bar 12, beat 3" */
export const placeText = ({ bar, beat }: Place): string =>
  bar === 0 ? "The whole take" : beat === 0 ? `Bar ${bar}` : `Bar ${bar}, beat ${Number(beat.toFixed(2))}`;

/** The beat at a share of a bar's width, from 0 to 1: the one whose first stroke is nearest before it. */
export const beatAt = (share: number, beats: number): number =>
  Math.min(beats, Math.max(1, 1 + Math.floor(share * beats)));
/** The inverse: where in the bar a beat begins. */
export const shareOf = (beat: number, beats: number): number =>
  beat < 1 ? 0 : Math.min(1, (beat - 1) / Math.max(1, beats));

export const inOrder = <T extends Place>(comments: T[]): T[] =>
  [...comments].sort((a, b) => a.bar - b.bar || a.beat - b.beat);

/** Those of the bar that is heard. */
export const ofBar = <T extends Place>(comments: T[], bar: number | undefined): T[] =>
  bar === undefined ? [] : comments.filter((one) => one.bar === bar);

/** The bar, by its place in `bars`, that holds a second of the sound; nothing: none does. */
export function barHeard(
  bars: { from: number; to: number }[],
  second: number | undefined,
): number | undefined {
  if (second === undefined) return undefined;
  const found = bars.findIndex(({ from, to }) => second >= from && second < to);
  return found < 0 ? undefined : found;
}
