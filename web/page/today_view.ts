// Today: the day's plan from the book, a step after the other; one press drills it. What to play, why and until when
// say the engine and the book; this file lists it.
import { ranges, type KeptTake, type Step, type Today } from "./generated/server_api.ts";
import { choice, field, h, number, toggle, type View } from "./dom.ts";
import { chooseStep, doneText, latestText, nextStep, orderText, stepText } from "./model/today_model.ts";
import { minutesText } from "./model/numbers.ts";
import { NotThere, server } from "./server.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { builtinTab, choices, openChart, keptOf } from "./shared.ts";
import { encode, wordsOf } from "./text.ts";

const pains = ranges["POST /api/today/pain"].pain;

export async function todayView(): Promise<View> {
  let today: Today | undefined;
  let pain = 0;
  let numb = false;
  const order = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  const latest = h("p", { class: "latest" });
  const plan = h("div", { class: "plan" });
  const goals = h("div", { class: "goals" });

  /** The step's chart, tempo and bars into the drill, and off. */
  async function drill(step: Step): Promise<void> {
    try {
      const name = step.item ?? (await choices).warm_up;
      const bytes = step.item ? await server.chart(name) : encode(await builtinTab(name));
      chooseStep(kept, step, keptOf(name, "", bytes), await openChart(bytes));
      keep();
      wish.start = wish.today = true;
      location.hash = "drill";
    } catch (error) {
      order.textContent = wordsOf(error);
    }
  }

  function show(told: Today): void {
    today = told;
    order.textContent = orderText(told);
    const next = nextStep(told);
    const done = doneText(told);
    const steps = told.plan?.steps ?? [];
    const now = steps[next];
    const played = steps.filter(({ kind }) => kind !== "rest").length;
    const over = told.done?.steps.filter(({ ended }) => ended).length ?? 0;
    plan.replaceChildren(
      ...(now
        ? [
            h(
              "section",
              { class: "now-step" },
              h("h2", {}, "Now"),
              h("p", { class: "what" }, now.what),
              h("p", { class: "soft" }, `Why: ${now.why}. Until: ${now.until}.`),
              h("progress", { max: played, value: over, "aria-label": "Steps ended today" }),
              h("button", { type: "button", class: "start", onclick: () => void drill(now) }, "Start"),
            ),
          ]
        : []),
      h(
        "ol",
        { class: "steps" },
        ...(told.plan?.steps ?? []).map((step, index) => {
          const done = told.done?.steps[index];
          return h(
            "li",
            {
              class: step.kind === "rest" ? "rest" : "",
              "aria-current": index === next ? "step" : undefined,
            },
            h("span", { class: "minutes" }, minutesText(step.minutes)),
            h(
              "div",
              {},
              h("b", {}, step.what),
              h("p", {}, `Why: ${step.why}.`),
              h("p", {}, `Until: ${step.until}.`),
              done &&
                step.kind !== "rest" &&
                h("p", { class: "done" }, h("b", {}, done.ended ? "Ended: " : "So far: "), stepText(done)),
            ),
            step.kind !== "rest" &&
              h(
                "button",
                {
                  type: "button",
                  "aria-label": `Drill: ${step.what}`,
                  onclick: () => void drill(step),
                },
                "Drill",
              ),
          );
        }),
      ),
      ...(done === undefined ? [] : [h("p", { class: "soft" }, done)]),
    );
    goals.replaceChildren(
      h("h2", {}, "Goals"),
      ...(told.goals.length === 0
        ? [h("p", { class: "how" }, "0 goals. An item's page in the book sets one.")]
        : []),
      h(
        "ul",
        { class: "plain-list" },
        ...told.goals.map((goal) =>
          h("li", {}, h("a", { href: `#book/${goal.item}` }, goal.text || goal.title)),
        ),
      ),
    );
  }

  /** The way back to what was played, yesterday or whenever it was. */
  function showLatest(take: KeptTake | undefined): void {
    if (take)
      latest.replaceChildren("Last take: ", h("a", { href: `#take/book-${take.id}` }, latestText(take)));
  }

  async function ask(question: Promise<Today>): Promise<void> {
    try {
      show(await question);
    } catch (error) {
      if (!(error instanceof NotThere)) {
        order.textContent = wordsOf(error);
        return;
      }
      // An empty book.
      order.textContent =
        "0 takes of a chart in the book. The day's plan is made of them; the first drill begins it.";
      plan.replaceChildren(h("a", { class: "button", href: "#drill" }, "Drill"));
    }
  }

  const element = h(
    "div",
    { class: "today" },
    h("h1", {}, "Today"),
    order,
    latest,
    plan,
    h(
      "div",
      { class: "controls" },
      field(
        "Minutes",
        number(kept.minutes, ranges["GET /api/today"].minutes, (value) => {
          kept.minutes = value;
          keep();
          void ask(server.today(value));
        }),
      ),
      field(
        `Pain, ${pains.low} to ${pains.high}`,
        choice(
          Array.from({ length: pains.high + 1 }, (_, i): [string, string] => [String(i), String(i)]),
          "0",
          (value) => (pain = Number(value)),
        ),
      ),
      h(
        "div",
        { class: "toggles" },
        toggle("Numb or tingling", false, (value) => (numb = value)),
      ),
    ),
    h(
      "div",
      { class: "buttons" },
      h("button", { type: "button", onclick: () => void ask(server.done(kept.minutes)) }, "What is done"),
      h(
        "button",
        { type: "button", onclick: () => void ask(server.pain(kept.minutes, pain, numb)) },
        "Plan with that pain",
      ),
    ),
    goals,
    h("p", { class: "keys" }, "Space: drill the next step. D: what is done."),
  );
  const last = server.latestTake().catch(() => undefined);
  await ask(server.today(kept.minutes));
  showLatest(await last);
  return {
    title: "Today",
    element,
    key: (event) => {
      if (event.key === " " && !today) location.hash = "drill";
      else if (event.key === " ") {
        const next = today ? nextStep(today) : -1;
        if (next >= 0) void drill(today!.plan!.steps[next]);
      } else if (event.key.toLowerCase() === "d") void ask(server.done(kept.minutes));
      else return false;
      return true;
    },
  };
}
