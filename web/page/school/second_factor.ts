// The second factor of the own login: set up with an authenticator, recovery codes for when it is lost.
import { field, h } from "../dom.ts";
import { countText } from "../model/numbers.ts";
import { form, press, secret, words } from "./forms.ts";
import { qrPicture } from "./qr.ts";
import { school } from "./school_server.ts";

const codeField = (): HTMLInputElement =>
  words({ inputmode: "numeric", autocomplete: "one-time-code", required: true, maxlength: "20" });

export class SecondFactorPart {
  private readonly place = h("div", {});
  readonly element = h("section", { class: "second" }, h("h2", {}, "Second factor"), this.place);

  async load(): Promise<void> {
    const { on, needed, codes_left } = await school.second();
    if (on) this.drawOn(codes_left);
    else this.drawOff(needed);
  }
  private drawOff(needed: boolean): void {
    this.place.replaceChildren(
      h(
        "p",
        { class: "how" },
        needed ? "An admin has one: nothing else opens before. " : "",
        "A password that somebody saw opens nothing then: a code of your telephone is asked for, too.",
      ),
      h(
        "div",
        { class: "buttons" },
        press("Set it up", () => this.propose()),
      ),
    );
  }
  private async propose(): Promise<void> {
    const { secret: key, qr } = await school.proposeSecond();
    const code = codeField();
    this.place.replaceChildren(
      h("p", {}, "Read this with an authenticator, and write the code that it shows."),
      ...(qr.length > 0 ? [qrPicture(qr, "The secret as a QR code")] : []),
      h("p", { class: "how" }, "Or type it: ", h("code", {}, key.replace(/(.{4})(?=.)/g, "$1 "))),
      form([field("Code", code)], "Confirm", async () => {
        const { codes } = await school.confirmSecond(code.value.trim());
        await school.me(); // everything opens now
        this.drawCodes(codes);
      }),
    );
    code.focus();
  }
  private drawCodes(codes: string[]): void {
    this.place.replaceChildren(
      h("p", { class: "said", role: "status" }, "It is on. From now on a login asks for a code."),
      h("p", {}, "Keep these on paper. Each opens the account once, when the telephone is lost:"),
      h("ul", { class: "codes" }, ...codes.map((code) => h("li", {}, h("code", {}, code)))),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => window.print() }, "Print"),
        h("a", { class: "button start", href: "#school" }, "They are kept"),
      ),
    );
  }
  private drawOn(left: number): void {
    const password = secret("current-password");
    const code = words({ autocomplete: "one-time-code", required: true, maxlength: "20" });
    this.place.replaceChildren(
      h("p", {}, `It is on. ${countText(left, "recovery code")} left.`),
      h(
        "details",
        { class: "folded" },
        h("summary", {}, "Take it away, or set it up on another telephone"),
        form([field("Password", password), field("A code", code)], "Take it away", async () => {
          await school.endSecond(password.value, code.value.trim());
          await this.load();
        }),
      ),
    );
  }
}
