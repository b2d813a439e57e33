// One assignment, for whoever teaches: what it asks, what can be done with it.
import { h, type View } from "../dom.ts";
import type { Assignment, Rejudged } from "../generated/school_api.ts";
import { demandText, passText } from "../model/assign_model.ts";
import { countsText } from "../model/grade_model.ts";
import { listName, momentText, roleIn } from "../model/school_model.ts";
import { press } from "./forms.ts";
import { me, school } from "./school_server.ts";

/** What is asked, in a list: for whoever teaches and whoever plays. */
export function askedList(one: Assignment): HTMLElement {
  const facts: [string, string][] = [
    ["Chart", one.chart_title],
    ["Tempo", `${one.bpm} BPM`],
    ...(one.bars > 0 ? [["Bars", `${one.bars} at least`] as [string, string]] : []),
    ["Passed by", passText(one.pass)],
    ["Attempts", one.attempts === null ? "as many as you like" : String(one.attempts)],
    ...(one.due_s !== null ? [["Due", momentText(one.due_s)] as [string, string]] : []),
    ...(one.closes_s !== null ? [["Closes", momentText(one.closes_s)] as [string, string]] : []),
    ...(one.source !== "any"
      ? [["Played on", one.source === "midi" ? "an e-kit" : "a microphone"] as [string, string]]
      : []),
  ];
  return h(
    "dl",
    { class: "facts" },
    ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
export const demandList = (one: Assignment): HTMLElement =>
  h("ul", { class: "demand-list" }, ...one.demands.map((demand) => h("li", {}, demandText(demand))));

/** What judging under another version would change. */
function rejudge(one: Assignment): HTMLElement {
  const place = h("div", {});
  const show = async (version: number) => {
    const found = await school.judgeAgain(one.id, version, true);
    const { students } = await school.gradebook(one.class);
    const name = (person: number) => listName(students.find((who) => who.person === person) ?? {});
    place.replaceChildren(...preview(found, name, version));
  };
  const preview = ({ takes, changes }: Rejudged, name: (person: number) => string, version: number) => [
    h(
      "p",
      {},
      changes.length === 0
        ? `${takes} takes under version ${version}: nobody's result is another.`
        : `${takes} takes under version ${version}; for ${changes.length} the result is another. No result falls.`,
    ),
    h(
      "ul",
      { class: "plain-list" },
      ...changes.map(({ person, before, after }) =>
        h("li", {}, `${name(person)}: ${before.replace("_", " ")}, then ${after.replace("_", " ")}`),
      ),
    ),
    changes.length > 0
      ? press("Judge them so", async () => {
          await school.judgeAgain(one.id, version, false);
          place.replaceChildren(h("p", {}, "Judged."));
        })
      : "",
  ];
  return h(
    "section",
    {},
    h("h2", {}, "Judge again"),
    h(
      "p",
      { class: "how" },
      "A take is judged by the version that it was played for. Another version may be asked what it would say.",
    ),
    h(
      "div",
      { class: "buttons" },
      ...Array.from({ length: one.version }, (_, i) => press(`Under version ${i + 1}`, () => show(i + 1))),
    ),
    place,
  );
}

export async function assignmentView(id: string): Promise<View> {
  const one = await school.assignment(Number(id));
  const book = await school.gradebook(one.class);
  const changes = roleIn(me()!, one.class) !== "assistant";
  const counts = countsText(book.grades.filter(({ assignment }) => assignment === one.id));
  const hidden = !one.released && one.results === "by_hand";
  return {
    title: one.title,
    element: h(
      "div",
      { class: "school" },
      h("p", { class: "how" }, h("a", { href: `#class/${one.class}` }, "The class")),
      h("h1", {}, one.title),
      h("p", { class: "order small" }, counts),
      demandList(one),
      askedList(one),
      changes &&
        h(
          "div",
          { class: "buttons" },
          h("a", { class: "button", href: `#change/${one.id}` }, "Change it"),
          hidden &&
            press("Show results to students", async () => {
              await school.release(one.id);
              location.reload();
            }),
        ),
      h(
        "p",
        { class: "how" },
        `Version ${one.version}. ${one.released ? "Students see results." : "Students do not see results yet."}`,
      ),
      changes && one.version > 1 && rejudge(one),
    ),
  };
}
