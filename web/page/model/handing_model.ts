// What is handed in by playing: how a drill is set for an assignment, and what a take of one says of itself.
import type { Assignment } from "../generated/school_api.ts";
import { chooseChart, plainClick, type Kept, type KeptChart } from "./kept.ts";

type Asked = Pick<Assignment, "bpm" | "bars" | "source">;

/** The drill as the assignment asks for it: its whole chart at its tempo, with the click throughout, every voice, and
 * as many passes as make the bars that are asked, or as judging wants. `whole`: bars of the chart. */
export function asAsked(kept: Kept, chart: KeptChart, whole: number, { bpm, bars, source }: Asked): void {
  chooseChart(kept, chart);
  plainClick(kept);
  Object.assign(kept, { bpm, times: Math.ceil(bars / Math.max(1, whole)), stop: false });
  if (source !== "any") kept.input = source === "midi" ? "midi" : "microphone";
}

/** Why a take for an assignment that its player did not finish is not handed in. */
export const kBrokenOff = "It was broken off.";

/** A chart as the drill keeps it: MIDI as base64 of its bytes, else its text. */
export function chartOf(name: string, title: string, data: string, text: string): KeptChart {
  return data.startsWith("TVRoZA") ? { name, title, text: "", midi: data } : { name, title, text };
}

/** "Kept here, not sent (3)." */
export const waitingText = (takes: number): string => (takes > 0 ? `Kept here, not sent (${takes}).` : "");

export interface HandedIn {
  assignment?: number;
  synced?: { submission?: number; told?: string; refused?: string };
}
/** One line of a take on this device. */
export function handedText({ assignment, synced }: HandedIn): string {
  if (assignment === undefined) return "Practice: not handed in.";
  if (!synced) return "Kept here, not sent.";
  if (synced.refused) return `Not handed in: ${synced.refused}`;
  return `Handed in. ${synced.told ?? ""}`.trim();
}
