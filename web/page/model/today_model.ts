// The day's plan without its picture: which step is next, what a step asks of the drill, how much is done.
import type { KeptTake, Step, StepDone, Today } from "../generated/server_api.ts";
import type { ChartFacts } from "../generated/told.ts";
import { chooseChart, plainClick, type Kept, type KeptChart } from "./kept.ts";
import { countText, minutesText, tempoText } from "./numbers.ts";

const kTake = 0.5; // minutes of a take that is one of several

/** The first step that has not ended and is played; -1: there is none. */
export const nextStep = (today: Today): number =>
  today.plan?.steps.findIndex((step, i) => step.kind !== "rest" && !today.done?.steps[i]?.ended) ?? -1;

/** How often a step's chart is to be played in one take of it. */
export function passesOf(step: Step, facts: Pick<ChartFacts, "bars" | "beats" | "unit">): number {
  const pass = (facts.bars * facts.beats * 4) / facts.unit / step.bpm; // minutes
  const whole = step.kind === "warm_up" || step.kind === "own_time" || step.kind === "full_take";
  const minutes = whole ? step.minutes / Math.max(1, step.count) : Math.min(step.minutes, kTake);
  return Math.max(1, Math.round(minutes / pass));
}

/** The step's chart, tempo and bars become what is drilled. */
export function chooseStep(kept: Kept, step: Step, chart: KeptChart, facts: ChartFacts): void {
  chooseChart(kept, { ...chart, title: step.title || facts.title });
  plainClick(kept);
  Object.assign(kept, {
    bpm: Math.round(step.bpm),
    times: passesOf(step, facts),
    gap: step.gap_off > 0 ? `${step.gap_on}/${step.gap_off}` : "",
    stop: false,
  });
}

export const orderText = ({ advice, plan }: Today): string =>
  [advice?.text, plan && `${minutesText(plan.playing)} of playing, ${minutesText(plan.total)} in all.`]
    .filter(Boolean)
    .join(" ");

export const stepText = ({ minutes, takes, clean, best_bpm }: StepDone): string =>
  `${minutesText(minutes)}, ${countText(takes, "take")}, ${clean} clean${best_bpm ? `, to ${tempoText(best_bpm)}` : ""}.`;

/** What was played last, and when. */
export function latestText(
  { title, bpm, began_s }: Pick<KeptTake, "title" | "bpm" | "began_s">,
  language?: string,
): string {
  const when = new Date(1000 * began_s).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
  return `${title || "without a title"}${bpm > 0 ? ` at ${tempoText(bpm)}` : ""}, ${when}`;
}

/** How much of the day is done; nothing where that was not asked. */
export function doneText({ plan, done }: Today): string | undefined {
  if (!done) return undefined;
  const ended = done.steps.filter((step) => step.ended).length;
  const steps = plan?.steps.filter((step) => step.kind !== "rest").length ?? 0;
  return (
    `${ended} of ${countText(steps, "step")} ended, ${minutesText(done.minutes)} played, ` +
    `${countText(done.beside, "take")} beside the plan.`
  );
}
