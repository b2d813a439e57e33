// A button that makes a link to a new password, which is shown this once.
import { h } from "../dom.ts";
import { resetLink } from "../model/school_model.ts";
import { press, shared } from "./forms.ts";
import { school } from "./school_server.ts";

export function resetPress(person: number, name: string): HTMLElement {
  const place = h("div", {});
  const button = press(
    "New password",
    async () => {
      const { code } = await school.makeReset(person);
      place.replaceChildren(
        shared(resetLink(location.origin, code)),
        h("p", { class: "how" }, `Give it to ${name}: it sets a password once, within three days.`),
      );
    },
    { class: "quiet", "aria-label": `A link to a new password for ${name}` },
  );
  return h("span", {}, button, place);
}
