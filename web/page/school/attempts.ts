// What somebody handed in for an assignment, one row a take.
import { h } from "../dom.ts";
import type { Submission } from "../generated/school_api.ts";
import { countText } from "../model/numbers.ts";
import { momentText } from "../model/school_model.ts";
import { answerRow } from "./standing.ts";

const kStates: Record<Submission["state"], string> = {
  waiting: "being heard",
  heard: "",
  failed: "could not be heard; it uses no attempt",
  taken_out: "taken out",
};

export function attemptRow(one: Submission, at: number, ...more: (Node | false | undefined)[]): HTMLElement {
  const state = [
    kStates[one.state],
    one.why,
    one.late && "late",
    one.comments > 0 && countText(one.comments, "comment"),
  ];
  return h(
    "li",
    { class: "attempt-row" },
    h(
      "a",
      { href: `#submission/${one.id}` },
      h("b", {}, `Take ${at + 1}`),
      h("span", { class: "soft" }, momentText(one.began_s)),
    ),
    h("span", { class: "state" }, state.filter(Boolean).join(", ")),
    one.answers.length > 0 && h("ul", { class: "answers" }, ...one.answers.map(answerRow)),
    ...more,
  );
}
