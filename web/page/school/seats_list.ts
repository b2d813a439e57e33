// Chairs of a class as a list: for whoever teaches how they stand, for whoever plays what is handed in.
import { h } from "../dom.ts";
import type { Chairs } from "../generated/school_api.ts";
import { countText } from "../model/numbers.ts";
import { ownText, stateText } from "../model/seats_model.ts";

/** `plays`: the reader is a student. */
export function seatsList(all: Chairs[], plays: boolean): HTMLElement {
  const row = (one: Chairs) =>
    h(
      "li",
      {},
      h("a", { href: `#seats/${one.id}` }, h("b", {}, one.title)),
      h(
        "span",
        { class: "soft" },
        [
          stateText(one),
          plays ? ownText(one) : `${countText(one.players, "student")} handed in`,
          countText(one.seats, "seat"),
        ].join("; "),
      ),
    );
  return h("ul", { class: "plain-list classes" }, ...all.map(row));
}
