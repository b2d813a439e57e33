// Generated from docs/openapi.json by web/tools/generate.mjs: change that, then npm run generate.

export interface Error {
  error: string;
}

export interface Info {
  name: string;
  version: string;
  /** the page shows a film (--film) */
  film: boolean;
}

export interface Chart {
  name: string;
  title: string;
  group: "rudiment" | "groove";
}

export interface Job {
  id: string;
  name: string;
  state: "waiting" | "hearing" | "done" | "failed";
  heard_s: number;
  length_s: number;
  error: string | null;
  warnings: string[];
}

export interface Players {
  players: Player[];
}

export interface KeptTake {
  id: number;
  began_s: number;
  minutes: number;
  item: string | null;
  title: string;
  bpm: number;
  bars: number;
  click: boolean;
  /** 0 to 100, the dial of the band that played along; null: none did */
  follow: number | null;
  mode: string;
  kit: "audio" | "midi";
  /** by the player: out of every list and sum */
  discarded: boolean;
  /** false: it was broken off, and is listed and out of every sum */
  counted: boolean;
  pain: number | null;
  hits: {
    notes: number;
    missed: number;
    extra: number;
    wrong: number;
    /** of the notes: written with one that was heard, and not to be told apart */
    covered: number;
    /** the same in words */
    text: string;
  };
  /** value, low, high (95 %) */
  z: [number, number, number] | null;
  lines: KeptLine[];
  text: string;
}

export interface Takes {
  takes: KeptTake[];
  next: number | null;
}

export interface About {
  take: KeptTake;
  engine: string;
  weights: string | null;
  device: string | null;
  /** value, low, high (95 %) */
  round_trip_ms: [number, number, number] | null;
}

export interface Items {
  items: Item[];
}

export interface Limit {
  item: string;
  title: string;
  began_s: number;
  /** value, low, high (95 %) */
  bpm: [number, number, number];
  work_bpm: number;
  takes: number;
  text: string;
}

export interface Limits {
  limits: Limit[];
}

export interface ItemProgress {
  item: string;
  title: string;
  takes: KeptTake[];
  levels: Level[];
  limits: Limit[];
  goal_bpm: number | null;
  texts: string[];
}

export interface Compared {
  a: KeptTake;
  b: KeptTake;
  lines: ComparedLine[];
}

export interface Goals {
  goals: Goal[];
}

export interface Today {
  day_began_s: number;
  advice: {
    text: string;
    may_override: boolean;
    rest_minutes: number;
  } | null;
  plan: {
    playing: number;
    total: number;
    text: string;
    steps: Step[];
  } | null;
  goals: Goal[];
  done?: {
    minutes: number;
    beside: number;
    text: string;
    steps: StepDone[];
  };
}

export interface Kept {
  id: number;
  /** false: it was broken off */
  counted: boolean;
}

export interface Player {
  name: string;
  takes: number;
}

export interface KeptLine {
  line: string;
  name: string;
  n: number;
  /** value, low, high (95 %) */
  lean_ms: [number, number, number] | null;
  /** value, low, high (95 %) */
  spread_ms: [number, number, number] | null;
  /** value, low, high (95 %) */
  z: [number, number, number] | null;
  level_db: number;
}

export interface Item {
  item: string;
  title: string;
  takes: number;
  last_s: number;
  bpm: number;
  bars: number;
  goal_bpm: number | null;
  /** value, low, high (95 %) */
  level_bpm: [number, number, number] | null;
}

export interface Level {
  at_s: number;
  /** value, low, high (95 %) */
  bpm: [number, number, number];
}

export interface ComparedLine {
  line: string;
  name: string;
  before_ms: number;
  after_ms: number;
  /** value, low, high (95 %) */
  ratio: [number, number, number];
  spread: "real" | "not_shown";
  /** value, low, high (95 %) */
  moved_ms: [number, number, number];
  mean: "real" | "not_shown";
  text: string;
}

export interface Goal {
  item: string;
  title: string;
  bpm: number;
  weight: number;
  /** value, low, high (95 %) */
  level_bpm: [number, number, number] | null;
  text: string;
}

export interface Step {
  kind: "warm_up" | "retest" | "work" | "own_time" | "full_take" | "rest";
  block: number;
  item: string | null;
  title: string;
  from_bar: number;
  to_bar: number;
  bpm: number;
  minutes: number;
  gap_on: number;
  gap_off: number;
  count: number;
  target_bpm: number | null;
  what: string;
  why: string;
  until: string;
}

