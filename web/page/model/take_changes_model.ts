// What may be done with a take of the book, and how it stands there.
import type { KeptTake } from "../generated/server_api.ts";

export type Change = "discard" | "undo" | "count" | "uncount";
type Standing = Pick<KeptTake, "id" | "discarded" | "counted">;

export function changesOf({ discarded, counted }: Standing): { change: Change; text: string }[] {
  if (discarded) return [{ change: "undo", text: "Undo the discard" }];
  return [
    { change: "discard", text: "Discard this take" },
    ...(counted ? [] : [{ change: "count" as const, text: "Count it all the same" }]),
  ];
}

export function standsAs({ id, discarded, counted }: Standing): string {
  if (discarded) return `Take ${id} is discarded: in no list and no sum.`;
  return counted ? `Take ${id} of the book.` : `Take ${id} of the book, not counted.`;
}
