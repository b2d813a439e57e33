// An assignment that is to be given, or changed: what the editor holds and what is sent. What a demand means is
// engine/assign's to say.
import type { Assignment, Demand, NewAssignment, PassRule } from "../generated/school_api.ts";
import type { Line, LineNamed } from "../generated/told.ts";

export type Kind = Demand["kind"];

export interface KindFacts {
  kind: Kind;
  label: string;
  unit: string;
  line: boolean; // of one line of the kit
  ofTake: boolean; // one take tells it
  low: number;
  high: number;
  step: number;
  first: number;
  hint: string;
}
/** In the order in which they are offered. */
export const kKinds: KindFacts[] = [
  {
    kind: "spread_norm",
    label: "Spread, of the norm",
    unit: "times the norm",
    line: true,
    ofTake: true,
    low: 0.2,
    high: 5,
    step: 0.01,
    first: 1.33,
    hint: "at most; 1 is the norm at this tempo",
  },
  {
    kind: "spread_ms",
    label: "Spread",
    unit: "ms",
    line: true,
    ofTake: true,
    low: 1,
    high: 100,
    step: 0.5,
    first: 12,
    hint: "ms at most",
  },
  {
    kind: "lean_ms",
    label: "Lean",
    unit: "ms",
    line: true,
    ofTake: true,
    low: 1,
    high: 100,
    step: 0.5,
    first: 10,
    hint: "ms early or late at most",
  },
  {
    kind: "slips",
    label: "Slips",
    unit: "in 100 notes",
    line: false,
    ofTake: true,
    low: 0.5,
    high: 100,
    step: 0.5,
    first: 2,
    hint: "missed, extra or on another drum, in 100 notes at most",
  },
  {
    kind: "tempo_off",
    label: "Tempo",
    unit: "% off",
    line: false,
    ofTake: true,
    low: 0.2,
    high: 50,
    step: 0.1,
    first: 2,
    hint: "% faster or slower at most",
  },
  {
    kind: "bars_clean",
    label: "Clean bars running",
    unit: "bars",
    line: false,
    ofTake: true,
    low: 1,
    high: 512,
    step: 1,
    first: 8,
    hint: "at least, without a slip",
  },
  {
    kind: "limit_bpm",
    label: "Breaking tempo",
    unit: "BPM",
    line: false,
    ofTake: false,
    low: 20,
    high: 400,
    step: 1,
    first: 110,
    hint: "BPM at least, as Limit finds it",
  },
];
export const factsOf = (kind: Kind): KindFacts => kKinds.find((one) => one.kind === kind)!;

const kLineNames: Record<Line, string> = {
  kick: "kick",
  snare: "snare",
  hat: "hat",
  hat_foot: "foot hat",
  tom: "toms",
  ride: "ride",
  crash: "crash",
  pad: "pad",
};
export const lineName = (line: string | undefined): string => kLineNames[line as Line] ?? line ?? "";
const capital = (text: string): string => text && text[0].toUpperCase() + text.slice(1);

/** "Hat spread: at most 1.33 times the norm" */
export function demandText({ kind, line, bound }: Demand): string {
  const of = line ? `${capital(lineName(line))} ` : "";
  switch (kind) {
    case "spread_norm":
      return `${of}spread: at most ${bound} times the norm`;
    case "spread_ms":
      return `${of}spread: at most ${bound} ms`;
    case "lean_ms":
      return `${of}lean: at most ${bound} ms early or late`;
    case "slips":
      return `Slips: at most ${bound} in 100 notes`;
    case "tempo_off":
      return `Tempo: at most ${bound} % off`;
    case "bars_clean":
      return `Clean bars running: at least ${bound}`;
    case "limit_bpm":
      return `Breaking tempo: at least ${bound} BPM`;
  }
}

/** "2 takes running": how many takes have to meet it. */
export function passText({ kind, k = 2, n = 2, need_shown }: PassRule): string {
  const shown = need_shown ? ", with the whole interval" : "";
  switch (kind) {
    case "one":
      return `any take${shown}`;
    case "last":
      return `the last take${shown}`;
    case "mean_of_last":
      return `the mean of ${n} takes running${shown}`;
    case "k_of_last":
      return (k === n ? `${k} takes running` : `${k} of ${n} takes running`) + shown;
  }
}

