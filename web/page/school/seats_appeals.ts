// Appeals against takes that chairs are given by, and rulings on them.
import { choice, field, h } from "../dom.ts";
import type { Chairs, ChairsAppeal, ChairsReceipt, NewAppeal, NewRuling } from "../generated/school_api.ts";
import { form, press, words } from "./forms.ts";
import { school } from "./school_server.ts";

type Change = (asked: Promise<Chairs>) => Promise<void>;

const kRulings: Record<ChairsAppeal["ruling"], string> = {
  open: "nobody has ruled on it yet",
  none: "it has no effect",
  again: "the take was given back",
  left_out: "the piece is left out for all",
  strokes: "strokes were changed by hand",
};

const titleOf = ({ pieces }: Chairs, { assignment }: ChairsAppeal): string =>
  pieces.find((piece) => piece.assignment === assignment)?.title ?? "";

export function appealForm(id: number, receipt: ChairsReceipt, change: Change): HTMLElement {
  let why: NewAppeal["why"] = "heard";
  const bar = h("input", { type: "number", inputmode: "numeric", min: 1, placeholder: "none" });
  return h(
    "details",
    { class: "folded" },
    h("summary", {}, "Appeal"),
    form(
      [
        field(
          "On what ground",
          choice(
            [
              ["heard", "strokes were heard wrongly"],
              ["machine", "the machine stopped"],
              ["rule", "a rule was broken"],
            ],
            why,
            (chosen) => (why = chosen),
          ),
        ),
        field("Bar", bar, "where it was"),
      ],
      "Appeal",
      () =>
        change(
          school.appeal(id, {
            assignment: receipt.assignment,
            why,
            ...(bar.value ? { bar: Number(bar.value) } : {}),
          }),
        ),
    ),
  );
}

/** What became of the own appeals. */
export function appealsPart(now: Chairs): HTMLElement[] {
  if (now.appeals.length === 0) return [];
  return [
    h("h2", {}, "Appeals"),
    h(
      "ul",
      { class: "plain-list" },
      ...now.appeals.map((one) => h("li", {}, `${titleOf(now, one)}: ${one.text}; ${kRulings[one.ruling]}.`)),
    ),
  ];
}

function open(now: Chairs, one: ChairsAppeal, change: Change): HTMLElement {
  const reason = words({ maxlength: "2000" });
  const rule = (text: string, effect: NewRuling["effect"]) =>
    press(text, async () => {
      if (!reason.value.trim()) return reason.focus();
      await change(school.rule(now.id, one.n, { effect, reason: reason.value.trim() }));
    });
  return h(
    "li",
    { class: "appeal" },
    h("p", {}, `${one.blind}, ${titleOf(now, one)}: ${one.text}`),
    h(
      "div",
      { class: "controls" },
      field("Why it is ruled so", reason, "the log keeps it; the player reads it there"),
    ),
    h(
      "div",
      { class: "buttons" },
      rule("The next take counts", "again"),
      rule("Leave the piece out for all", "left_out"),
      rule("No effect", "none"),
    ),
  );
}

/** For whoever rules: by letters, as the record has them. */
export function rulingsPart(now: Chairs, change: Change): HTMLElement[] {
  if (now.appeals.length === 0) return [];
  const rows = now.appeals.map((one) =>
    one.ruling === "open" && now.state !== "cancelled"
      ? open(now, one, change)
      : h("li", {}, `${one.blind}, ${titleOf(now, one)}: ${one.text}; ${kRulings[one.ruling]}.`),
  );
  return [h("section", {}, h("h2", {}, "Appeals"), h("ul", { class: "plain-list" }, ...rows))];
}
