// The shapes of the notes while playing, as SVG paths about a place, in the notation's units: shape says as much as
// colour does. Heads are "o" (ovals), "x" (crosses) and "d" (diamonds).
import type { NoteState } from "./stage_model.ts";

export type Head = "o" | "x" | "d";
/** What a mark looks like without its colour. */
export type Shape = "outline" | "solid" | "left" | "right" | "tick";

export const kShapes: Record<NoteState | "extra", Shape> = {
  upcoming: "outline",
  "on-time": "solid",
  early: "left",
  late: "right",
  missed: "outline",
  "not-told": "outline",
  extra: "tick",
};

const outline: Record<Head, string> = {
  o: "m-5 2.2a5.4 3.7 -28 1 0 10-4.4a5.4 3.7 -28 1 0-10 4.4z",
  x: "m-4-4l8 8m0-8l-8 8",
  d: "m0-4.8l5.4 4.8-5.4 4.8-5.4-4.8z",
};
const ring = "m-5.6 0a5.6 5.6 0 1 0 11.2 0a5.6 5.6 0 1 0-11.2 0z";

export function markPath(state: NoteState, head: Head, x: number, y: number): string {
  const at = `M${x} ${y}`;
  switch (state) {
    case "early":
      return `${at}m-7.6 0l12.4-6.2v12.4z`;
    case "late":
      return `${at}m7.6 0l-12.4-6.2v12.4z`;
    case "missed":
    case "not-told":
      return at + ring;
    case "upcoming":
    case "on-time":
      return at + outline[head];
  }
}
/** A stroke too many: a tick on the line where it fell. */
export const extraPath = (x: number, y: number): string => `M${x} ${y - 9}v18`;

/** The place of a head, by the path that the notation gives it. */
export function headPlace(path: string): [number, number] {
  const found = /^M(-?[\d.]+)[ ,]?(-?[\d.]+)/.exec(path);
  if (!found) throw new Error(`no place in ${path}`);
  return [Number(found[1]), Number(found[2])];
}