export interface StepDone {
  minutes: number;
  takes: number;
  clean: number;
  best_bpm: number | null;
  ended: boolean;
}

export interface KitSounds {
  kit_sounds: {
    id: string;
    /** docs/formats/kit_sound.md */
    sound: string;
  }[];
}

export interface KitSoundKept {
  id: string;
}

/** docs/formats/kit_sound.md */
export interface KitSoundFile {
  format: string;
  format_version: number;
  id: string;
  ear: string;
  drums: Record<string, unknown>[];
}

export interface SentTake {
  /** made by the page: 8 to 64 letters, digits, - and _; sent again it is the same take */
  id: string;
  /** Unix seconds */
  began_s: number;
  mode: "drill" | "limit" | "hear" | "band";
  /** base64 of the drum tab or MIDI file that was opened; empty only for a recording heard without one, and for a time with a band */
  chart: string;
  /** as the engine in the page took them, a line "key value" each */
  settings: string;
  /** of a recording: an e-kit's MIDI */
  midi: boolean;
  /** frames, 6 hours at most */
  length: number;
  /** version that heard it */
  engine: string;
  /** ear of take.json: the weights that heard it; absent for an e-kit and from pages before there were two ears */
  ear?: string;
  device: string;
  pain?: number | null;
  /** of a time with a band: source.band of take.json; its settings are those of a recording, the song is their name */
  band?: Record<string, unknown>;
  /** of a time with a band: from its sound to the same sound in the take; of an e-kit it may be negative */
  round_trip_ms?: number;
  /** of an e-kit: source.kit of take.json */
  kit_read?: Record<string, unknown>;
  /** of an e-kit: kit of take.json, what it made itself */
  kit?: Record<string, unknown>[];
  /** of a take that was heard with a kit's sound: source.kit_sound of take.json */
  kit_sound?: Record<string, unknown>;
  /** as in take.json, in order of frame */
  hits: {
    frame: number;
    voice: string;
    voice_probability: number;
    level_db: number;
    strength: number;
    sigma_ms: number;
    timed: boolean;
    unison: boolean;
  }[];
}

export interface FoundLimit {
  /** ids under which the takes were sent, in order */
  takes: string[];
  /** log2 of the tempo at which half of the takes hold */
  log2_bpm: number;
  /** its standard deviation */
  sd_oct: number;
  /** slope of the psychometric function */
  sigma_oct: number;
  /** how many of the takes broke; left out: some did */
  broke?: number;
  /** the fastest tempo that held; 0 or left out: none did */
  held_bpm?: number;
}

export interface Auditions {
  auditions: {
    id: number;
    title: string;
    /** how it stands */
    told: string;
  }[];
  /** the server's own key was shown */
  directs: boolean;
}

export interface AuditionAttempt {
  /** not played, played at 14:03, left at bar 9 */
  told: string;
  /** an attempt may be opened now */
  may: boolean;
  /** why not; empty when it may */
  why: string;
  /** number of the last one; 0: none was opened */
  attempt: number;
  may_appeal: boolean;
}

export interface AuditionPlayer {
  /** the letters in the record */
  player: string;
  /** for whoever directs, and of the player whose key was shown; else empty */
  name: string;
  /** whoever asks may play as this player */
  mine: boolean;
  excerpts: AuditionAttempt[];
}

export interface Audition {
  id: number;
  title: string;
  source: "midi" | "audio";
  /** SHA-256 of the declaration */
  declared_hash: string;
  /** hash of the record's last line */
  head: string;
  directs: boolean;
  seated: boolean;
  revealed: boolean;
  /** why nothing more is taken; empty: it is not cancelled */
  cancelled: string;
  /** the sentences that say how it stands */
  told: string[];
  excerpts: {
    title: string;
    bars: number;
    bpm: number;
    /** by ruling, for everybody */
    left_out: boolean;
  }[];
  players: AuditionPlayer[];
  appeals: {
    player: string;
    excerpt: number;
    attempt: number;
    text: string;
    /** not ruled on yet */
    open: boolean;
  }[];
  challenges: {
    holder: string;
    challenger: string;
    open: boolean;
    /** that the holder plays next; 0: none now */
    holder_round: number;
    challenger_round: number;
  }[];
}

export interface OpenedAttempt {
  /** its number; 0: practice, which is not on record */
  attempt: number;
  title: string;
  bars: number;
  /** that was drawn */
  bpm: number;
  /** bars */
  count_in: number;
  /** of the page's drill */
  settings: string;
  /** base64 of drum tab or MIDI */
  chart: string;
  told: string;
}

