// The band without its picture: which song, what is asked for, the form as rows of bars, and where in it the music is.
import type { BandBar, BandChoices, BandNews, BandSong } from "../generated/band_told.ts";

/** A song as it is remembered: a built-in one by its name, else the file. */
export interface KeptSong {
  builtin?: string;
  name: string; // of the file; empty: it was pasted
  bytes: string; // base64
  number: number; // which of the file's songs
}
export interface KeptBand {
  song: KeptSong | null; // none was chosen
  bpm: number; // 0: the song's
  follow: number; // below 0: the song's, or the usual one
  countIn: number; // below 0: the usual one
  times: number; // 0: the usual one
  trade: number; // bars; 0: never
  walk: boolean;
  solo: number; // bars of a written solo; 0: until the cue; -1: as written
  answer: number; // dB
  style: string; // empty: the song's
  mute: string; // empty: everybody plays
  db: number; // of the band
  cueNote: number; // a pad that is the cue; below 0: none
  clockTo: string; // a part of the name of a MIDI output that gets the clock; empty: none
}
export const firstBand: KeptBand = {
  song: null,
  bpm: 0,
  follow: -1,
  countIn: -1,
  times: 0,
  trade: 0,
  walk: false,
  solo: -1,
  answer: 0,
  style: "",
  mute: "",
  db: 0,
  cueNote: -1,
  clockTo: "",
};
/** What was kept, with what is missing in it or is of another kind as at first. */
export const keptBand = (kept: Partial<KeptBand>): KeptBand =>
  Object.fromEntries(
    Object.entries(firstBand).map(([key, first]) => {
      const value = kept[key as keyof KeptBand];
      const fits = first === null ? typeof value === "object" : typeof value === typeof first;
      return [key, fits ? value : first];
    }),
  ) as unknown as KeptBand;

/** Settings of a band over that song, as chosen (bandstand/settings_of_band.h), but for its sound. */
export function bandWishes(
  kept: KeptBand,
  { ranges }: BandChoices,
  song: BandSong,
): Record<string, string | number | boolean | undefined> {
  return {
    bpm: kept.bpm || undefined,
    follow: dialOf(kept, { ranges }, song),
    count_in: kept.countIn < 0 ? ranges.count_in.first : kept.countIn,
    times: kept.times || ranges.times.first,
    trade: kept.trade,
    walk: kept.walk,
    solo: kept.solo,
    answer: kept.answer,
    style: kept.style || undefined,
    mute: kept.mute || undefined,
  };
}
export const dialOf = (kept: KeptBand, { ranges }: Pick<BandChoices, "ranges">, song: BandSong): number =>
  kept.follow >= 0 ? kept.follow : song.follow >= 0 ? song.follow : ranges.follow.first;
export const tempoOf = (kept: KeptBand, { ranges }: Pick<BandChoices, "ranges">, song: BandSong): number =>
  kept.bpm || Math.round(song.bpm) || ranges.bpm.first;

/** Bars as rows of at most so many, a section beginning a row of its own. */
export function rowsOf(bars: BandBar[], most: number): BandBar[][] {
  const rows: BandBar[][] = [];
  for (const bar of bars) {
    const last = rows.at(-1);
    if (!last || last.length >= most || (bar.section !== "" && last.length > 0)) rows.push([bar]);
    else last.push(bar);
  }
  return rows;
}
export const kBetweenChords = 0.3; // em
/** How wide the fullest bar's chords are, in em, by the width of a text. */
export const widestBar = (bars: BandBar[], wide: (text: string) => number): number =>
  Math.max(
    1,
    ...bars.map(({ chords }) =>
      chords.reduce((sum, { text }, i) => sum + wide(text) + (i > 0 ? kBetweenChords : 0), 0),
    ),
  );

/** The bar that holds a quarter of the song, by its index; -1: it is counted in. Behind the last one it is the last. */
export function barAt(bars: BandBar[], quarter: number): number {
  let at = -1;
  while (at + 1 < bars.length && bars[at + 1].at <= quarter + 1e-9) ++at;
  return at;
}
/** The beat in that bar from 1, as the meter counts; in a count-in the beats before the song go down to 1. */
export function beatAt(bars: BandBar[], quarter: number): number {
  const bar = bars[Math.max(0, barAt(bars, quarter))];
  const beat = bar.quarters / bar.beats;
  const since = (quarter - bar.at) / beat;
  return Math.floor((((since % bar.beats) + bar.beats) % bar.beats) + 1e-6) + 1;
}

/** The quarter that is heard at a frame, by what was told of frames around it; nothing before anything was. Between two
 * tellings the music goes on evenly, but where it jumped. */
export function quarterAt(
  told: Pick<BandNews, "frame" | "quarter" | "bpm">[],
  frame: number,
  rate: number,
): number | undefined {
  if (told.length === 0) return undefined;
  const along = (from: (typeof told)[number]) => from.quarter + ((frame - from.frame) / rate / 60) * from.bpm;
  const next = told.findIndex((one) => one.frame >= frame);
  if (next < 0) return along(told.at(-1)!);
  const [before, after] = [told[next - 1], told[next]];
  if (!before) return along(after);
  const steps = after.quarter - before.quarter;
  const even = ((after.frame - before.frame) / rate / 60) * after.bpm;
  if (Math.abs(steps - even) > 0.25) return Math.min(along(before), before.quarter + Math.max(0, even));
  return before.quarter + (steps * (frame - before.frame)) / (after.frame - before.frame);
}

/** Whether a file is a song for a band and nothing else. */
export const isBandSong = (name: string): boolean =>
  /\.(irealb|irealbook|html?|cho|chordpro|chopro|crd|pro|ls|leadsheet)$/i.test(name);
