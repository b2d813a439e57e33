// What the school has of a person, for the person and for guardians: as a file, and gone.
import { h } from "../dom.ts";
import { exportPart } from "./export_part.ts";
import { press } from "./forms.ts";
import { school } from "./school_server.ts";

/** `whose`: "yourself" or a child's name. */
export function ownData(person: number, whose: string): HTMLElement {
  const ask = `Ask that everything of ${whose} is erased: takes, sound, comments, the account? A registrar and an admin do it.`;
  const said = h("p", { class: "said", role: "status" });
  return h(
    "section",
    {},
    h("h2", {}, "What the school has"),
    exportPart(person, "All of it as a file"),
    h(
      "div",
      { class: "buttons" },
      press("Ask to erase it", async () => {
        if (!confirm(ask)) return;
        const { text } = await school.askErasure(person);
        said.textContent = `It is asked for: ${text}.`;
      }),
    ),
    said,
  );
}