export interface Told {
  told: string[];
}

export interface Seating {
  format: string;
  title: string;
  asked: string;
  claim: "played" | "again";
  seats: {
    player: string;
    chairs: [number, number];
    best: number;
    expected_chair: {
      value: number;
      low: number;
      high: number;
    };
    behind: "must" | "no take" | null;
    score?: {
      value: number;
      low: number;
      high: number;
    };
    spread_ms?: {
      value: number;
      low: number;
      high: number;
      n: number;
    };
  }[];
  cuts: {
    after: number;
    certainty: number;
    told: boolean;
    by_rule: boolean;
  }[];
  chairs_told: string[];
  players_told: string[];
  remarks: string[];
  hints: string[];
  record: string;
}

export interface WishedAudition {
  title?: string;
  excerpts: {
    /** base64 of drum tab, MIDI or MusicXML */
    chart: string;
    /** 0: the chart's */
    bpm?: number;
    /** 0: the chart's, of a short one 32 */
    bars?: number;
  }[];
  source?: "midi" | "audio";
  claim?: "played" | "again";
  missing?: "last" | "out";
  tie_break?: "rotate" | "holder" | "lot" | "panel" | "play-again";
  /** weight; that of the spread is 1 */
  slips?: number;
  /** weight, e-kits only */
  dynamics?: number;
  appeal_hours?: number;
  /** Unix seconds; 0: any time */
  opens_s?: number;
  closes_s?: number;
}

/** Times are seconds on the master's clock. */
export interface Film {
  title: string;
  /** changed: cut.json is newer than the film */
  state: "rendered" | "changed" | "rendering" | "failed";
  /** 0..1 of the rendering */
  done: number;
  /** another for every film.mp4; empty: there is none */
  video: string;
  /** why the last rendering failed; empty: it did not */
  error: string;
  /** what there is to say of edit lists, page, sheet, burn.mp4 and clips that are of other cuts than cut.json's */
  old: string[];
  from_s: number;
  to_s: number;
  /** what there is to say of its shots */
  words: string[];
  cameras: FilmCamera[];
  /** end to end, in order */
  shots: FilmShot[];
  strokes: FilmStroke[];
  tension: {
    at_s: number;
    /** 0..1 */
    tension: number;
  }[];
}

export interface FilmCamera {
  name: string;
  grade: "exact" | "frame" | "check" | "no";
  /** where it lies, and how sure that is */
  words: string[];
  /** how far single strokes lie from the camera's line; at most about 400 */
  residuals: {
    at_s: number;
    off_ms: number;
    /** it counts for the camera's line */
    on_line: boolean;
  }[];
}

export interface FilmShot {
  /** index into cameras; -1: black */
  camera: number;
  from_s: number;
  to_s: number;
  /** which, how long, and why it begins there */
  words: string;
}

export interface FilmStroke {
  at_s: number;
  line: string;
  /** 0..1 */
  strength: number;
  /** on beat 1 of a bar that is known */
  on_one: boolean;
}

export interface WrittenCharts {
  charts: WrittenChart[];
}

export interface WrittenChart {
  id: string;
  title: string;
  /** Unix seconds, UTC; each version's is later than that of the one before */
  written_s: number;
}

export interface ChartVersions {
  id: string;
  versions: ChartVersion[];
}

export interface ChartVersion {
  title: string;
  /** midi: the text is a MIDI file in base64; text: drum tab, or another chart that is text */
  format: "text" | "midi";
  /** as it was written; empty: thrown away from then on */
  text: string;
  /** Unix seconds, UTC; each version's is later than that of the one before */
  written_s: number;
}

export interface SentVersion {
  /** the same in every version: 1 to 64 letters, digits and hyphens */
  id: string;
  /** at most 200 letters */
  title: string;
  /** midi: the text is a MIDI file in base64; text: drum tab, or another chart that is text */
  format: "text" | "midi";
  /** at most 4 MiB; empty: the chart is thrown away, and its versions stay */
  text: string;
}

export interface KeptVersion {
  id: string;
  /** Unix seconds, UTC; each version's is later than that of the one before */
  written_s: number;
}

