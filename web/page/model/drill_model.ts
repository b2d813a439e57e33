// A drill without its picture: what is asked of the engine, what its news and its end mean for the page.
import type { ChartFacts, Choices, Gap, News, Range } from "../generated/told.ts";
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
  level_db?: number;
  sound?: string;
  accents?: string;
  offbeat?: boolean;
  /** Share of the click's strokes, 0 to 1. */
  mute?: number;
  ramp_bars?: number;
  ramp_step?: number;
  ramp_limit?: number;
  ramp_back?: boolean;
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

export class DrillModel {
  private again: number | undefined; // the bar to begin from once this run has ended
  private why = ""; // it was stopped
  private played = false; // something was heard in this run
  private silent = 0; // runs in a row, begun again by themselves, in which nothing was heard

  constructor(
    private readonly kept: Kept,
    private readonly choices: Choices,
    public facts: ChartFacts,
  ) {}

  get title(): string {
    // The engine names the voices that are left.
    const whole = this.kept.lines.length > 0 ? "" : this.kept.chart?.title;
    return whole || this.facts.title || "Chart";
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
    this.why = "";
    this.played = false;
    const [on, off] = gapOf(this.kept) ?? [];
    const { clickDb, clickSound, accents, offbeat, mute, rampBars, rampStep, rampLimit, rampBack } =
      this.kept;
    return {
      level_db: clickDb,
      sound: clickSound,
      accents,
      ...(offbeat ? { offbeat } : {}),
      ...(mute > 0 ? { mute: mute / 100 } : {}),
      ...(rampBars > 0
        ? { ramp_bars: rampBars, ramp_step: rampStep, ramp_limit: rampLimit, ramp_back: rampBack }
        : {}),
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
      name: this.title,
    };
  }

  /** What is said now, where that changes; whether it must be seen while playing; whether the run is to stop. */
  news(told: News, ending: boolean): { order?: string; seen: boolean; stop: boolean } {
    const bar = told.bars.at(-1);
    this.played ||= told.strokes.length > 0 || told.bars.some(({ played }) => played);
    if (told.stop !== undefined && !ending) {
      this.again = told.again_from;
      this.why = told.stop;
      return { order: told.stop, seen: true, stop: true };
    }
    if (told.groove !== undefined) return { order: told.groove, seen: true, stop: false };
    return { order: bar?.text, seen: bar?.played === false, stop: false };
  }

  /** The run has ended, with the order of its take where a stroke was heard, or that it was broken off. One that was
   * stopped begins again, with the words why; but not where twice nothing was heard. */
  over(
    order: string | undefined,
    brokenOff = "",
  ): { again: number; why: string } | { order: string; kept: boolean } {
    this.silent = this.played ? 0 : this.silent + 1;
    if (this.again !== undefined && this.silent < 2) return { again: this.again, why: this.why };
    this.silent = 0;
    if (order !== undefined && brokenOff) return { order: brokenOff, kept: true };
    if (order !== undefined) return { order, kept: true };
    const { no_stroke, no_stroke_kit } = this.choices.words;
    return { order: this.kept.input === "midi" ? no_stroke_kit : no_stroke, kept: false };
  }

  /** The voices to choose from: all, each alone, and those of an order. */
  voices(): { options: [string, string][]; chosen: string } {
    const { lines } = this.facts;
    const chosen = this.kept.lines.join(" ");
    const options: [string, string][] = [
      ["", "All"],
      ...lines.map(({ id, text }): [string, string] => [id, text]),
    ];
    if (!options.some(([id]) => id === chosen)) {
      const names = lines.filter(({ id }) => this.kept.lines.includes(id)).map(({ text }) => text);
      options.push([chosen, names.join(" and ")]);
    }
    return { options, chosen };
  }
}
