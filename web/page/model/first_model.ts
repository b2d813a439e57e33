// The first visit without its picture: three cards, one after the other, and the take that follows them.
import { chooseChart, plainClick, type Kept, type KeptChart } from "./kept.ts";

export type Card = "input" | "level" | "trip" | "done";
export const kCards: Card[] = ["input", "level", "trip", "done"];
export const kFirstBars = 4;
export const kFirstBpm = 80;

export class FirstModel {
  card: Card = "input";
  strokes = 0;

  constructor(private readonly kept: Kept) {}

  choose(input: Kept["input"]): void {
    this.kept.input = input;
    this.card = "level";
  }
  /** A stroke was heard; enough of them and the level is known. */
  hear(): void {
    ++this.strokes;
  }
  get heard(): boolean {
    return this.strokes >= 3;
  }
  next(): void {
    this.card = kCards[Math.min(kCards.length - 1, kCards.indexOf(this.card) + 1)];
  }
  back(): void {
    this.card = kCards[Math.max(0, kCards.indexOf(this.card) - 1)];
    this.strokes = 0;
  }

  /** Four bars of a chart, slowly. */
  take(chart: KeptChart, bars: number): void {
    chooseChart(this.kept, chart);
    plainClick(this.kept);
    Object.assign(this.kept, {
      bpm: kFirstBpm,
      times: Math.max(1, Math.round(kFirstBars / bars)),
      stop: false,
      visited: true,
    });
  }
}

/** Of peaks of 50 ms: whether this one begins a stroke, a good deal above what was before. */
export class Strokes {
  private quiet = 0.001;
  private above = false;

  hear(peak: number): boolean {
    const loud = peak > Math.max(0.02, 6 * this.quiet);
    if (!loud) this.quiet = 0.9 * this.quiet + 0.1 * peak;
    const begins = loud && !this.above;
    this.above = loud;
    return begins;
  }
}
