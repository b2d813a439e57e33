// A child, for a guardian: consent, what is asked and how it stands, what the school has. Numbers and no sound.
import { h, type View } from "../dom.ts";
import type { Child, DueOne } from "../generated/school_api.ts";
import { fullName, momentText } from "../model/school_model.ts";
import { press } from "./forms.ts";
import { ownData } from "./own_data.ts";
import { me, school } from "./school_server.ts";
import { nextText } from "../model/grade_model.ts";
import { answerRow, standing } from "./standing.ts";

function asked({ class_title, assignment, grade, text }: DueOne): HTMLElement {
  return h(
    "li",
    {},
    h("div", { class: "head" }, h("b", {}, assignment.title), h("span", { class: "soft" }, class_title)),
    standing(grade),
    h("p", { class: "next" }, nextText(grade, text)),
    grade.answers.length > 0 && h("ul", { class: "answers" }, ...grade.answers.map(answerRow)),
  );
}

function consent(child: Child): HTMLElement | false {
  if (child.consent === null) return false;
  const given = child.consent;
  return h(
    "section",
    {},
    h("h2", {}, "Consent"),
    h(
      "p",
      {},
      given
        ? "You agree that takes are sent to the school and kept there."
        : "Nothing of this child is sent or kept before you agree. Practising works without it.",
    ),
    h(
      "div",
      { class: "buttons" },
      press(given ? "Take the consent back" : "I agree", async () => {
        await school.consent(child.id, !given, "in the page");
        await school.me();
        dispatchEvent(new HashChangeEvent("hashchange"));
      }),
    ),
  );
}

export async function childView(id: string): Promise<View> {
  await school.me();
  const child = me()?.children.find((one) => one.id === Number(id));
  if (!child) throw new Error("Nobody of that number is your child here.");
  const [{ due }, { lines }] = await Promise.all([
    school.dueOf(child.id),
    school.log({ person: String(child.id) }),
  ]);
  const name = fullName(child);
  return {
    title: name,
    element: h(
      "div",
      { class: "setup school" },
      h("h1", {}, name),
      consent(child),
      h(
        "section",
        { class: "due" },
        h("h2", {}, "Asked"),
        due.length > 0
          ? h("ul", { class: "assignments" }, ...due.map(asked))
          : h("p", { class: "empty" }, "Nothing is asked yet."),
      ),
      ownData(child.id, name),
      h(
        "details",
        { class: "folded" },
        h("summary", {}, "What was done with it"),
        h(
          "ul",
          { class: "plain-list" },
          ...lines.map((line) =>
            h(
              "li",
              {},
              `${momentText(line.at_s)}: ${line.verb}, ${line.role}${line.detail && `: ${line.detail}`}`,
            ),
          ),
        ),
      ),
    ),
  };
}
