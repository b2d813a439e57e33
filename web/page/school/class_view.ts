// A class: everybody beside everything that is asked, the link that brings students in, who is there.
import { field, h, number, type View } from "../dom.ts";
import type { Chairs, Class, Gradebook, HearingWaits, Invite, Members } from "../generated/school_api.ts";
import { demandText } from "../model/assign_model.ts";
import { countsText, gridOf, medianTexts, usedText, type GridRow } from "../model/grade_model.ts";
import { hearingsText } from "../model/behind_model.ts";
import { countText } from "../model/numbers.ts";
import {
  byName,
  fullName,
  joinLink,
  listName,
  momentText,
  roleIn,
  studentsOf,
} from "../model/school_model.ts";
import { cardsPart } from "./cards.ts";
import { form, press, shared, words } from "./forms.ts";
import { resetPress } from "./reset_press.ts";
import { seatsList } from "./seats_list.ts";
import { me, school } from "./school_server.ts";
import { answerCell, standing } from "./standing.ts";
import { hearingList } from "./waiting_view.ts";

function cellOf(row: GridRow, at: number): HTMLElement {
  const grade = row.cells[at];
  if (!grade) return h("td", {});
  return h(
    "td",
    {},
    h(
      "a",
      { href: `#student/${grade.assignment}/${grade.person}`, class: "grade" },
      standing(grade),
      ...grade.answers.map(answerCell),
      grade.used > 0 && h("small", {}, usedText(grade)),
    ),
  );
}

/** Students beside assignments. */
function gridTable(book: Gradebook): HTMLElement {
  const { assignments, rows } = gridOf(book);
  const heads = assignments.map((one, at) =>
    h(
      "th",
      { scope: "col" },
      h("a", { href: `#assignment/${one.id}` }, one.title),
      one.due_s !== null && h("small", {}, `due ${momentText(one.due_s)}`),
      ...one.demands.map((demand) => h("small", { class: "asked" }, demandText(demand))),
      h("small", {}, countsText(rows.map(({ cells }) => cells[at]))),
      ...medianTexts(book, one).map((text) => h("small", {}, text)),
    ),
  );
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Gradebook" },
    h(
      "table",
      { class: "gradebook" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Student"), ...heads)),
      h(
        "tbody",
        {},
        ...rows.map((row) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, listName(row.student)),
            ...assignments.map((_, at) => cellOf(row, at)),
          ),
        ),
      ),
    ),
  );
}

class ClassView implements View {
  private readonly waiting = h("section", {});
  private readonly grid = h("section", {});
  private readonly chairs = h("section", {});
  private readonly link = h("section", {});
  private readonly cards = h("section", {});
  private readonly people = h("details", { class: "folded" });
  readonly title: string;
  readonly element: HTMLElement;

  constructor(private readonly klass: Class) {
    this.title = klass.title;
    this.element = h(
      "div",
      { class: "school class-page" },
      h("p", { class: "how" }, h("a", { href: "#school" }, "All classes")),
      h("h1", {}, klass.title),
      klass.archived && h("p", { class: "said" }, "Archived: nothing more is assigned here."),
      this.waiting,
      this.grid,
      this.chairs,
      this.link,
      this.cards,
      this.people,
      this.changes && h("details", { class: "folded" }, h("summary", {}, "Change the class"), this.change()),
    );
  }
  private get role() {
    return roleIn(me()!, this.klass.id);
  }
  private get changes(): boolean {
    return this.role !== "assistant";
  }
  private get seesJobs(): boolean {
    return ["owner", "admin", "teacher"].includes(this.role ?? "");
  }

  async render(): Promise<void> {
    const [book, members, { invites }, { hearings }, { chairs }] = await Promise.all([
      school.gradebook(this.klass.id),
      school.members(this.klass.id),
      this.changes ? school.invites(this.klass.id) : { invites: [] },
      this.seesJobs ? school.jobs(this.klass.id) : { hearings: [] },
      school.chairs(this.klass.id),
    ]);
    this.drawWaiting(hearings);
    this.drawGrid(book);
    this.drawChairs(chairs, book.assignments.length > 0);
    if (this.changes) this.drawLink(invites);
    if (this.changes) this.cards.replaceChildren(cardsPart(this.klass.id, this.klass.title));
    this.drawPeople(members);
  }

