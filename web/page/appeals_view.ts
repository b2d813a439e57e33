// The appeals that wait for a ruling, for whoever directs.
import { byHandView } from "./by_hand_view.ts";
import { auditions } from "./chairs_server.ts";
import { h } from "./dom.ts";
import type { Audition } from "./generated/server_api.ts";
import { wordsOf } from "./text.ts";

type Appeal = Audition["appeals"][number];

/** `change` shows what stands after a ruling. */
export function appealsView(
  told: Audition,
  change: (asked: Promise<Audition>, words: string) => void,
): HTMLElement[] {
  const open = told.appeals.map((appeal, i) => ({ appeal, n: i + 1 })).filter(({ appeal }) => appeal.open);
  if (!told.directs || open.length === 0) return [];
  const rule = (n: number, body: Parameters<typeof auditions.rule>[2]) =>
    change(auditions.rule(told.id, n, body), "The ruling is on record.");
  const one = (appeal: Appeal, n: number) => {
    const strokes = h("div", {});
    const press = (words: string, then: () => void) => h("button", { type: "button", onclick: then }, words);
    const plain = (words: string, effect: "none" | "again" | "left-out") =>
      press(words, () => rule(n, { effect, text: "" }));
    const look = async () => {
      try {
        strokes.replaceChildren(
          await byHandView(
            told,
            appeal,
            (body) => rule(n, body),
            () => strokes.replaceChildren(),
          ),
        );
      } catch (error) {
        strokes.replaceChildren(h("p", { class: "said", role: "status" }, wordsOf(error)));
      }
    };
    return h(
      "div",
      { class: "appeal" },
      h("p", {}, `${appeal.player}, excerpt ${appeal.excerpt}: ${appeal.text}`),
      h(
        "div",
        { class: "buttons" },
        plain("Play again", "again"),
        press("Change strokes", () => void look()),
        plain("Leave the excerpt out", "left-out"),
        plain("No effect", "none"),
      ),
      strokes,
    );
  };
  return [h("section", {}, h("h2", {}, "Appeals"), ...open.map(({ appeal, n }) => one(appeal, n)))];
}
