// The charts of one's own: written, dropped or opened by a link. What was written is never lost by choosing another
// chart, and goes back version by version.
import type { ChartVersion, SentVersion, WrittenChart } from "../generated/server_api.ts";
import { chooseChart, type Kept, type KeptChart } from "./kept.ts";

export interface OwnChart {
  id: string; // "own-3": the name of the chart
  title: string;
  versions: string[]; // drum tab, the latest last
  midi?: string; // base64, in place of the versions
  key?: string; // what the book calls it, on every device; none: it never was there
  book?: number; // written_s of the book's newest version, as far as it is known here
  waits?: boolean; // false: its newest version is in the book
}
const kMostVersions = 40;

export const isOwn = (chart: KeptChart | null): boolean => chart?.name.startsWith("own") ?? false;
const found = (kept: Kept): OwnChart | undefined => kept.library.find(({ id }) => id === kept.chart?.name);
const asChart = ({ id, title, versions, midi }: OwnChart): KeptChart =>
  midi === undefined ? { name: id, title, text: versions.at(-1)! } : { name: id, title, text: "", midi };

/** A chart that comes from elsewhere is one's own from now on, and chosen. */
export function addOwn(kept: Kept, title: string, text: string, midi?: string): OwnChart {
  const numbers = kept.library.map(({ id }) => Number(id.slice("own-".length)) || 0);
  const own: OwnChart = { id: `own-${Math.max(0, ...numbers) + 1}`, title, versions: [text] };
  if (midi !== undefined) Object.assign(own, { versions: [], midi });
  kept.library = [...kept.library, own];
  chooseChart(kept, asChart(own));
  return own;
}

/** The chosen chart as it has been written now; of a chart that is not one's own a copy. `title`: as the tab has it. */
export function write(kept: Kept, text: string, title: string): void {
  const own = found(kept);
  if (!own || own.midi !== undefined) {
    const { bpm, from, to } = kept;
    const from_other = kept.chart?.title && kept.chart.title === title;
    addOwn(kept, from_other ? `${title}, edited` : title || "Chart", text);
    Object.assign(kept, { bpm, from, to });
    return;
  }
  if (own.versions.at(-1) === text) return;
  own.versions = [...own.versions, text].slice(-kMostVersions);
  own.title = title || own.title;
  own.waits = true;
  kept.chart = asChart(own);
}
export const mayUndo = (kept: Kept): boolean => (found(kept)?.versions.length ?? 0) > 1;
/** As it was before the last writing. */
export function undo(kept: Kept): void {
  const own = found(kept);
  if (!own || own.versions.length < 2) return;
  own.versions = own.versions.slice(0, -1);
  own.waits = true;
  kept.chart = asChart(own);
}

export function openOwn(kept: Kept, id: string): void {
  const own = kept.library.find((one) => one.id === id);
  if (own) chooseChart(kept, asChart(own));
}
export function removeOwn(kept: Kept, id: string): void {
  const { key } = kept.library.find((one) => one.id === id) ?? {};
  if (key !== undefined) kept.thrownAway = [...kept.thrownAway, key];
  kept.library = kept.library.filter((one) => one.id !== id);
  if (kept.chart?.name === id) Object.assign(kept, { chart: null, bpm: 0, from: 1, to: 0, lines: [] });
}
/** Of somebody who kept one chart before there was a library. */
export function adopt(kept: Kept): void {
  if (!isOwn(kept.chart) || found(kept)) return;
  const { bpm, from, to, lines, chart } = kept;
  addOwn(kept, chart!.title, chart!.text, chart!.midi);
  Object.assign(kept, { bpm, from, to, lines });
}

/** 32 digits: nobody else calls a chart so. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** What the book is to be told: versions that were written here since, and charts that were thrown away. */
export function unsent(kept: Kept): SentVersion[] {
  for (const own of kept.library) own.key ??= newKey();
  const written = kept.library
    .filter(({ waits }) => waits !== false)
    .map(({ key, title, versions, midi }): SentVersion => ({
      id: key!,
      title,
      format: midi === undefined ? "text" : "midi",
      text: midi ?? versions.at(-1)!,
    }));
  return [
    ...written,
    ...kept.thrownAway.map((id): SentVersion => ({ id, title: "", format: "text", text: "" })),
  ];
}
/** The book has it. Where more was written meanwhile, that waits. */
export function markSent(kept: Kept, { id, text }: SentVersion, written_s: number): void {
  kept.thrownAway = kept.thrownAway.filter((key) => key !== id);
  const own = kept.library.find(({ key }) => key === id);
  if (!own || (own.midi ?? own.versions.at(-1)) !== text) return;
  Object.assign(own, { waits: false, book: written_s });
}
/** Of the book's charts those that were written on since, on another device. */
export const newerInBook = (written: WrittenChart[], { library }: Pick<Kept, "library">): WrittenChart[] =>
  written.filter(({ id, written_s }) =>
    library.some(({ key, waits, book = 0 }) => key === id && waits === false && book < written_s),
  );
/** Of the book's charts those that this device has not. */
export const notHere = (
  written: WrittenChart[],
  { library, thrownAway }: Pick<Kept, "library" | "thrownAway">,
): WrittenChart[] =>
  written.filter(({ id }) => !thrownAway.includes(id) && !library.some(({ key }) => key === id));
/** A chart as the book has it: in the library, or in place of what was there. Returns its name here. */
export function fromBook(kept: Kept, key: string, versions: ChartVersion[]): string | undefined {
  const whole = versions.filter(({ text }) => text !== "").slice(-kMostVersions);
  const newest = whole.at(-1);
  if (!newest) return undefined;
  const { chart, bpm, from, to, lines } = kept;
  const here = kept.library.find((one) => one.key === key);
  if (here && here.waits !== false) return here.id; // written on meanwhile
  const own = here ?? addOwn(kept, newest.title, "");
  Object.assign(kept, { chart, bpm, from, to, lines });
  const midi = newest.format === "midi" ? newest.text : undefined;
  const texts = midi === undefined ? whole.filter(({ format }) => format === "text") : [];
  Object.assign(own, {
    title: newest.title,
    versions: texts.map(({ text }) => text),
    midi,
    key,
    waits: false,
    book: newest.written_s,
  });
  if (kept.chart?.name === own.id) kept.chart = asChart(own);
  return own.id;
}

/** Charts that were played and are neither built in nor among one's own here: written in another browser, or before
 * this one forgot. */
export function inBookAlone<T extends { title: string }>(
  played: T[],
  { library }: Pick<Kept, "library">,
  builtins: { title: string }[],
): T[] {
  const known = new Set([...library, ...builtins].map(({ title }) => title));
  return played.filter(({ title }) => !known.has(title));
}

/** All of them as they are written now, the latest first. */
export const ownCharts = (kept: Kept): KeptChart[] => kept.library.map(asChart).reverse();

/** Whose title has every word that is looked for. */
export function matching<T extends { title: string }>(charts: T[], words: string): T[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return charts.filter(({ title }) => wanted.every((word) => title.toLowerCase().includes(word)));
}