  /** What of this class is not heard; nothing stands there where all is. */
  private drawWaiting(hearings: HearingWaits[]): void {
    this.waiting.replaceChildren(
      ...(hearings.length > 0
        ? [h("p", { class: "said" }, hearingsText(hearings)), hearingList(hearings, () => this.render())]
        : []),
    );
  }

  private drawGrid(book: Gradebook): void {
    const { id } = this.klass;
    this.grid.replaceChildren(
      h(
        "div",
        { class: "buttons" },
        this.changes && h("a", { class: "button start", href: `#assign/${id}` }, "Assign something"),
        book.assignments.length > 0 &&
          this.changes &&
          h("a", { class: "button", href: `/api/classes/${id}/gradebook.csv?bom=1`, download: true }, "CSV"),
      ),
      book.students.length === 0
        ? h("p", { class: "empty" }, "Nobody is here yet. Share the link below.")
        : book.assignments.length === 0
          ? h("p", { class: "empty" }, "Nothing is assigned yet.")
          : gridTable(book),
    );
  }

  private drawChairs(chairs: Chairs[], asked: boolean): void {
    const declares = asked && this.seesJobs;
    this.chairs.replaceChildren(
      ...(chairs.length > 0 || declares ? [h("h2", {}, "Chairs")] : []),
      ...(chairs.length > 0 ? [seatsList(chairs, false)] : []),
      ...(declares
        ? [h("p", {}, h("a", { class: "button", href: `#declare/${this.klass.id}` }, "Declare chairs"))]
        : []),
    );
  }

  private drawLink(invites: Invite[]): void {
    let [uses, days] = [30, 14];
    const place = h("div", {});
    const make = async () => {
      const { code } = await school.invite({ class: this.klass.id, role: "student", uses, days });
      place.replaceChildren(
        shared(joinLink(location.origin, code)),
        h("p", { class: "how" }, "Write it on the board or send it: it is shown this once."),
      );
      return "";
    };
    const rows = invites.map(({ id, role, uses_left, until_s }) =>
      h(
        "li",
        {},
        h("span", {}, `For ${uses_left} more (${role}), until ${momentText(until_s)}.`),
        press(
          "End it",
          async () => {
            await school.endInvite(id);
            await this.render();
          },
          { class: "quiet" },
        ),
      ),
    );
    this.link.replaceChildren(
      h("h2", {}, "Students come in by a link"),
      form(
        [
          field(
            "For how many",
            number(uses, { low: 1, high: 500 }, (value) => (uses = value)),
          ),
          field(
            "Days",
            number(days, { low: 1, high: 365 }, (value) => (days = value)),
          ),
        ],
        "Make a link",
        make,
      ),
      place,
      ...(rows.length > 0 ? [h("ul", { class: "plain-list invites" }, ...rows)] : []),
    );
  }

  private drawPeople({ members }: Members): void {
    const others = byName(members.filter(({ role }) => role !== "student"));
    const row = (member: Members["members"][number]) =>
      h(
        "li",
        {},
        h("span", {}, fullName(member)),
        member.role !== "student" && h("span", { class: "soft" }, member.role),
        this.changes && member.role === "student" && resetPress(member.person, fullName(member)),
        this.changes &&
          member.role !== "teacher" &&
          press(
            "Take out",
            async () => {
              if (!confirm(`Take ${fullName(member)} out of ${this.klass.title}? What was played is kept.`))
                return;
              await school.endMember(this.klass.id, member.person);
              await this.render();
            },
            { class: "quiet", "aria-label": `Take out ${fullName(member)}` },
          ),
      );
    this.people.replaceChildren(
      h("summary", {}, `Who is here: ${countText(studentsOf(members).length, "student")}`),
      h("ul", { class: "plain-list members" }, ...others.map(row), ...studentsOf(members).map(row)),
    );
  }

  private change(): HTMLElement {
    const { id, archived } = this.klass;
    const title = words({ value: this.klass.title, maxlength: "80", required: true });
    return h(
      "div",
      {},
      form([field("Its name", title)], "Rename", async () => {
        await school.changeClass(id, { title: title.value.trim() });
        this.element.querySelector("h1")!.textContent = title.value.trim();
      }),
      h(
        "div",
        { class: "buttons" },
        press(archived ? "Take it up again" : "Archive it", async () => {
          await school.changeClass(id, { archived: !archived });
          location.hash = "school";
        }),
      ),
    );
  }
}

export async function classView(id: string): Promise<View> {
  const view = new ClassView(await school.oneClass(Number(id)));
  await view.render();
  return view;
}
