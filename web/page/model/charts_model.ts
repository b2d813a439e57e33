// Charts without their picture: what a file is, what becomes the chosen chart, what a saved file is called.
import type { Builtin } from "../generated/told.ts";
import type { KeptChart } from "./kept.ts";

/** Only the server reads those. */
export const needsServer = (name: string): boolean =>
  /\.(musicxml|xml|mxl|mscz|mscx|gp[345x]?|h2song|h2pattern|brp|abc|chart|url)$/i.test(name);
const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
/** What the first twelve bytes say: a MIDI file, or a RIFF file around one (.rmi). */
export const isMidi = (bytes: Uint8Array): boolean =>
  latin(bytes.subarray(0, 4)) === "MThd" ||
  (latin(bytes.subarray(0, 4)) === "RIFF" && latin(bytes.subarray(8, 12)) === "RMID");
export const withoutEnding = (name: string): string => name.replace(/\.[^.]*$/, "");

/** What a saved chart is called. */
export const fileName = (chart: KeptChart | null, ending: string): string =>
  `${(chart && withoutEnding(chart.name)) || "chart"}.${ending}`;

const kGroups: [Builtin["group"], string][] = [
  ["groove", "Grooves"],
  ["rudiment", "Rudiments"],
];
/** The built-in charts by their groups, with the name of each. */
export const grouped = (charts: Builtin[]): { name: string; charts: Builtin[] }[] =>
  kGroups.map(([group, name]) => ({ name, charts: charts.filter((chart) => chart.group === group) }));

/** How wide a chart of so many bars is drawn where there is so much room. */
export const notationWidth = (room: number, bars: number): number => Math.min(1100, room, 200 + 300 * bars);
