// Generated from docs/formats/page.schema.json by web/tools/generate.mjs: change that, then npm run generate.

/** value, low, high (95 %) */
export type Interval = [number, number, number];

export type Voice =
  | "kick"
  | "snare"
  | "cross_stick"
  | "hat_closed"
  | "hat_open"
  | "hat_pedal"
  | "tom_high"
  | "tom_mid"
  | "tom_low"
  | "ride"
  | "ride_bell"
  | "crash"
  | "pad";

export type Line = "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad";

export interface LineNamed {
  id: Line;
  text: string;
}

/** What a chart sounds like, as written and swung. */
export interface ChartSounds {
  bpm: number;
  /** of the whole */
  seconds: number;
  /** seconds at which they begin */
  bars: number[];
  strokes: {
    s: number;
    /** index in the chart */
    note: number;
    voice: Voice;
    level: number;
  }[];
}

/** A take, line by line in sentences. */
export interface Explained {
  /** none where the chart was not played */
  lines: {
    line: Line;
    name: string;
    text: string[];
  }[];
}

/** The drill that obeys an order. */
export interface Doing {
  text: string;
  bpm: number;
  from: number;
  to: number;
  /** 0: until every line has strokes enough */
  times: number;
  /** none: all */
  lines: Line[];
}

/** e0 early to e4 late */
export type Colour = "e0" | "e1" | "e2" | "e3" | "e4";

export interface Builtin {
  name: string;
  title: string;
  group: "rudiment" | "groove";
}

export type Builtins = Builtin[];

export interface ChartFacts {
  title: string;
  bars: number;
  /** null: none is named */
  bpm: number | null;
  beats: number;
  unit: number;
  notes: number;
  text: string;
  /** that have notes */
  lines: LineNamed[];
}

/** A drill before it is played. */
export interface Plan {
  rate: number;
  /** quarter notes a minute */
  bpm: number;
  beats: number;
  unit: number;
  title: string;
  /** before the first bar */
  text: string;
  /** frame of the first click */
  start: number;
  /** of the chart, in one pass */
  first_note: number;
  /** of one pass */
  notes: number;
  /** frames of the click, one more than bars */
  bar_lines: number[];
  /** index of each bar's first note */
  bar_first: number[];
  bar_numbers: number[];
}

export interface Stroke {
  frame: number;
  voice: Voice;
  kind: "matched" | "wrong_voice" | "grace" | "extra" | "missed" | "masked";
  /** of the plan; absent: it answers none */
  note?: number;
  /** against the click; absent: it has none of its own */
  error_ms?: number;
  sigma_ms?: number;
  colour?: Colour;
  /** of the error; without a round trip colour and text are against the own lean, once that is known */
  text?: string;
  level_db: number;
  elsewhere: boolean;
  /** it was told before */
  revised: boolean;
}

/** One line of the kit in one bar; without lean or spread it was not measured. */
export interface BarLine {
  line: Line;
  name: string;
  n: number;
  notes: number;
  missed: number;
  wrong_voice: number;
  /** of the notes: not to be told from one that was heard */
  covered: number;
  extra: number;
  lean_ms?: Interval;
  lean?: string;
  lean_interval?: string;
  spread_ms?: Interval;
  spread?: string;
  spread_interval?: string;
}

export interface BarTold {
  /** of the plan's bars */
  index: number;
  bar: number;
  text: string;
  fault: "none" | "hits" | "lean";
  /** false: nothing was heard in it, and it counts only once a later bar is played */
  played: boolean;
  notes: number;
  missed: number;
  wrong_voice: number;
  covered: number;
  extra: number;
  /** of the plan: no stroke answers them */
  missed_notes: number[];
  /** of the plan: not to be told from one that was heard */
  covered_notes: number[];
  lines: BarLine[];
}

/** What a drill has told since it was last asked. */
export interface News {
  frame: number;
  strokes: Stroke[];
  bars: BarTold[];
  /** something else than the chart is being played, and no bar is told until this says that the chart is played again */
  groove?: string;
  /** the bar that breaks; only when that was asked for */
  stop?: string;
  /** the bar to begin from again, beside stop */
  again_from?: number;
  bpm?: Interval;
  over: boolean;
}

export interface Trial {
  bpm: number;
  clean: boolean;
  text: string;
  limit_bpm: Interval;
}

