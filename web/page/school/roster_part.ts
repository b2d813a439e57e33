// A class list from a table: looked at first, then put in.
import { field, h } from "../dom.ts";
import type { RosterTold } from "../generated/school_api.ts";
import { form, press } from "./forms.ts";
import { school } from "./school_server.ts";

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

export function rosterPart(after: () => Promise<void>): HTMLElement {
  const file = h("input", { type: "file", accept: ".csv,.txt,text/csv", required: true });
  const told = h("div", { role: "status", "aria-live": "polite" });
  const show = (done: RosterTold, button: HTMLElement | false) =>
    told.replaceChildren(
      h(
        "div",
        {},
        h("p", { class: "said" }, `${done.text}.`),
        done.refused.length > 0 &&
          h("ul", { class: "plain-list refused" }, ...done.refused.map((line) => h("li", {}, line))),
        button,
      ),
    );
  return h(
    "details",
    { class: "folded" },
    h("summary", {}, "A class list from a table"),
    h(
      "p",
      { class: "how" },
      "A CSV file with the columns class, family name, given name, and if you like email, id and role. ",
      "The same file again changes nothing. Cards on the class's page let everybody in.",
    ),
    form([field("File", file)], "Look at it", async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      const body = { name: chosen.name, data: await base64Of(chosen) };
      const put = async () => {
        show(await school.roster({ ...body, dry_run: false }), false);
        await after();
      };
      const look = await school.roster({ ...body, dry_run: true });
      const some = look.added + look.changed + look.joined > 0;
      show(look, some && press("Put them in", put));
    }),
    told,
  );
}
