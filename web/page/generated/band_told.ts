// Generated from docs/formats/band.schema.json by web/tools/generate.mjs: change that, then npm run generate.

export interface BandRange {
  low: number;
  high: number;
  first: number;
}

export interface BandBar {
  /** quarters from the song's beginning */
  at: number;
  quarters: number;
  /** as the meter counts them */
  beats: number;
  /** that begins in it; empty: none does */
  section: string;
  /** that begin in it */
  chords: {
    /** quarters from the bar line */
    at: number;
    text: string;
  }[];
  /** the drummer plays it alone */
  alone: boolean;
}

/** What may be chosen of a band. */
export interface BandChoices {
  songs: {
    name: string;
    title: string;
  }[];
  styles: string[];
  ranges: {
    bpm: BandRange;
    follow: BandRange;
    count_in: BandRange;
    times: BandRange;
    trade: BandRange;
    solo: BandRange;
    answer: BandRange;
  };
}

/** The song that is open. */
export interface BandSong {
  title: string;
  composer: string;
  /** how it is played */
  style: string;
  /** the song's words did not tell it */
  style_guessed: boolean;
  /** 0: it names none */
  bpm: number;
  /** the dial that it asks for; -1: it asks for none */
  follow: number;
  /** it has a drum chart */
  drums: boolean;
  /** it has a drum solo */
  solo: boolean;
  fermata: boolean;
  /** what was guessed or left out */
  remarks: string[];
  /** of all songs in the file */
  titles: string[];
  /** which of them is open */
  number: number;
  bars: BandBar[];
}

/** What a band will play, bars as often as they are played. */
export interface BandPlan {
  rate: number;
  title: string;
  /** what a take of it is called */
  take_title: string;
  style: string;
  /** frame of the song's beginning */
  start: number;
  /** home tempo */
  bpm: number;
  /** the dial as it is set */
  follow: number;
  /** why it is not what was asked for; empty: it is */
  text: string;
  /** quarters before the beginning */
  count_in: number;
  /** a note's part is its index */
  parts: {
    name: string;
    /** General MIDI, from 0 */
    program: number;
    drums: boolean;
    level: number;
    pan: number;
  }[];
  bars: BandBar[];
}

/** Where a band is. */
export interface BandNews {
  frame: number;
  /** of the song at that frame; below 0 it is counted in */
  quarter: number;
  bpm: number;
  /** the drummer's tempo; absent: not sure */
  you_bpm?: number;
  strokes: number;
  /** what the band does other than play; empty: nothing */
  text: string;
  /** the drummer is further from home than the band goes; empty: no */
  limit: string;
  /** fermatas at which nobody came */
  waited_out: number;
  over: boolean;
  /** and has rung out */
  done: boolean;
}

/** What is said of a band afterwards. */
export interface BandTold {
  strokes: number;
  /** none without a stroke */
  lines: {
    about: string;
    text: string;
  }[];
  /** SVG; empty without a stroke */
  picture: string;
  /** docs/formats/moves.md, line by line */
  csv: string[];
}
