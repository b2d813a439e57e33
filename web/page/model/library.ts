// The charts of one's own: written, dropped or opened by a link. What was written is never lost by choosing another
// chart, and goes back version by version.
import { chooseChart, type Kept, type KeptChart } from "./kept.ts";

export interface OwnChart {
  id: string; // "own-3": the name of the chart
  title: string;
  versions: string[]; // drum tab, the latest last
  midi?: string; // base64, in place of the versions
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
  kept.chart = asChart(own);
}
export const mayUndo = (kept: Kept): boolean => (found(kept)?.versions.length ?? 0) > 1;
/** As it was before the last writing. */
export function undo(kept: Kept): void {
  const own = found(kept);
  if (!own || own.versions.length < 2) return;
  own.versions = own.versions.slice(0, -1);
  kept.chart = asChart(own);
}

export function openOwn(kept: Kept, id: string): void {
  const own = kept.library.find((one) => one.id === id);
  if (own) chooseChart(kept, asChart(own));
}
export function removeOwn(kept: Kept, id: string): void {
  kept.library = kept.library.filter((one) => one.id !== id);
}
/** Of somebody who kept one chart before there was a library. */
export function adopt(kept: Kept): void {
  if (!isOwn(kept.chart) || found(kept)) return;
  const { bpm, from, to, lines, chart } = kept;
  addOwn(kept, chart!.title, chart!.text, chart!.midi);
  Object.assign(kept, { bpm, from, to, lines });
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
