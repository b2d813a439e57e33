// What a school does behind, in words: takes that wait to be heard, files of everything somebody has, other jobs.
import type { Export, HearingWaits, Job } from "../generated/school_api.ts";
import { countText } from "./numbers.ts";
import { momentText } from "./school_model.ts";

/** "812 KB", "12.3 MB" */
export const bytesText = (bytes: number): string =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1e6).toFixed(1)} MB`;

/** What became of a file that was asked for. */
export function exportText({ state, bytes, until_s, why }: Export): string {
  if (state === "ready" && until_s !== null)
    return `It is ready: ${bytesText(bytes)}, here until ${momentText(until_s)}.`;
  if (state === "waiting") return "It is being made, and stands here when it is ready.";
  return `It was not made${why && ` (${why})`}. Ask again.`;
}

/** Where a take stands that is not heard; what went on meanwhile is the server's to word. */
export function hearingText({ state, why, tries, came_s }: HearingWaits): string {
  const tried = state !== "failed" && tries > 1 ? `, try ${tries} of 3` : "";
  const stands =
    why !== ""
      ? why
      : state === "running"
        ? "is being heard"
        : state === "waiting"
          ? "waits to be heard"
          : "";
  return `${[`handed in ${momentText(came_s)}`, stands].filter(Boolean).join("; ")}${tried}`;
}

/** "2 takes wait to be heard, 1 could not be." */
export function hearingsText(hearings: HearingWaits[]): string {
  const failed = hearings.filter(({ state }) => state === "failed").length;
  const waiting = hearings.length - failed;
  if (waiting === 0) return failed === 0 ? "" : `${countText(failed, "take")} could not be heard.`;
  const wait = `${countText(waiting, "take")} ${waiting === 1 ? "waits" : "wait"} to be heard`;
  return failed === 0 ? `${wait}.` : `${wait}, ${failed} could not be.`;
}

const kKinds: Record<string, (thing: number) => string> = {
  export: (thing) => `File of everything somebody has (number ${thing})`,
  expire: (thing) => `Taking away such a file at its end (number ${thing})`,
  erase: (thing) => `Erasing person ${thing}`,
  retention: () => "What is over by the table of days",
};

export const jobName = ({ kind, thing }: Job): string => kKinds[kind]?.(thing) ?? `${kind} ${thing}`;

/** When a job is done next, and how often it was tried. */
export function jobText({ state, due_s, tries, why }: Job, now_s: number): string {
  const when =
    state === "running" ? "at work now" : due_s <= now_s ? "waits for a worker" : `due ${momentText(due_s)}`;
  return [when, tries > 0 && `tried ${tries === 1 ? "once" : `${tries} times`}`, why]
    .filter(Boolean)
    .join("; ");
}
