// One student at one assignment, for whoever teaches: every take, and what is changed for this student alone.
import { choice, field, h, type View } from "../dom.ts";
import type { NewOverride, Submission } from "../generated/school_api.ts";
import { fieldOf, fullName, roleIn, secondsOf } from "../model/school_model.ts";
import { attemptRow } from "./attempts.ts";
import { exportPart } from "./export_part.ts";
import { form, press, words } from "./forms.ts";
import { me, school } from "./school_server.ts";
import { standing } from "./standing.ts";

class StudentView implements View {
  private readonly head = h("div", { class: "order small" });
  private readonly list = h("ul", { class: "plain-list attempts" });
  private readonly changes = h("section", {});
  private readonly everything: HTMLElement;
  title = "Student";
  readonly element = h("div", { class: "school" });

  constructor(
    private readonly assignment: number,
    private readonly person: number,
  ) {
    this.everything = h(
      "section",
      {},
      h("h2", {}, "What the school has"),
      exportPart(person, "All of it as a file"),
    );
  }

  async render(): Promise<void> {
    const one = await school.assignment(this.assignment);
    const [book, { submissions }] = await Promise.all([
      school.gradebook(one.class),
      school.submissions(this.assignment, this.person),
    ]);
    const student = book.students.find(({ person }) => person === this.person);
    const grade = book.grades.find((found) => found.assignment === one.id && found.person === this.person);
    const role = roleIn(me()!, one.class) ?? "";
    const teaches = role !== "assistant";
    this.title = student ? fullName(student) : "Student";
    this.head.replaceChildren(...(grade ? [standing(grade), h("span", {}, grade.text)] : []));
    this.list.replaceChildren(
      ...submissions.map((take, i) => attemptRow(take, i, teaches && this.doing(take))),
      ...(submissions.length === 0 ? [h("li", {}, "Nothing is handed in yet.")] : []),
    );
    if (teaches) await this.drawChanges(one.attempts);
    this.element.replaceChildren(
      h(
        "p",
        { class: "how" },
        h("a", { href: `#class/${one.class}` }, "The class"),
        " · ",
        h("a", { href: `#assignment/${one.id}` }, one.title),
      ),
      h("h1", {}, this.title),
      this.head,
      this.list,
      this.changes,
      ...(["owner", "admin", "teacher"].includes(role) ? [this.everything] : []),
    );
  }

  /** A take goes out, or is heard again. */
  private doing(take: Submission): HTMLElement | undefined {
    if (take.state === "failed")
      return press(
        "Hear it again",
        async () => {
          await school.again(take.id);
          await this.render();
        },
        { class: "quiet" },
      );
    if (take.state === "taken_out") return undefined;
    return press(
      "Take it out",
      async () => {
        const reason = prompt(
          "Why is this take taken out? The log keeps the reason. It uses no attempt then.",
        );
        if (!reason?.trim()) return;
        await school.takeOut(take.id, reason.trim());
        await this.render();
      },
      { class: "quiet" },
    );
  }

  private async drawChanges(asked: number | null): Promise<void> {
    const { overrides } = await school.overrides(this.assignment);
    const now = overrides.find(({ person }) => person === this.person);
    const wish: Omit<NewOverride, "reason" | "person"> = {
      attempts: now?.attempts ?? null,
      due_s: now?.due_s ?? null,
      excused: now?.excused ?? false,
      passed: now?.passed ?? null,
    };
    const attempts = h("input", {
      type: "number",
      min: asked ?? 1,
      max: 1000,
      placeholder: asked === null ? "as many as they like" : String(asked),
      value: wish.attempts ? String(wish.attempts) : "",
    });
    const due = h("input", { type: "datetime-local", value: fieldOf(wish.due_s) });
    const reason = words({ maxlength: "2000", required: true });
    this.changes.replaceChildren(
      h("h2", {}, "For this student alone"),
      now ? h("p", { class: "how" }, `Changed before: ${now.reason}`) : "",
      form(
        [
          field("Attempts", attempts, "only ever more"),
          field("Due", due),
          field(
            "Result",
            choice(
              [
                ["", "as it was measured"],
                ["excused", "excused"],
                ["passed", "passed, by you"],
                ["not", "not passed, by you"],
              ],
              wish.excused
                ? "excused"
                : wish.passed === null || wish.passed === undefined
                  ? ""
                  : wish.passed
                    ? "passed"
                    : "not",
              (value) => {
                wish.excused = value === "excused";
                wish.passed = value === "passed" ? true : value === "not" ? false : null;
              },
            ),
          ),
          field("Why", reason, "the log keeps it"),
        ],
        "Change it",
        async () => {
          await school.override(this.assignment, {
            ...wish,
            person: this.person,
            attempts: attempts.value ? Number(attempts.value) : null,
            due_s: secondsOf(due.value) ?? null,
            reason: reason.value.trim(),
          });
          await this.render();
          return "Changed.";
        },
      ),
    );
  }
}

export async function studentView(id: string): Promise<View> {
  const [assignment, person] = id.split("/").map(Number);
  const view = new StudentView(assignment, person);
  await view.render();
  return view;
}
