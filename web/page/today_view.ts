// Today: the day's plan from the book, a step after the other; one press drills it. What to play, why and until when say
// the engine and the book; this file lists it.
import type { Step, StepDone, Today } from "./generated/server_api.ts";
import { choice, field, h, number, toggle, type View } from "./dom.ts";
import { server } from "./server.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { builtinTab, openChart } from "./shared.ts";
import { encode, wordsOf } from "./text.ts";

const kWarmUp = "single-stroke-roll"; // a warm-up names no chart
const kTake = 0.5; // minutes of a take that is one of several

export async function todayView(): Promise<View> {
  let today: Today | undefined;
  let pain = 0;
  let numb = false;
  const order = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  const plan = h("div", { class: "plan" });
  const goals = h("div", { class: "goals" });

  /** The step's chart, tempo and bars into the drill, and off. */
  async function drill(step: Step): Promise<void> {
    try {
      const text = step.item ? await server.chart(step.item) : await builtinTab(kWarmUp);
      const facts = await openChart(encode(text));
      const pass = (facts.bars * facts.beats * 4) / facts.unit / step.bpm; // minutes
      const whole = step.kind === "warm_up" || step.kind === "own_time" || step.kind === "full_take";
      kept.chart = { name: step.item ?? kWarmUp, title: step.title || facts.title, text };
      Object.assign(kept, {
        bpm: Math.round(step.bpm),
        from: 1,
        to: 0,
        times: Math.max(
          1,
          Math.round((whole ? step.minutes / Math.max(1, step.count) : Math.min(step.minutes, kTake)) / pass),
        ),
        gap: step.gap_off > 0 ? `${step.gap_on}/${step.gap_off}` : "",
        stop: false,
      });
      keep();
      wish.start = wish.today = true;
      location.hash = "drill";
    } catch (error) {
      order.textContent = wordsOf(error);
    }
  }

  const minutes = (value: number) =>
    `${value.toFixed(value < 10 && Math.abs(value - Math.round(value)) > 0.05 ? 1 : 0)} min`;
  const count = (value: number, word: string) => `${value} ${word}${value === 1 ? "" : "s"}`;

  const doneWords = (done: StepDone) =>
    `${minutes(done.minutes)}, ${count(done.takes, "take")}, ${done.clean} clean${done.best_bpm ? `, to ${done.best_bpm.toFixed(0)}` : ""}.`;

  /** The first step that has not ended and is played. */
  const nextOf = (told: Today) =>
    told.plan?.steps.findIndex((step, i) => step.kind !== "rest" && !told.done?.steps[i]?.ended) ?? -1;

  function show(told: Today): void {
    today = told;
    order.textContent = [
      told.advice?.text,
      told.plan && `${minutes(told.plan.playing)} of playing, ${minutes(told.plan.total)} in all.`,
    ]
      .filter(Boolean)
      .join(" ");
    const next = nextOf(told);
    plan.replaceChildren(
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
            h("span", { class: "minutes" }, minutes(step.minutes)),
            h(
              "div",
              {},
              h("b", {}, step.what),
              h("p", {}, `Why: ${step.why}.`),
              h("p", {}, `Until: ${step.until}.`),
              done &&
                step.kind !== "rest" &&
                h("p", { class: "done" }, h("b", {}, done.ended ? "Ended: " : "So far: "), doneWords(done)),
            ),
            step.kind !== "rest" &&
              h(
                "button",
                {
                  type: "button",
                  class: index === next ? "start" : "",
                  "aria-label": `Drill: ${step.what}`,
                  onclick: () => void drill(step),
                },
                "Drill",
              ),
          );
        }),
      ),
      ...(told.done
        ? [
            h(
              "p",
              { class: "soft" },
              `${told.done.steps.filter((step) => step.ended).length} of ${count(told.plan?.steps.filter((step) => step.kind !== "rest").length ?? 0, "step")} ended, ${minutes(told.done.minutes)} played, ${count(told.done.beside, "take")} beside the plan.`,
            ),
          ]
        : []),
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

  async function ask(question: Promise<Today>): Promise<void> {
    try {
      show(await question);
    } catch (error) {
      order.textContent = wordsOf(error);
    }
  }

  const element = h(
    "div",
    { class: "today" },
    h("h1", {}, "Today"),
    order,
    plan,
    h(
      "div",
      { class: "controls" },
      field(
        "Minutes",
        number(kept.minutes, 5, 240, (value) => {
          kept.minutes = value;
          keep();
          void ask(server.today(value));
        }),
      ),
      field(
        "Pain, 0 to 10",
        choice(
          Array.from({ length: 11 }, (_, i) => [String(i), String(i)] as [string, string]),
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
  await ask(server.today(kept.minutes));
  return {
    title: "Today",
    element,
    key: (event) => {
      if (event.key === " ") {
        const next = today ? nextOf(today) : -1;
        if (next >= 0) void drill(today!.plan!.steps[next]);
      } else if (event.key.toLowerCase() === "d") void ask(server.done(kept.minutes));
      else return false;
      return true;
    },
  };
}
