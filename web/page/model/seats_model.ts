// Chairs of a class in words: how they stand, what was handed in, where somebody sits and how sure that is.
import type { Chairs, ChairsPlace } from "../generated/school_api.ts";
import { countText } from "./numbers.ts";
import { momentText } from "./school_model.ts";

const range = (low: number, high: number): string => (low === high ? String(low) : `${low} to ${high}`);

/** "Chair 2" or "Chairs 2 to 4, not told apart". */
export const chairText = ({ first, last }: Pick<ChairsPlace, "first" | "last">): string =>
  first === last ? `Chair ${first}` : `Chairs ${first} to ${last}, not told apart`;

const kSeats: Record<ChairsPlace["seat"], string> = {
  yes: "a seat",
  shared: "shared: not told who of them has a seat",
  no: "no seat",
};
export const seatText = ({ seat }: Pick<ChairsPlace, "seat">): string => kSeats[seat];

/** The interval of a chair, never the chair alone. */
export const chairsRange = ({ chair_low, chair_high }: ChairsPlace): string => range(chair_low, chair_high);

/** What a student is told of the own place. */
export const placeText = (place: ChairsPlace): string =>
  `${chairText(place)}: ${seatText(place)}. By these takes it is chair ${chairsRange(place)} (95 %).${
    place.behind ? ` Seated after the others: ${place.behind}.` : ""
  }`;

export const scoreText = ({ score, low, high }: ChairsPlace): string =>
  `${score.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;

/** How chairs stand, for a list. */
export function stateText({ state, closes_s, seated_s, fault, ruled }: Chairs): string {
  if (state === "cancelled") return "cancelled";
  if (state === "seated")
    return `seated on ${momentText(seated_s!)}${ruled ? "; a ruling came since: seat again" : ""}`;
  if (state === "closed") return fault ? `closed, nobody is seated: ${fault}` : "closed";
  return closes_s === null ? "open until everybody is seated" : `open until ${momentText(closes_s)}`;
}

/** What somebody who plays has handed in. */
export const ownText = ({ own, pieces, state }: Chairs): string => {
  const takes = own?.receipts.length ?? 0;
  if (own?.place) return chairText(own.place);
  if (state === "open" || takes > 0) return `${takes} of ${countText(pieces.length, "piece")} handed in`;
  return "nothing handed in";
};

/** Receipts of what is on record for these chairs by that assignment. */
export const receiptsOf = (own: Chairs["own"], assignment: number): string[] =>
  (own?.receipts ?? []).filter((one) => one.assignment === assignment).map(({ receipt }) => receipt);

/** Whether a take that is handed in now is one of these chairs'. */
export const counts = ({ state, own, pieces }: Chairs, assignment: number): boolean => {
  if (!pieces.some((piece) => piece.assignment === assignment && !piece.left_out)) return false;
  if (own?.again.includes(assignment)) return state !== "cancelled";
  return state === "open" && !own?.receipts.some((receipt) => receipt.assignment === assignment);
};
