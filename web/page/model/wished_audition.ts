// An audition that is to be declared.
import type { WishedAudition } from "../generated/server_api.ts";

export interface WishedExcerpt {
  title: string;
  chart: string; // base64
  bpm: number;
  bars: number;
}
const kMostExcerpts = 16;

export class Wish {
  title = "";
  excerpts: WishedExcerpt[] = [];
  source: NonNullable<WishedAudition["source"]> = "midi";
  claim: NonNullable<WishedAudition["claim"]> = "played";
  tie: NonNullable<WishedAudition["tie_break"]> = "rotate";
  hours = 72;

  /** Returns why it cannot be one more; else nothing. */
  add(excerpt: WishedExcerpt): string {
    if (this.excerpts.length >= kMostExcerpts) return "An audition has at most 16 excerpts.";
    this.excerpts = [...this.excerpts, excerpt];
    return "";
  }
  drop(excerpt: WishedExcerpt): void {
    this.excerpts = this.excerpts.filter((one) => one !== excerpt);
  }
  body(): WishedAudition {
    return {
      title: this.title,
      excerpts: this.excerpts.map(({ chart, bpm, bars }) => ({ chart, bpm, bars })),
      source: this.source,
      claim: this.claim,
      tie_break: this.tie,
      appeal_hours: this.hours,
    };
  }
}