export interface Calls {
  /** Name and version */
  "GET /api/info": {
    query: Record<never, never>;
    body: undefined;
    answer: Info;
  };
  /** The built-in charts */
  "GET /api/charts": {
    query: Record<never, never>;
    body: undefined;
    answer: Chart[];
  };
  /** A built-in chart */
  "GET /api/charts/{name}": {
    query: {
      /** format; tab when left out */
      as?: "tab" | "midi" | "musicxml" | "mxl";
    };
    body: undefined;
    answer: undefined;
  };
  /** A chart of any format in another one */
  "POST /api/charts/convert": {
    query: {
      /** format wanted */
      to: "tab" | "midi" | "musicxml" | "mxl";
      /** file name; its ending says the format, else the bytes do */
      name?: string | number;
    };
    body: Uint8Array;
    answer: undefined;
  };
  /** A recording or an e-kit's MIDI file, to be heard */
  "POST /api/hear": {
    query: {
      /** file name */
      name?: string | number;
      /** name of a built-in chart; none: against the player's own pulse */
      chart?: string | number;
      /** tempo that was meant, 20 to 400 */
      bpm?: string | number;
      /** name of a player of the book, the first when left out: where something else than the chart was played, the nearest of that player's charts is named */
      player?: string | number;
      /** built-in kit profile that reads a MIDI file (docs/formats/kit.md); guessed where it is clear when left out */
      kit?: string | number;
      /** name of a kit's sound that is kept here (/api/kit_sounds), with which the file ear hears; only with the server's own token */
      kit_sound?: string | number;
      /** which ear hears a recording: live, or file, which knows what comes after a stroke; file when left out */
      ear?: "live" | "file";
      /** kit or pad */
      voices?: "kit" | "pad";
    };
    body: Uint8Array;
    answer: Job;
  };
  /** How far it is */
  "GET /api/hear/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Job;
  };
  /** Forget it */
  "DELETE /api/hear/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The take (docs/formats/take.md) */
  "GET /api/hear/{id}/take.json": {
    query: Record<never, never>;
    body: undefined;
    answer: Record<string, unknown>;
  };
  /** The take's page */
  "GET /api/hear/{id}/take.html": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** How kits sound that were struck drum by drum */
  "GET /api/kit_sounds": {
    query: Record<never, never>;
    body: undefined;
    answer: KitSounds;
  };
  /** Keeps a kit's sound under its own name */
  "POST /api/kit_sounds": {
    query: Record<never, never>;
    body: KitSoundFile;
    answer: KitSoundKept;
  };
  /** WebSocket: a Job as text whenever one changes */
  "GET /api/events": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Who is in the book; with a player's own token that one alone */
  "GET /api/book/players": {
    query: Record<never, never>;
    body: undefined;
    answer: Players;
  };
  /** Adds a player */
  "POST /api/book/players": {
    query: Record<never, never>;
    body: {
      /** one line of at most 64 bytes; upper and lower case are one name */
      name: string;
    };
    answer: Players;
  };
  /** Takes, the newest first */
  "GET /api/book/takes": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
      /** number of an item */
      item?: string | number;
      /** a take: only those before it (the `next` of the page before) */
      before?: string | number;
      /** 1 to 200; 30 when left out */
      limit?: string | number;
    };
    body: undefined;
    answer: Takes;
  };
  /** A take that was played in the page, into the book */
  "POST /api/book/takes": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: SentTake;
    answer: Kept;
  };
  /** A take as it was judged last (docs/formats/take.md) */
  "GET /api/book/takes/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Record<string, unknown>;
  };
  /** Its page */
  "GET /api/book/takes/{id}/take.html": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** How it was heard */
  "GET /api/book/takes/{id}/about": {
    query: Record<never, never>;
    body: undefined;
    answer: About;
  };
  /** Leaves a take out of every sum */
  "POST /api/book/takes/{id}/discard": {
    query: Record<never, never>;
    body: undefined;
    answer: KeptTake;
  };
  /** Puts a discarded take back */
  "POST /api/book/takes/{id}/undo": {
    query: Record<never, never>;
    body: undefined;
    answer: KeptTake;
  };
  /** Counts a take that was broken off all the same */
  "POST /api/book/takes/{id}/count": {
    query: Record<never, never>;
    body: undefined;
    answer: KeptTake;
  };
  /** Does not count a take */
  "POST /api/book/takes/{id}/uncount": {
    query: Record<never, never>;
    body: undefined;
    answer: KeptTake;
  };
  /** Puts back the take that was discarded last */
  "POST /api/book/undo": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: KeptTake;
  };
  /** What was practised, the last first */
  "GET /api/book/items": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: Items;
  };
  /** An item's chart, once through, at the tempo of its last take */
  "GET /api/book/chart": {
    query: {
      /** number of an item */
      item: string | number;
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: undefined;
  };
  /** The charts that a player wrote, played or not */
  "GET /api/book/charts": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: WrittenCharts;
  };
  /** A version of a chart */
  "POST /api/book/charts": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: SentVersion;
    answer: KeptVersion;
  };
  /** Every version of a chart that is kept */
  "GET /api/book/charts/{id}": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: ChartVersions;
  };
  /** Every take of an item, its level and its limits */
  "GET /api/book/progress": {
    query: {
      /** number of an item */
      item: string | number;
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: ItemProgress;
  };
  /** Breaking tempi, the newest first */
  "GET /api/book/limits": {
    query: {
      /** number of an item */
      item?: string | number;
      /** name; the first player when left out */
      player?: string | number;
    };
    body: undefined;
    answer: Limits;
  };
  /** Keeps a limit that a page found */
  "POST /api/book/limits": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: FoundLimit;
    answer: Limits;
  };
  /** Did it really change from take a to take b? */
  "GET /api/book/compare": {
    query: {
      /** number of a take */
      a: string | number;
      /** number of a later take */
      b: string | number;
    };
    body: undefined;
    answer: Compared;
  };
  /** What to practise today */
  "GET /api/today": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
      /** to play */
      minutes?: string | number;
    };
    body: undefined;
    answer: Today;
  };
  /** What became of the plan of so many minutes */
  "POST /api/today/done": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
      /** to play */
      minutes?: string | number;
    };
    body: undefined;
    answer: Today;
  };
  /** The day with that pain, which holds until it ends */
  "POST /api/today/pain": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
      /** to play */
      minutes?: string | number;
    };
    body: {
      pain?: number;
      numb?: boolean;
    };
    answer: Today;
  };
  /** A tempo to work towards */
  "POST /api/today/goal": {
    query: {
      /** name; the first player when left out */
      player?: string | number;
    };
    body: {
      item: string;
      bpm: number;
      weight?: number;
    };
    answer: Goals;
  };
  /** The auditions of the book */
  "GET /api/chairs": {
    query: Record<never, never>;
    body: undefined;
    answer: Auditions;
  };
  /** Declares an audition */
  "POST /api/chairs": {
    query: Record<never, never>;
    body: WishedAudition;
    answer: Audition;
  };
  /** How often an audition tells who is first */
  "GET /api/chairs/power": {
    query: {
      /** 0: any */
      players?: string | number;
    };
    body: undefined;
    answer: Told;
  };
  /** One audition */
  "GET /api/chairs/{id}": {
    query: Record<never, never>;
    body: undefined;
    answer: Audition;
  };
  /** Somebody enters */
  "POST /api/chairs/{id}/entrants": {
    query: Record<never, never>;
    body: {
      /** it stays out of the record */
      name: string;
      /** the name may be told at the end */
      agrees?: boolean;
    };
    answer: {
      player: string;
      told: string[];
    };
  };
  /** Opens the one attempt */
  "POST /api/chairs/{id}/attempts": {
    query: Record<never, never>;
    body: {
      player: string;
      excerpt?: number;
      /** its number; the round that comes next is opened */
      challenge?: number;
      /** nothing is on record */
      practice?: boolean;
      rate?: number;
      /** frames */
      round_trip?: number;
      round_trip_sd_ms?: number;
      pad?: boolean;
      click_heard?: boolean;
      /** profile of an e-kit */
      kit?: string;
      notes?: string;
      device?: string;
    };
    answer: OpenedAttempt;
  };
  /** Commits to a bar while it is played */
  "POST /api/chairs/{id}/attempts/{n}/bars": {
    query: Record<never, never>;
    body: {
      /** 0: the count-in; the last one ends with the recording */
      bar: number;
      /** recorded since the one before */
      bytes: number;
      /** SHA-256 of the hash before it (64 zeros before the first) and those bytes */
      hash: string;
    };
    answer: {
      late: boolean;
    };
  };
  /** Hands the recording in */
  "PUT /api/chairs/{id}/attempts/{n}/input": {
    query: Record<never, never>;
    body: Uint8Array;
    answer: Told;
  };
  /** Leaves an attempt */
  "POST /api/chairs/{id}/attempts/{n}/leave": {
    query: Record<never, never>;
    body: {
      bar: number;
    };
    answer: Told;
  };
  /** What was handed in */
  "GET /api/chairs/{id}/attempts/{n}/sound": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The strokes of an attempt, as a panel speaks of them */
  "GET /api/chairs/{id}/attempts/{n}/strokes": {
    query: Record<never, never>;
    body: undefined;
    answer: Told;
  };
  /** Seats everybody */
  "POST /api/chairs/{id}/seat": {
    query: Record<never, never>;
    body: undefined;
    answer: Audition;
  };
  /** Tells the names of those who agreed, on record */
  "POST /api/chairs/{id}/reveal": {
    query: Record<never, never>;
    body: undefined;
    answer: Audition;
  };
  /** Cancels an audition, on record; it stays to be read */
  "POST /api/chairs/{id}/cancel": {
    query: Record<never, never>;
    body: {
      /** why, 1 to 2,000 letters */
      text: string;
    };
    answer: Audition;
  };
  /** The sheet as numbers and sentences */
  "GET /api/chairs/{id}/seating": {
    query: Record<never, never>;
    body: undefined;
    answer: Seating;
  };
  /** The sheet as a page */
  "GET /api/chairs/{id}/seating.html": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The record */
  "GET /api/chairs/{id}/seating.jsonl": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Its signature */
  "GET /api/chairs/{id}/seating.jsonl.minisig": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** The key of whoever directs */
  "GET /api/chairs/{id}/seating.pub": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
  /** Appeals against an attempt */
  "POST /api/chairs/{id}/appeals": {
    query: Record<never, never>;
    body: {
      player: string;
      excerpt: number;
      /** 1 to 2,000 letters */
      text: string;
    };
    answer: Audition;
  };
  /** Rules on an appeal */
  "POST /api/chairs/{id}/appeals/{n}/ruling": {
    query: Record<never, never>;
    body: {
      effect: "none" | "again" | "left-out" | "strokes";
      text: string;
      /** of effect strokes: numbers of strokes, from 1, in order */
      struck_out?: number[];
      /** of effect strokes: strokes that are added, in order of time */
      added?: {
        /** second of the sound, 4 decimals: "12.3400" */
        at: string;
        voice: string;
      }[];
    };
    answer: Audition;
  };
  /** Asks for the next chair up */
  "POST /api/chairs/{id}/challenges": {
    query: Record<never, never>;
    body: {
      holder: string;
      challenger: string;
    };
    answer: Audition;
  };
  /** Gives the chair up */
  "POST /api/chairs/{id}/challenges/{n}/decline": {
    query: Record<never, never>;
    body: undefined;
    answer: Audition;
  };
  /** The film that is shown */
  "GET /api/film": {
    query: Record<never, never>;
    body: undefined;
    answer: Film;
  };
  /** Move a cut */
  "POST /api/film/cuts": {
    query: Record<never, never>;
    body: {
      /** from 1, by the shot it begins */
      cut: number;
      /** on the master's clock */
      at_s: number;
    };
    answer: Film;
  };
  /** Render it again */
  "POST /api/film/render": {
    query: Record<never, never>;
    body: undefined;
    answer: Film;
  };
  /** The film itself */
  "GET /api/film/film.mp4": {
    query: Record<never, never>;
    body: undefined;
    answer: undefined;
  };
}

