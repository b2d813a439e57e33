// What a student is asked for: the demands, how near the last take was, and two ways to play it.
import { h, type View } from "../dom.ts";
import { nextText } from "../model/grade_model.ts";
import { counts, receiptsOf } from "../model/seats_model.ts";
import { NotThere } from "../server.ts";
import { onSync } from "../sync.ts";
import { askedList, demandList } from "./assignment_view.ts";
import { attemptRow } from "./attempts.ts";
import { press } from "./forms.ts";
import { play } from "./handing.ts";
import { LogIn, me, school } from "./school_server.ts";
import { answerRow, standing } from "./standing.ts";

class WorkView implements View {
  title = "Assignment";
  readonly element = h("div", { class: "school work" });
  private readonly stop = onSync(() => void this.render().catch(() => undefined));

  constructor(private readonly id: number) {}

  async render(): Promise<void> {
    const [{ due }, { submissions }] = await Promise.all([
      school.due(),
      school.submissions(this.id, me()!.person.id),
    ]);
    const one = due.find(({ assignment }) => assignment.id === this.id);
    if (!one) throw new NotThere("There is nothing here that is asked of you.");
    const { assignment, grade, open, text, class_title } = one;
    const { chairs } = await school.chairs(assignment.class);
    const counting = chairs.filter((seats) => counts(seats, this.id));
    this.title = assignment.title;
    this.element.replaceChildren(
      h("p", { class: "how" }, h("a", { href: "#school" }, "All assignments"), ` · ${class_title}`),
      h("h1", {}, assignment.title),
      h("div", { class: "order small" }, standing(grade), h("span", {}, nextText(grade, text))),
      h(
        "div",
        { class: "buttons" },
        open && press("Play and hand in", () => play(assignment, true), { class: "start" }),
        press("Practise", () => play(assignment, false)),
      ),
      ...counting.map(({ id, title }) =>
        h(
          "p",
          { class: "counts" },
          "The next take that you hand in is the one that counts for ",
          h("a", { href: `#seats/${id}` }, title),
          ": practise first, and begin when you are ready.",
        ),
      ),
      ...chairs.flatMap(({ id, title, own }) =>
        receiptsOf(own, this.id).map((receipt) =>
          h(
            "p",
            { class: "counts" },
            "On record for ",
            h("a", { href: `#seats/${id}` }, title),
            ". Receipt ",
            h("code", {}, receipt),
          ),
        ),
      ),
      grade.answers.length > 0
        ? h("ul", { class: "answers" }, ...grade.answers.map(answerRow))
        : demandList(assignment),
      askedList({ ...assignment, attempts: grade.attempts, due_s: one.due_s }),
      h("h2", {}, "Your takes"),
      submissions.length > 0
        ? h(
            "ul",
            { class: "plain-list attempts" },
            ...submissions.map((take, i) => attemptRow(take, i)).reverse(),
          )
        : h("p", { class: "empty" }, "Nothing is handed in yet. A take that is played to its end is."),
    );
  }
  leave(): void {
    this.stop();
  }
}

export async function workView(id: string): Promise<View> {
  if (!me()) throw new LogIn("");
  const view = new WorkView(Number(id));
  await view.render();
  return view;
}
