// A drill without its picture: what is asked of the engine, what its news and its end mean for the page.
import type { BarTold, ChartFacts, Choices, Gap, News, Range } from "../generated/told.ts";
import type { Kept } from "./kept.ts";

/** Keys of a drill's settings (door/page_drill.h). */
export interface DrillWishes {
  bpm: number;
  from: number;
  to: number;
  times: number;
  count_in: number;
  /** Clicks a beat; one when left out, as a search for the limit does. */
  subdivision?: number;
  gap_on?: number;
  gap_off?: number;
  pad: boolean;
  midi: boolean;
  stop: boolean;
  click_heard: boolean;
  name: string;
}

export const within = ({ low, high }: Range, value: number): number => Math.min(high, Math.max(low, value));

/** "2/2" as bars with the click and silent ones; nothing where there is no gap. */
export function gapOf(kept: Kept): [number, number] | undefined {
  if (!kept.gap) return undefined;
  const [on, off] = kept.gap.split("/").map(Number);
  return [on, off];
}

/** A line of a bar as it is shown: what was measured and its interval, or neither. */
export interface BarRow {
  name: string;
  lean?: [string, string];
  spread?: [string, string];
  missed: string;
  extra: string;
  wrong: string;
  covered: string;
}
export const barRows = (bar: BarTold): BarRow[] =>
  bar.lines.map((line) => ({
    name: line.name,
    lean: line.lean === undefined ? undefined : [line.lean, ` ${line.lean_interval}`],
    spread: line.spread === undefined ? undefined : [line.spread, ` (${line.spread_interval})`],
    missed: `${line.missed} of ${line.notes}`,
    extra: String(line.extra),
    wrong: String(line.wrong_voice),
    covered: String(line.covered),
  }));

export class DrillModel {
  private again: number | undefined; // the bar to begin from once this run has ended

  constructor(
    private readonly kept: Kept,
    private readonly choices: Choices,
    public facts: ChartFacts,
  ) {}

  get title(): string {
    return this.kept.chart?.title || this.facts.title || "Chart";
  }
  get tempo(): number {
    return this.kept.bpm || this.facts.bpm || this.choices.drill.bpm.first;
  }
  /** A beat a minute more or less. */
  nudge(by: number): number {
    this.kept.bpm = within(this.choices.drill.bpm, this.tempo + by);
    return this.kept.bpm;
  }

  /** The gaps to choose from; `own` names the one in use where it is none of them. */
  gaps(own: (on: number, off: number) => string): [string, string][] {
    const id = ({ on, off }: Gap) => (off > 0 ? `${on}/${off}` : "");
    const listed = this.choices.gaps.map((gap): [string, string] => [id(gap), gap.text]);
    const gap = gapOf(this.kept);
    if (!gap || listed.some(([name]) => name === this.kept.gap)) return listed;
    return [...listed, [this.kept.gap, own(...gap)]];
  }

  /** A run begins at that bar. */
  begin(from: number, midi: boolean): DrillWishes {
    this.again = undefined;
    const [on, off] = gapOf(this.kept) ?? [];
    return {
      bpm: this.tempo,
      from,
      to: this.kept.to,
      times: this.kept.times,
      count_in: this.kept.countIn,
      subdivision: this.kept.subdivision,
      gap_on: on,
      gap_off: off,
      pad: this.kept.pad,
      midi,
      stop: this.kept.stop,
      click_heard: this.kept.clickHeard,
      name: this.kept.chart?.title ?? "drill",
    };
  }

  /** What is said now, where that changes; whether the run is to stop. */
  news(told: News, ending: boolean): { order?: string; stop: boolean } {
    if (told.stop !== undefined && !ending) {
      this.again = told.again_from;
      return { order: told.stop, stop: true };
    }
    return { order: told.groove ?? told.bars.at(-1)?.text, stop: false };
  }

  /** The run has ended, with the order of its take where a stroke was heard, or that it was broken off. */
  over(order: string | undefined, brokenOff = ""): { again: number } | { order: string; kept: boolean } {
    if (this.again !== undefined) return { again: this.again };
    if (order !== undefined && brokenOff) return { order: brokenOff, kept: true };
    return order === undefined ? { order: this.choices.words.no_stroke, kept: false } : { order, kept: true };
  }
}
