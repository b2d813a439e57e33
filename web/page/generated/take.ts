// Generated from docs/formats/take.schema.json by web/tools/generate.mjs: change that, then npm run generate.

export interface Place {
  bar: number;
  beat: number | null;
  tick: number;
  played?: number;
}

export interface Metric {
  measure:
    | "placement"
    | "tightness"
    | "tempo"
    | "drift"
    | "spot"
    | "unison"
    | "flam_gap"
    | "swing"
    | "dynamics"
    | "accent"
    | "missed"
    | "extra"
    | "wrong_voice"
    | "hands"
    | "phrase"
    | "bar"
    | "step"
    | "hand_spread"
    | "doubles"
    | "doubles_level"
    | "level_spot"
    | "level_course";
  line: "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad" | null;
  other: "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad" | null;
  dynamic: "ghost" | "normal" | "accent" | null;
  unit: "ms" | "bpm" | "%/min" | "ratio" | "dB" | "sd" | "per 100" | "%";
  standing: "in_band" | "out_of_band" | "no_band" | "too_few" | "below_floor";
  value: number | null;
  low: number | null;
  high: number | null;
  mean?: number | null;
  mean_low?: number | null;
  mean_high?: number | null;
  spread?: number | null;
  floor?: number | null;
  n: number;
  needed: number;
  band_low: number | null;
  band_high: number | null;
  excess: number | null;
  z: number | null;
  grade: string | null;
  every?: number;
  which?: number;
  beat_to?: number;
  loose?: "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad";
  perhaps_kit?: true;
  beside_band?: true;
  place: Place | null;
  places: Place[];
  text: string;
}

/** One performance as firstchair heard and judged it; docs/formats/take.md explains the fields. */
export interface Take {
  format: "firstchair-take";
  format_version: 1;
  engine: string;
  ear?: string;
  source: {
    name: string;
    kind: "audio" | "midi";
    rate: number | null;
    channels: number;
    length: number;
    duration_s: number | null;
    detail: "voice" | "family" | "none";
    polyphonic: boolean;
    bias_sd_ms: number | null;
    music?: {
      from_s: number | null;
      to_s: number | null;
    }[];
    band?: {
      follow: number;
      home_bpm: number;
      delay_sd_ms: number | null;
      beats: {
        quarter: number;
        time_ms: number;
      }[];
    };
    kit_sound?: {
      name: string;
      used: boolean;
    };
    kit?: {
      profile: string;
      choice: "usual" | "asked" | "guessed";
      why?: string;
      channel?: number;
      channel_guessed?: boolean;
      below_floor: number;
      retriggered: number;
      outside: number;
      hint?: string;
    };
  };
  kit?: {
    of:
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
    told:
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
    count: number;
    after_ms: number;
    velocity: number;
  }[];
  reading: {
    chart_given: boolean;
    chart_played?: false;
    meter_played?: string;
    bpm: number | null;
    bpm_low: number | null;
    bpm_high: number | null;
    tempo_probability: number | null;
    meter_probability: number | null;
    bar_probability: number | null;
    other_bpm?: number;
    other_probability?: number;
  };
  nearest_chart?: string;
  headline: string;
  facts: string[];
  order: {
    text: string;
    action:
      | "record_more"
      | "next_tempo"
      | "loop"
      | "line_alone"
      | "two_lines_alone"
      | "let_click_come"
      | "meet_click"
      | "hold_tempo"
      | "open_flams"
      | "close_flams"
      | "swing_to"
      | "lower_ghosts"
      | "even_level"
      | "hand_leads";
    cause: Metric | null;
    from_bar: number;
    to_bar: number;
    bpm: number | null;
    target: number | null;
    count: number;
  };
  /** notes and strokes as they are counted everywhere; absent where nothing is judged */
  counts?: {
    notes: number;
    missed: number;
    wrong_voice: number;
    covered: number;
    extra: number;
    lines: {
      line: "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad";
      notes: number;
      missed: number;
      wrong_voice: number;
      covered: number;
      extra: number;
    }[];
  };
  metrics: Metric[];
  positions: {
    line: "kick" | "snare" | "hat" | "hat_foot" | "tom" | "ride" | "crash" | "pad";
    in_bar: number;
    beat: number | null;
    n: number;
    mean_ms: number | null;
    shrunk_ms: number | null;
    sd_ms: number | null;
    probability: number | null;
  }[];
  floor_ms: number | null;
  outliers: number;
  chart: {
    title: string;
    ticks_per_quarter: 322560;
    length: number;
    swing: number | null;
    meters: {
      tick: number;
      beats: number;
      unit: 1 | 2 | 4 | 8 | 16 | 32 | 64;
    }[];
    tempi: {
      tick: number;
      bpm: number | null;
    }[];
    notes: {
      tick: number;
      voice:
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
      dynamic: "ghost" | "normal" | "accent";
      ornament: "none" | "flam" | "drag" | "buzz";
      hand: "unwritten" | "right" | "left";
      velocity: number;
    }[];
  };
  hits: {
    frame: number;
    time_ms: number | null;
    voice:
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
    voice_probability: number | null;
    voice_right?: number;
    level_db: number | null;
    strength: number | null;
    sigma_ms: number | null;
    timed: boolean;
    unison: boolean;
  }[];
  matches: {
    kind: "matched" | "wrong_voice" | "grace" | "extra" | "missed" | "masked";
    hit: number | null;
    note: number | null;
    passage: number;
    tick: number;
    target_ms: number | null;
    error_ms: number | null;
    local_error_ms: number | null;
  }[];
  passages: {
    first_tick: number;
    last_tick: number;
    first_frame: number;
    last_frame: number;
    offset: number;
    new_pulse: boolean;
  }[];
  departures: {
    kind: "late_start" | "early_end" | "skipped" | "repeated" | "restart";
    first_bar: number;
    last_bar: number;
    frame: number;
    pause_ms: number | null;
    text: string;
  }[];
  pulse: {
    tick: number;
    passage: number;
    time_ms: number | null;
    bpm: number | null;
    bpm_sd: number | null;
  }[];
}
