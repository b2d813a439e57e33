// Where a film's cuts stand among its strokes, and how far single strokes lie from a camera's line: what the film's
// picture is drawn from.
import type { Film, FilmCamera, FilmShot, FilmStroke } from "../generated/server_api.ts";

const kItsOwn = 0.07; // s: a cut stands a frame before its stroke, which is no other one

/** The stroke that is nearest to a moment. */
export function strokeNear(strokes: FilmStroke[], at: number): FilmStroke | undefined {
  let best: FilmStroke | undefined;
  for (const stroke of strokes)
    if (!best || Math.abs(stroke.at_s - at) < Math.abs(best.at_s - at)) best = stroke;
  return best;
}

/** The stroke before (-1) or after (1) the one that a cut stands on. */
export function strokeBeside(strokes: FilmStroke[], cut: number, way: -1 | 1): FilmStroke | undefined {
  return way > 0
    ? strokes.find(({ at_s }) => at_s > cut + kItsOwn)
    : strokes.findLast(({ at_s }) => at_s < cut);
}

/** The cut (from 1, by the shot it begins) that is nearest to a moment; 0: there is none. */
export function cutNear(shots: FilmShot[], at: number): number {
  let best = 0;
  for (let cut = 1; cut < shots.length; ++cut)
    if (best === 0 || Math.abs(shots[cut].from_s - at) < Math.abs(shots[best].from_s - at)) best = cut;
  return best;
}

/** The shot that is seen at a moment; -1: none. */
export const shotAt = (shots: FilmShot[], at: number): number =>
  shots.findIndex(({ from_s, to_s }) => at >= from_s && at < to_s);

/** Pixels a second: the film as wide as there is room, or closer. */
export function scaleOf(film: Pick<Film, "from_s" | "to_s">, width: number, closer: number): number {
  return (width / Math.max(film.to_s - film.from_s, 0.1)) * closer;
}

/** How far up and down the picture of a camera's residuals goes, in ms: nearly all of those on its line. */
export function reachOf({ residuals }: Pick<FilmCamera, "residuals">): number {
  const sizes = residuals
    .filter(({ on_line }) => on_line)
    .map(({ off_ms }) => Math.abs(off_ms))
    .sort((a, b) => a - b);
  if (sizes.length === 0) return 1;
  const wanted = 1.3 * sizes[Math.floor(0.98 * (sizes.length - 1))];
  return [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].find((step) => step >= wanted) ?? 50;
}

/** Points of a line through the tension, "x,y x,y". */
export function tensionLine(film: Pick<Film, "from_s" | "tension">, scale: number, height: number): string {
  return film.tension
    .map(
      ({ at_s, tension }) =>
        `${((at_s - film.from_s) * scale).toFixed(1)},${((1 - tension) * height).toFixed(1)}`,
    )
    .join(" ");
}
