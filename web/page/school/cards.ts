// Cards for a class: whoever has no login yet gets a link of their own, on paper or as a QR code.
import { h } from "../dom.ts";
import { fullName, momentText, resetLink } from "../model/school_model.ts";
import { press } from "./forms.ts";
import { qrPicture } from "./qr.ts";
import { school } from "./school_server.ts";

export function cardsPart(klass: number, title: string): HTMLElement {
  const place = h("div", {});
  const make = async () => {
    const { cards, until_s } = await school.cards(klass, location.origin);
    if (cards.length === 0) {
      place.replaceChildren(h("p", { class: "said" }, "Everybody here can log in already."));
      return;
    }
    place.replaceChildren(
      h("div", { class: "buttons" }, h("button", { type: "button", onclick: () => window.print() }, "Print")),
      h(
        "ul",
        { class: "cards" },
        ...cards.map((card) =>
          h(
            "li",
            {},
            card.qr.length > 0 && qrPicture(card.qr, `Link of ${fullName(card)} as a QR code`),
            h("b", {}, fullName(card)),
            h("span", {}, title),
            h("small", {}, resetLink(location.origin, card.code)),
            h("small", {}, `works once, until ${momentText(until_s)}`),
          ),
        ),
      ),
    );
  };
  return h(
    "details",
    { class: "folded" },
    h("summary", {}, "Cards for who has no login yet"),
    h(
      "p",
      { class: "how" },
      "Each has a link that sets a name and a password, once. Making cards again ends the earlier ones.",
    ),
    h("div", { class: "buttons" }, press("Make cards", make)),
    place,
  );
}