/** What the numbers of a call may be, and what is taken where one is left out. */
export const ranges = {
  "GET /api/today": {
    minutes: { low: 5, high: 240, first: 30 },
  },
  "POST /api/today/done": {
    minutes: { low: 5, high: 240, first: 30 },
  },
  "POST /api/today/pain": {
    minutes: { low: 5, high: 240, first: 30 },
    pain: { low: 0, high: 10, first: 0 },
  },
  "POST /api/today/goal": {
    bpm: { low: 0, high: 400, first: 0 },
    weight: { low: 0.1, high: 10, first: 1 },
  },
  "GET /api/chairs/power": {
    players: { low: 0, high: 200, first: 0 },
  },
  "POST /api/chairs/{id}/attempts": {
    excerpt: { low: 1, high: 16, first: 1 },
    rate: { low: 8000, high: 192000, first: 48000 },
    round_trip: { low: 0, high: 96000, first: 0 },
    round_trip_sd_ms: { low: 0, high: 1000, first: 10 },
  },
  "POST /api/chairs/{id}/attempts/{n}/bars": {
    bar: { low: 0, high: 512, first: 0 },
  },
  "POST /api/chairs/{id}/attempts/{n}/leave": {
    bar: { low: 0, high: 512, first: 0 },
  },
  "POST /api/chairs/{id}/appeals": {
    excerpt: { low: 1, high: 16, first: 1 },
  },
};
