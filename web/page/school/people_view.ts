// People of the school, for whoever keeps accounts: teachers are invited, names mended, accounts ended.
import { choice, field, h, number, table, type View } from "../dom.ts";
import type { Person, Role } from "../generated/school_api.ts";
import { admins, fullName, joinLink, listName } from "../model/school_model.ts";
import { ErasuresPart } from "./erasures.ts";
import { exportPart } from "./export_part.ts";
import { form, press, shared, words } from "./forms.ts";
import { resetPress } from "./reset_press.ts";
import { rosterPart } from "./roster_part.ts";
import { me, school } from "./school_server.ts";

const kRoles: [Role, string][] = [
  ["teacher", "teachers"],
  ["registrar", "registrars"],
  ["admin", "admins"],
];

class PeopleView implements View {
  readonly title = "People";
  private readonly rows = h("div", {
    class: "scroll",
    tabindex: "0",
    role: "region",
    "aria-label": "People",
  });
  private readonly more = h("div", { class: "buttons" });
  private readonly one = h("section", {});
  private readonly erasures = new ErasuresPart();
  private all: Person[] = [];
  readonly element = h(
    "div",
    { class: "school people" },
    h("h1", {}, "People"),
    h(
      "p",
      { class: "how" },
      "Students come in by the link of their class. Teachers come in by one that is made here.",
    ),
    this.rows,
    this.more,
    this.one,
    this.erasures.element,
    this.invite(),
    rosterPart(() => this.again()),
  );

  async load(): Promise<void> {
    const limit = 100; // what one call gives
    const { people } = await school.people(this.all.at(-1)?.id ?? 0);
    this.all = [...this.all, ...people];
    this.more.replaceChildren(...(people.length === limit ? [press("More", () => this.load())] : []));
    this.draw();
  }
  async again(): Promise<void> {
    this.all = [];
    await Promise.all([this.load(), this.erasures.load()]);
  }
  private draw(): void {
    // A column that is empty for everybody says nothing.
    const mail = this.all.some(({ email }) => email !== "");
    const ended = this.all.some((person) => person.ended);
    const rows = this.all.map((person) => [
      h("th", { scope: "row" }, listName(person)),
      h("td", {}, person.roles.join(", ")),
      ...(mail ? [h("td", {}, person.email)] : []),
      ...(ended ? [h("td", {}, person.ended ? "ended" : "")] : []),
      h(
        "td",
        {},
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "aria-label": `Change ${fullName(person)}`,
            onclick: () => this.change(person),
          },
          "Change",
        ),
      ),
    ]);
    this.rows.replaceChildren(
      table(["Name", "Role", ...(mail ? ["E-mail"] : []), ...(ended ? ["Account"] : []), "Change"], rows),
    );
  }
  private change(person: Person): void {
    const given = words({ value: person.given });
    const name = words({ value: person.name, required: true });
    const email = words({ value: person.email, type: "email" });
    const put = (changed: Person) => {
      this.all = this.all.map((one) => (one.id === changed.id ? changed : one));
      this.draw();
    };
    this.one.replaceChildren(
      h("h2", {}, fullName(person)),
      form(
        [field("Given name", given), field("Family name", name), field("E-mail", email)],
        "Change",
        async () => {
          put(
            await school.changePerson(person.id, {
              given: given.value.trim(),
              name: name.value.trim(),
              email: email.value.trim(),
            }),
          );
          return "Changed.";
        },
      ),
      h(
        "div",
        { class: "buttons" },
        press(person.ended ? "Open the account again" : "End the account", async () => {
          const ask = `End the account of ${fullName(person)}? Nothing is erased.`;
          if (!person.ended && !confirm(ask)) return;
          put(await school.changePerson(person.id, { ended: !person.ended }));
          this.one.replaceChildren();
        }),
        resetPress(person.id, fullName(person)),
        admins(me()!) &&
          press("Take the second factor away", async () => {
            await school.endSecondOf(person.id);
          }),
        !admins(me()!) &&
          press("Start to erase", async () => {
            if (!confirm(`Erase everything of ${fullName(person)}? An admin has to confirm it.`)) return;
            await school.askErasure(person.id);
            await this.erasures.load();
          }),
      ),
      ...(admins(me()!) ? [exportPart(person.id, "Everything as a file")] : []),
      this.guardian(person),
    );
    this.one.querySelector("input")?.focus();
  }
  /** A link that makes somebody this person's guardian. */
  private guardian(person: Person): HTMLElement {
    const place = h("div", {});
    const make = async () => {
      const { code } = await school.invite({ role: "guardian", child: person.id, uses: 2, days: 30 });
      place.replaceChildren(
        shared(joinLink(location.origin, code)),
        h("p", { class: "how" }, "For two guardians, for 30 days. It is shown this once."),
      );
    };
    return h("div", { class: "buttons" }, press("A link for guardians", make), place);
  }
  private invite(): HTMLElement {
    let role: Role = "teacher";
    let [uses, days] = [1, 14];
    const place = h("div", {});
    return h(
      "section",
      {},
      h("h2", {}, "A link for people of the whole school"),
      form(
        [
          field(
            "For",
            choice(kRoles, role, (one) => (role = one)),
          ),
          field(
            "How many",
            number(uses, { low: 1, high: 500 }, (value) => (uses = value)),
          ),
          field(
            "Days",
            number(days, { low: 1, high: 365 }, (value) => (days = value)),
          ),
        ],
        "Make a link",
        async () => {
          const { code } = await school.invite({ role, uses, days });
          place.replaceChildren(
            shared(joinLink(location.origin, code)),
            h("p", { class: "how" }, "Send it: it is shown this once."),
          );
        },
      ),
      place,
    );
  }
}

export async function peopleView(): Promise<View> {
  const view = new PeopleView();
  await view.again();
  return view;
}