/** Where a search for the breaking tempo stands. */
export interface LimitTold {
  done: boolean;
  /** takes */
  most: number;
  /** to play next */
  bpm: number;
  from: number;
  /** 0: the chart's last bar */
  to: number;
  times: number;
  /** what is played next */
  next: string;
  /** where the limit is */
  text: string;
  /** of the take that was added or thrown away last */
  said?: string;
  /** enough of that tempo for today; only then */
  guard?: string;
  trials: Trial[];
  /** this and those below: once it is worth remembering */
  log2_bpm?: number;
  sd_oct?: number;
  sigma_oct?: number;
  /** how many of the takes broke */
  broke?: number;
  /** the fastest that held; 0: none did */
  held_bpm?: number;
}

export interface RoundTrip {
  frames: number;
  ms: number;
  low_ms: number;
  high_ms: number;
  spread_ms: number;
  /** of the pulses, or taps */
  found: number;
  pulses: number;
  text: string;
}

/** What lies between click and microphone. */
export interface SoundTold {
  /** frames; of an e-kit negative where its taps are early */
  round_trip: number;
  round_trip_sd_ms: number;
  /** the round trip; else the browser says it, or nobody */
  measured: boolean;
  text: string;
  /** of a late output; empty: it is not */
  warning: string;
}

export interface Range {
  low: number;
  high: number;
  /** of somebody who has chosen nothing */
  first: number;
}

export interface Named {
  id: string;
  text: string;
}

export interface Mark {
  id: "upcoming" | "on-time" | "early" | "late" | "missed" | "extra" | "not-told";
  text: string;
}

/** Bars with the click, then silent ones; 0 and 0: none. */
export interface Gap {
  on: number;
  off: number;
  text: string;
}

export interface Drum {
  /** of General MIDI */
  note: number;
  voice: Voice;
  line: Line;
  /** half spaces under the staff's top line */
  staff: number;
  name: string;
}

export interface KitNamed {
  id: string;
  name: string;
}

/** What was learnt of an e-kit's pads. */
export interface KitLearnt {
  /** docs/formats/kit.md */
  profile: string;
  /** in words, a pad a line */
  lines: string[];
}

/** Where a kit stands that is struck drum by drum. */
export interface Strikes {
  /** name of the one to be struck now; null: all are done */
  drum: string | null;
  /** strokes on it that count */
  clear: number;
  /** strokes that are asked for */
  of: number;
  /** what is new, in words */
  lines: string[];
}

/** What was learnt of a kit that was struck. */
export interface KitSoundLearnt {
  /** docs/formats/kit_sound.md; null: it could not be learnt */
  sound: string | null;
  /** what was taken and what was left out, a drum a line, and what is doubtful */
  lines: string[];
}

/** A kit's sound. */
export interface KitSoundShown {
  id: string;
  /** docs/formats/kit_sound.md */
  sound: string;
  /** in words, a drum a line */
  lines: string[];
}

/** A format that chart_write() writes. */
export interface File {
  name: string;
  ending: string;
  /** MIME */
  type: string;
}

export interface DrillRanges {
  bpm: Range;
  times: Range;
  count_in: Range;
  subdivision: Range;
}

export interface LimitRanges {
  times: Range;
  prior_bpm: Range;
  most: Range;
  rest_s: Range;
}

/** Sentences that no other call tells. */
export interface Words {
  /** before a search for the limit */
  search: string;
  no_stroke: string;
  /** of an e-kit */
  no_stroke_kit: string;
  /** of a drill without a measured round trip */
  own_lean: string;
  broken_off: string;
  /** to the microphone, in Setup */
  listening: string;
}

/** What a performed chart can be set on, the coarsest first. */
export type Grids = {
  id: string;
  /** its name and what becomes of the notes */
  text: string;
  /** of one */
  likely: boolean;
}[];

/** What a page may choose from. */
export interface Choices {
  drill: DrillRanges;
  limit: LimitRanges;
  letters: Named[];
  /** of somebody who has chosen none */
  letter: string;
  gaps: Gap[];
  click_sounds: Named[];
  drums: Drum[];
  /** built-in kit profiles, the usual one first */
  kits: KitNamed[];
  colours: Named[];
  /** words of a result, for somebody who reads the first one */
  explained: Named[];
  /** what became of a note, while it is played */
  marks: Mark[];
  /** by the number that chart_write() takes */
  files: File[];
  /** of somebody who has chosen none */
  chart: string;
  /** of a step of the day that names no chart */
  warm_up: string;
  words: Words;
}
