// Whose erasure was asked for or started, for registrars and admins: two people do it.
import { h } from "../dom.ts";
import type { NamedErasure } from "../generated/school_api.ts";
import { admins, fullName, momentText } from "../model/school_model.ts";
import { press } from "./forms.ts";
import { me, school } from "./school_server.ts";

export class ErasuresPart {
  readonly element = h("section", {});

  async load(): Promise<void> {
    const { erasures } = await school.erasures();
    if (erasures.length === 0) this.element.replaceChildren();
    else
      this.element.replaceChildren(
        h("h2", {}, "To be erased"),
        h("ul", { class: "plain-list" }, ...erasures.map((one) => this.row(one))),
      );
  }
  private row(one: NamedErasure): HTMLElement {
    const name = fullName(one);
    const self = me()!;
    const started = one.started_s !== null;
    const when = started
      ? `started on ${momentText(one.started_s!)}`
      : `asked for on ${momentText(one.asked_s ?? 0)}`;
    return h(
      "li",
      {},
      h("span", {}, `${name}: ${one.text}; ${when}`),
      !started &&
        !admins(self) &&
        press("Start", async () => {
          await school.askErasure(one.person);
          await this.load();
        }),
      started &&
        admins(self) &&
        one.started_by !== self.person.id &&
        press("Erase", async () => {
          if (!confirm(`Erase everything of ${name}? Nothing brings it back.`)) return;
          await school.confirmErasure(one.person);
          location.reload();
        }),
      press(
        "Not",
        async () => {
          await school.dropErasure(one.person);
          await this.load();
        },
        { class: "quiet", "aria-label": `Do not erase ${name}` },
      ),
    );
  }
}
