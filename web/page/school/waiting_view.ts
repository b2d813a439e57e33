// Takes that wait to be heard or could not be, and what is done about them; for an admin every other job of the school.
import { h, type View } from "../dom.ts";
import type { Class, HearingWaits, Job } from "../generated/school_api.ts";
import { hearingsText, hearingText, jobName, jobText } from "../model/behind_model.ts";
import { admins, listName } from "../model/school_model.ts";
import { press, whileShown } from "./forms.ts";
import { me, school } from "./school_server.ts";

const kLookMs = 5000;

/** One row a take. `again` reads all of it anew; `classes` name those of other classes than the page's own. */
export function hearingList(
  hearings: HearingWaits[],
  again: () => Promise<void>,
  classes: Class[] = [],
): HTMLElement {
  const row = (one: HearingWaits) => {
    const name = listName(one);
    const title = classes.find(({ id }) => id === one.class)?.title;
    return h(
      "li",
      {},
      h("a", { href: `#student/${one.assignment}/${one.person}` }, h("b", {}, name)),
      title && h("span", { class: "soft" }, title),
      h("span", { class: "state" }, hearingText(one)),
      one.again &&
        press(
          "Hear it again",
          async () => {
            await school.again(one.submission);
            await again();
          },
          { class: "quiet", "aria-label": `Hear it again: the take of ${name}` },
        ),
    );
  };
  return h("ul", { class: "plain-list hearings" }, ...hearings.map(row));
}

class WaitingView implements View {
  readonly title = "What waits";
  private readonly hearings = h("section", {});
  private readonly others = h("section", {});
  readonly element = h(
    "div",
    { class: "school waiting-page" },
    h("p", { class: "how" }, h("a", { href: "#school" }, "All classes")),
    h("h1", {}, "What waits"),
    h(
      "p",
      { class: "how" },
      "A recording is heard behind, in its turn. What a machine fails at is tried three times by itself, and uses no attempt.",
    ),
    this.hearings,
    this.others,
  );
  private drawn = "";

  constructor(private readonly classes: Class[]) {}

  async load(): Promise<void> {
    const { hearings, others } = await school.jobs();
    // What is as it was is left alone: somebody may be about to press a button of it.
    const now = JSON.stringify([hearings, others]);
    if (now === this.drawn) return;
    this.drawn = now;
    this.hearings.replaceChildren(
      h("p", { role: "status" }, hearingsText(hearings) || "Every take that was handed in is heard."),
      hearingList(hearings, () => this.load(), this.classes),
    );
    if (admins(me()!)) this.others.replaceChildren(...otherJobs(others));
  }
}

const otherJobs = (others: Job[]): HTMLElement[] => [
  h("h2", {}, "Other jobs of the school"),
  others.length > 0
    ? h(
        "ul",
        { class: "plain-list hearings" },
        ...others.map((job) =>
          h(
            "li",
            {},
            h("b", {}, jobName(job)),
            h("span", { class: "state" }, jobText(job, Date.now() / 1000)),
          ),
        ),
      )
    : h("p", { class: "empty" }, "There is none."),
];

export async function waitingView(): Promise<View> {
  const view = new WaitingView((await school.classes()).classes);
  await view.load();
  whileShown(view.element, kLookMs, async () => {
    await view.load();
    return false;
  });
  return view;
}
