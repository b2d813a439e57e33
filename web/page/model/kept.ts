// What this device remembers: tempo and bars last used, microphone, round trips, the kit's MIDI map.
import type { Choices, Doing, Line, RoundTrip } from "../generated/told.ts";
import { firstBand, type KeptBand } from "./band_model.ts";
import type { OwnChart } from "./library.ts";

export interface KeptChart {
  name: string; // of a built-in one, of a file, or "own"
  title: string;
  text: string; // drum tab
  midi?: string; // base64, in place of the text
}

export interface Kept {
  visited: boolean; // the first visit is over
  chart: KeptChart | null;
  library: OwnChart[]; // charts of one's own (model/library.ts)
  thrownAway: string[]; // keys of charts that the book is still to be told of
  bpm: number; // 0: the chart's
  times: number;
  countIn: number;
  from: number;
  to: number; // 0: the last bar
  lines: Line[]; // of the chart that are played; none: all
  subdivision: number;
  input: "microphone" | "midi";
  handsFree: "off" | "pad" | "microphone"; // a roll or two loud strokes do what space does
  pad: boolean;
  stop: boolean;
  gap: string; // "2/2": bars with the click, then silent ones; empty: none
  clickHeard: boolean;
  clickDb: number; // of the click, under full scale
  clickSound: string; // an id of the door's
  accents: string; // beats, from 1: "1 3 5"; "0": none
  leftHanded: boolean; // stickings of charts that come from elsewhere are changed over
  offbeat: boolean; // it sounds between the beats
  mute: number; // % of its strokes left out at random
  rampBars: number; // bars after which the tempo climbs; 0: it stays
  rampStep: number; // by so many BPM
  rampLimit: number; // up to there
  rampBack: boolean; // and down again
  device: string;
  roundTrips: Record<string, RoundTrip>;
  midiMap: Record<number, number>;
  kit: string; // id of a built-in kit profile, or "own"; empty: the usual one, or what a file gives away
  ownKit: string; // a profile as JSON (docs/formats/kit.md); empty: none
  kitSounds: Record<string, string>; // JSON (docs/formats/kit_sound.md), by whose: a school's person, else empty
  useKitSound: boolean; // recordings and drills that are over are heard with it
  minutes: number; // of a day's plan
  player: string; // in the book; empty: its first
  limitTimes: number;
  limitPrior: number;
  limitMost: number;
  limitRest: number;
  limitLetter: string;
  limits: Record<string, { log2_bpm: number; sigma_oct: number }>; // found before
  band: KeptBand;
}

/** Of somebody who has chosen nothing yet. */
export const firstKept = ({ drill, limit, letter, click_sounds }: Choices, minutes: number): Kept => ({
  visited: false,
  chart: null,
  library: [],
  thrownAway: [],
  bpm: 0,
  times: drill.times.first,
  countIn: drill.count_in.first,
  from: 1,
  to: 0,
  lines: [],
  subdivision: drill.subdivision.first,
  input: "microphone",
  handsFree: "off",
  pad: false,
  stop: false,
  gap: "",
  clickHeard: true,
  clickDb: -12,
  clickSound: click_sounds[0].id,
  accents: "1",
  leftHanded: false,
  offbeat: false,
  mute: 0,
  rampBars: 0,
  rampStep: 4,
  rampLimit: 160,
  rampBack: false,
  device: "",
  roundTrips: {},
  midiMap: {},
  kit: "",
  ownKit: "",
  kitSounds: {},
  useKitSound: true,
  minutes,
  player: "",
  limitTimes: limit.times.first,
  limitPrior: limit.prior_bpm.first,
  limitMost: limit.most.first,
  limitRest: limit.rest_s.first,
  limitLetter: letter,
  limits: {},
  band: firstBand,
});

/** Another chart is chosen: its whole length, at its own tempo. */
export function chooseChart(kept: Kept, chart: KeptChart): void {
  Object.assign(kept, { chart, bpm: 0, from: 1, to: 0, lines: [] });
}

/** The order is obeyed: its tempo, bars, passes and voices, with the click throughout. */
export function obey(kept: Kept, { bpm, from, to, times, lines }: Doing): void {
  Object.assign(kept, { bpm, from, to, times, lines: [...lines] });
  plainClick(kept);
}
/** The click throughout, at one tempo. */
export function plainClick(kept: Kept): void {
  Object.assign(kept, { gap: "", mute: 0, rampBars: 0, offbeat: false });
}

/** What a drill or a recording is told of the e-kit (door/page_kit.h). */
export function kitSettings({ kit, ownKit, midiMap }: Kept): { kit?: string; notes?: string } {
  const notes = Object.entries(midiMap)
    .map(([raw, note]) => `${raw}=${note}`)
    .join(" ");
  const profile = kit === "own" ? ownKit : kit;
  return { ...(profile ? { kit: profile } : {}), ...(notes ? { notes } : {}) };
}