/** The rules that are offered. */
export const kRules: [string, string, PassRule][] = [
  ["two", "2 takes running", { kind: "k_of_last", k: 2, n: 2 }],
  ["one", "any take", { kind: "one" }],
  ["three", "3 takes running", { kind: "k_of_last", k: 3, n: 3 }],
  ["most", "2 of 3 takes running", { kind: "k_of_last", k: 2, n: 3 }],
  ["last", "the last take", { kind: "last" }],
  ["mean", "the mean of 3 takes running", { kind: "mean_of_last", n: 3 }],
];
export const ruleId = (rule: PassRule): string =>
  kRules.find(
    ([, , { kind, k, n }]) =>
      kind === rule.kind && (k ?? rule.k) === rule.k && (n === undefined || n === rule.n),
  )?.[0] ?? "";

export class Assigned {
  title = "";
  item = "";
  bpm = 100;
  bars = 0;
  source: NonNullable<NewAssignment["source"]> = "any";
  demands: Demand[] = [];
  pass: PassRule = { kind: "k_of_last", k: 2, n: 2, need_shown: false };
  attempts: number | null = null;
  due: number | null = null;
  closes: number | null = null;
  late: NonNullable<NewAssignment["late"]> = "marked";
  sound: NonNullable<NewAssignment["sound"]> = "none";
  results: NonNullable<NewAssignment["results"]> = "now";
  points: NewAssignment["points"] = null;
  private titled = false; // by hand

  /** Another chart: its name and tempo, and demands on the lines that it has. */
  chart(item: string, title: string, bpm: number | null, lines: LineNamed[]): void {
    this.item = item;
    if (bpm) this.bpm = Math.round(bpm);
    this.named = title;
    const has = (line: string | undefined) => !line || lines.some(({ id }) => id === line);
    this.demands = this.demands.filter(({ line }) => has(line));
    if (this.demands.length === 0 && lines.length > 0) this.demands = this.usual(lines);
    this.name();
  }
  private named = "";
  tempo(bpm: number): void {
    this.bpm = bpm;
    this.name();
  }
  /** What a chart is called at its tempo, until somebody writes another title. */
  private name(): void {
    if (!this.titled) this.title = `${this.named} at ${this.bpm}`;
  }
  write(title: string): void {
    this.titled = title.trim() !== "";
    this.title = title.trim();
    this.name();
  }
  private usual(lines: LineNamed[]): Demand[] {
    const line = lines.find(({ id }) => id === "hat" || id === "ride") ?? lines[0];
    return [
      { kind: "spread_norm", line: line.id, bound: factsOf("spread_norm").first },
      { kind: "slips", bound: factsOf("slips").first },
      { kind: "tempo_off", bound: factsOf("tempo_off").first },
    ];
  }
  add(kind: Kind, line: string): void {
    const { line: ofLine, first } = factsOf(kind);
    this.demands = [...this.demands, ofLine ? { kind, line, bound: first } : { kind, bound: first }];
  }
  drop(demand: Demand): void {
    this.demands = this.demands.filter((one) => one !== demand);
  }

  /** What still has to be said; empty: it can be assigned. */
  fault(): string {
    if (!this.item) return "Choose a chart.";
    if (this.demands.length === 0) return "Ask for something that is measured.";
    if (this.due !== null && this.closes !== null && this.closes < this.due)
      return "It closes before it is due.";
    return "";
  }
  body(): NewAssignment {
    return {
      title: this.title,
      item: this.item,
      bpm: this.bpm,
      bars: this.bars,
      source: this.source,
      demands: this.demands,
      pass: this.pass,
      attempts: this.attempts,
      due_s: this.due,
      closes_s: this.closes,
      late: this.late,
      sound: this.sound,
      results: this.results,
      points: this.points,
    };
  }
  static of(one: Assignment): Assigned {
    const copy = new Assigned();
    const { due_s, closes_s, title, chart_title } = one;
    const { item, bpm, bars, source, demands, pass, attempts, late, sound, results, points } = one;
    Object.assign(copy, {
      ...{ item, bpm, bars, source, demands, pass, attempts, late, sound, results, points },
      due: due_s,
      closes: closes_s,
      title,
      titled: true,
      named: chart_title,
    });
    return copy;
  }
}
