// A search for the breaking tempo without its picture: where it stands, what a press does, what counts. Which tempo
// comes next, what held and where the limit is say the engine (door/page_limit.h).
import type { FoundLimit } from "../generated/server_api.ts";
import type { ChartFacts, Choices, LimitTold } from "../generated/told.ts";
import type { DrillWishes } from "./drill_model.ts";
import type { Kept } from "./kept.ts";
import { bpmText } from "./numbers.ts";
import type { Point } from "./point.ts";

/** What has been searched: the chart and its bars, under which a later search finds what this one knew. */
export const itemOf = (kept: Kept, bars: number): string =>
  `${kept.chart?.name}, ${kept.from} to ${kept.to || bars}`;

export class LimitModel {
  told?: LimitTold; // none: no search is open
  playing = false;
  resting = false;
  private cooled = false; // the cool-down was played
  private mayDiscard = false; // the last of those that count
  private counted: string[] = []; // ids of the takes that count
  private advised = false; // the guard has said its words; who presses again has read them

  constructor(
    private readonly kept: Kept,
    private readonly choices: Choices,
    public facts: ChartFacts,
  ) {}

  get title(): string {
    return this.kept.chart?.title || this.facts.title || "Chart";
  }

  /** Settings of a search (door/page_limit.h). */
  settings(): Record<string, string | number | undefined> {
    const { kept } = this;
    const known = kept.limits[itemOf(kept, this.facts.bars)];
    return {
      letter: kept.limitLetter,
      most: kept.limitMost,
      from: kept.from,
      to: kept.to,
      times: kept.limitTimes,
      prior_bpm: kept.limitPrior,
      known_log2_bpm: known?.log2_bpm,
      known_sigma_oct: known?.sigma_oct,
    };
  }
  open(told: LimitTold): void {
    this.told = told;
    this.cooled = this.mayDiscard = false;
    this.counted = [];
  }
  /** Ends the search, with where the limit is if that is known. */
  close(): string | undefined {
    const text = this.told?.text;
    this.told = undefined;
    this.resting = this.mayDiscard = false;
    return text || undefined;
  }

  /** Whether the guard is to be asked; once it has spoken and lets the player go on, a press searches all the same. */
  get asksGuard(): boolean {
    return !this.advised;
  }
  /** What the guard says of the day, where it says something. */
  halted(advice: { text: string; may_override: boolean } | null | undefined): string | undefined {
    if (!advice) return undefined;
    this.advised = advice.may_override;
    return advice.text + (this.advised ? " Press again to search all the same." : "");
  }

  /** What the big button says. */
  get press(): string {
    if (this.playing) return "Stop";
    if (this.resting) return "Now";
    if (!this.told) return "Start";
    if (!this.told.done) return "Next take";
    return this.cooled ? "New search" : "Cool-down";
  }
  /** What a press does. */
  get action(): "stop" | "next" | "begin" {
    if (this.playing) return "stop";
    return this.told && !(this.told.done && this.cooled) ? "next" : "begin";
  }
  get mayThrowAway(): boolean {
    return this.mayDiscard && !this.playing && this.told?.done === false;
  }
  get mayEnd(): boolean {
    return this.told !== undefined && !this.playing;
  }

  /** The next take: what is asked of its drill, and what the book calls it. */
  next(midi: boolean): { wishes: DrillWishes; mode: "drill" | "limit"; order: string } {
    const { kept } = this;
    const { bpm, from, to, times, done, next } = this.told!;
    const wishes = {
      bpm,
      from,
      to,
      times,
      count_in: 1,
      pad: kept.pad,
      midi,
      stop: false,
      click_heard: kept.clickHeard,
      name: kept.chart?.title ?? "limit",
    };
    this.resting = false;
    return { wishes, mode: done ? "drill" : "limit", order: next };
  }

  /** A take has ended: played to its end or not, with a stroke or none, and where the search stands now. */
  over(id: string, whole: boolean, heard: boolean, told: LimitTold): { order: string; rest: boolean } {
    const before = this.told!;
    this.told = told;
    this.playing = false;
    this.mayDiscard = told.trials.length > before.trials.length;
    if (this.mayDiscard) this.counted.push(id);
    if (!heard) return { order: this.choices.words.no_stroke, rest: false };
    if (!whole) return { order: this.choices.words.broken_off, rest: false };
    if (!before.done && !this.mayDiscard) return { order: told.said ?? told.text, rest: !told.guard };
    if (before.done) {
      this.cooled = true;
      return { order: told.text, rest: false };
    }
    return { order: told.said ?? told.text, rest: !told.guard || told.done };
  }
  /** The take that has just come to count; none: the last one does not. */
  get lastCounted(): string | undefined {
    return this.mayDiscard ? this.counted.at(-1) : undefined;
  }
  /** What the search knows now, once it is worth remembering. */
  found(): FoundLimit | undefined {
    const { log2_bpm, sd_oct, sigma_oct, broke, held_bpm } = this.told!;
    if (log2_bpm === undefined || sd_oct === undefined || sigma_oct === undefined) return undefined;
    this.kept.limits[itemOf(this.kept, this.facts.bars)] = { log2_bpm, sigma_oct };
    return { takes: [...this.counted], log2_bpm, sd_oct, sigma_oct, broke, held_bpm };
  }

  /** The last take is to go: its id. */
  throwAway(): string | undefined {
    if (!this.mayThrowAway) return undefined;
    this.mayDiscard = false;
    return this.counted.pop();
  }
  thrown(told: LimitTold): string {
    this.told = told;
    return told.said ?? told.text;
  }

  /** The limit as it grew, a take a point, and the same in words. */
  curve(): { points: Point[]; words: string } {
    const trials = this.told?.trials ?? [];
    if (trials.length === 0) return { points: [], words: "" };
    return {
      points: trials.map((trial, index) => ({
        value: trial.limit_bpm[0],
        low: trial.limit_bpm[1],
        high: trial.limit_bpm[2],
        tried: { value: trial.bpm, held: trial.clean },
        label: String(index + 1),
      })),
      words: `The limit after each take, BPM: ${trials.map((trial) => bpmText(trial.limit_bpm)).join(", ")}.`,
    };
  }
  /** Every take that counts, the last one first. */
  rows(): { take: number; limit: string; text: string }[] {
    const trials = this.told?.trials ?? [];
    return trials
      .map((trial, index) => ({ take: index + 1, limit: bpmText(trial.limit_bpm), text: trial.text }))
      .reverse();
  }
}
