// What this device remembers: tempo and bars last used, microphone, round trips, the kit's MIDI map.
import type { RoundTrip } from "./generated/told.ts";

export interface Kept {
  chart: { name: string; title: string; text: string; midi?: string } | null; // text: drum tab; midi: base64
  bpm: number;
  times: number;
  countIn: number;
  from: number;
  to: number;
  subdivision: number;
  input: "microphone" | "midi";
  pad: boolean;
  stop: boolean;
  gap: string;
  clickHeard: boolean;
  device: string;
  roundTrips: Record<string, RoundTrip>;
  midiMap: Record<number, number>;
  minutes: number; // of a day's plan
  player: string; // in the book; empty: its first
  limitTimes: number;
  limitPrior: number;
  limitMost: number;
  limitRest: number;
  limitLetter: string;
  limits: Record<string, { log2_bpm: number; sigma_oct: number }>; // found before
}

const kFirst: Kept = {
  chart: null,
  bpm: 0,
  times: 8,
  countIn: 1,
  from: 1,
  to: 0,
  subdivision: 1,
  input: "microphone",
  pad: false,
  stop: false,
  gap: "",
  clickHeard: true,
  device: "",
  roundTrips: {},
  midiMap: {},
  minutes: 30,
  player: "",
  limitTimes: 0,
  limitPrior: 0,
  limitMost: 16,
  limitRest: 10,
  limitLetter: "C",
  limits: {},
};

export const kept: Kept = {
  ...kFirst,
  ...(JSON.parse(localStorage.getItem("firstchair") ?? "{}") as Partial<Kept>),
};
export function keep(): void {
  localStorage.setItem("firstchair", JSON.stringify(kept));
}

/** From one page to the next: the drill is to start at once; it comes from the day's plan. */
export const wish = { start: false, today: false };
