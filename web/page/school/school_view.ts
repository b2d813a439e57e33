// Where a school begins: the classes of whoever teaches, what is asked of whoever learns.
import { field, h, type View } from "../dom.ts";
import type { Child, Class, DueOne, Me } from "../generated/school_api.ts";
import {
  admins,
  fullName,
  helps,
  keepsAccounts,
  learns,
  seesGrid,
  seesJobs,
  teaches,
} from "../model/school_model.ts";
import { hearingsText } from "../model/behind_model.ts";
import { form, words } from "./forms.ts";
import { LogIn, me, school } from "./school_server.ts";
import { nextText } from "../model/grade_model.ts";
import { seatsList } from "./seats_list.ts";
import { answerRow, standing } from "./standing.ts";

/** One assignment of a student's: what it is, how near it is, what comes next. */
function asked({ class_title, assignment, grade, text }: DueOne): HTMLElement {
  return h(
    "li",
    {},
    h(
      "a",
      { href: `#work/${assignment.id}` },
      h("b", {}, assignment.title),
      h("span", { class: "soft" }, class_title),
    ),
    standing(grade),
    h("p", { class: "next" }, nextText(grade, text)),
    grade.answers.length > 0 && h("ul", { class: "answers" }, ...grade.answers.map(answerRow)),
  );
}

function classesOf(classes: Class[]): HTMLElement {
  const rows = classes.map(({ id, title, archived }) =>
    h("li", {}, h("a", { href: `#class/${id}` }, h("b", {}, title)), archived && h("span", {}, "archived")),
  );
  return rows.length > 0
    ? h("ul", { class: "plain-list classes" }, ...rows)
    : h("p", { class: "empty" }, "There is no class yet.");
}

const childrenOf = (children: Child[]): HTMLElement =>
  h(
    "section",
    {},
    h("h2", {}, "Your children"),
    h(
      "ul",
      { class: "plain-list classes" },
      ...children.map((child) =>
        h(
          "li",
          {},
          h("a", { href: `#child/${child.id}` }, h("b", {}, fullName(child))),
          child.consent === false && h("span", {}, "your consent is missing: nothing is sent"),
        ),
      ),
    ),
  );

function addClass(): HTMLElement {
  const title = words({ maxlength: "80", required: true, placeholder: "7b drums" });
  return h(
    "section",
    {},
    h("h2", {}, "Make a class"),
    form([field("Its name", title)], "Make it", async () => {
      const made = await school.addClass(title.value.trim());
      location.hash = `class/${made.id}`;
    }),
  );
}

const titleOf = (who: Me): string =>
  helps(who) ? "Classes" : learns(who) || who.children.length === 0 ? "Assignments" : "Your children";

export async function schoolView(): Promise<View> {
  const who = me();
  if (!who) throw new LogIn("");
  // Nothing else opens before.
  if (who.second_needed) {
    location.hash = "account";
    return { title: "Account", element: h("div", {}) };
  }
  const learnt = who.memberships.filter(({ role }) => role === "student").map((held) => held.class);
  const [{ classes }, { hearings }, { due }, chairs] = await Promise.all([
    helps(who) ? school.classes() : { classes: [] },
    seesJobs(who) ? school.jobs() : { hearings: [] },
    learns(who) ? school.due() : { due: [] },
    Promise.all(learnt.map((klass) => school.chairs(klass))),
  ]);
  const seats = chairs.flatMap((one) => one.chairs);
  const taught = classes.filter(({ id }) => seesGrid(who, id));
  const now = taught.filter(({ archived }) => !archived);
  const before = taught.filter(({ archived }) => archived);
  const list = h(
    "section",
    { class: "due" },
    helps(who) && h("h2", {}, "Asked of you"),
    due.length > 0
      ? h("ul", { class: "assignments" }, ...due.map(asked))
      : h("p", { class: "empty" }, "Nothing is asked yet. What your teacher assigns stands here."),
    seats.length > 0 && h("h2", {}, "Chairs"),
    seats.length > 0 && seatsList(seats, true),
  );
  return {
    title: titleOf(who),
    element: h(
      "div",
      { class: "setup school" },
      h("h1", {}, titleOf(who)),
      h("p", { class: "how" }, who.school.name),
      hearings.length > 0 && h("p", { class: "said" }, h("a", { href: "#waiting" }, hearingsText(hearings))),
      helps(who) && classesOf(now),
      learns(who) && list,
      who.children.length > 0 && childrenOf(who.children),
      teaches(who) && addClass(),
      keepsAccounts(who) &&
        h(
          "p",
          { class: "how" },
          "Teachers are invited under ",
          h("a", { href: "#people" }, "People"),
          "; every change is a line of the ",
          h("a", { href: "#log" }, "log"),
          admins(who) ? "; what is done behind stands under " : ".",
          admins(who) && h("a", { href: "#waiting" }, "What waits"),
          admins(who) && ".",
        ),
      before.length > 0 &&
        h("details", { class: "folded" }, h("summary", {}, "Archived classes"), classesOf(before)),
    ),
  };
}
