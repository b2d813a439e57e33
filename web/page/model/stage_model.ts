// The view while playing, without its picture: what became of every note, where the player is, what the needles show,
// and how large things must be to be read from two metres away. Verdicts and words are the engine's.
import type { BarTold, Interval, News, Plan, Stroke } from "../generated/told.ts";
import { clockText } from "./numbers.ts";

export type NoteState = "upcoming" | "on-time" | "early" | "late" | "missed" | "not-told";

const kStateOf: Record<NonNullable<Stroke["colour"]>, NoteState> = {
  e0: "early",
  e1: "early",
  e2: "on-time",
  e3: "late",
  e4: "late",
};

/** A note as it is to be drawn from now on. */
export interface NoteChange {
  note: number; // of the plan
  state: NoteState;
  error?: number; // ms
  text?: string;
}
/** A stroke that answers no note, where it fell. */
export interface ExtraChange {
  bar: number; // index into the plan's bars
  share: number; // of the bar
  voice: Stroke["voice"];
}
export interface Needle {
  line: string;
  name: string;
  lean?: Interval; // ms; none: not measured
  text: string; // for who does not see it
}

/** A place in the plan. */
export interface Place {
  bar: number; // index into the plan's bars
  share: number; // of it, 0 to 1
}

export class StageModel {
  private readonly needles = new Map<string, Needle>();
  private readonly extras = new Map<string, ExtraChange>();
  private bar = 0;

  constructor(
    private readonly plan: Plan,
    private readonly delay = 0, // frames from a click to the same click heard
  ) {}

  /** The bar that holds a frame of the click, and how much of it is over. */
  place(at: number): Place {
    const { bar_lines: lines, bar_numbers: bars } = this.plan;
    if (at < lines[this.bar]) this.bar = 0;
    while (this.bar + 1 < bars.length && at >= lines[this.bar + 1]) ++this.bar;
    const share = (at - lines[this.bar]) / (lines[this.bar + 1] - lines[this.bar]);
    return { bar: this.bar, share: Math.min(1, Math.max(0, share)) };
  }

  /** What the news change in the picture. */
  news({ strokes, bars }: Pick<News, "strokes" | "bars">): NoteChange[] {
    const notes: NoteChange[] = [];
    for (const stroke of strokes) {
      const key = `${stroke.frame} ${stroke.voice}`;
      const extra = stroke.note === undefined;
      if (extra) this.extras.set(key, { ...this.place(stroke.frame - this.delay), voice: stroke.voice });
      else this.extras.delete(key);
      if (extra || !stroke.colour) continue;
      notes.push({
        note: stroke.note!,
        state: kStateOf[stroke.colour],
        error: stroke.error_ms,
        text: stroke.text,
      });
    }
    for (const bar of bars) {
      for (const note of bar.missed_notes) notes.push({ note, state: "missed" });
      for (const note of bar.covered_notes) notes.push({ note, state: "not-told" });
      this.turn(bar);
    }
    return notes;
  }
  /** Strokes that answer no note, as they were told last. */
  get extra(): ExtraChange[] {
    return [...this.extras.values()];
  }
  private turn(bar: BarTold): void {
    for (const { line, name, lean_ms, lean, lean_interval } of bar.lines) {
      const text = lean === undefined ? `${name}: too few strokes yet` : `${name}: ${lean} ${lean_interval}`;
      if (lean_ms || !this.needles.has(line)) this.needles.set(line, { line, name, lean: lean_ms, text });
    }
  }
  /** One a voice, as it was measured last. */
  get voices(): Needle[] {
    return [...this.needles.values()];
  }

  /** "pass 3 of 8", and the bar where a pass has several. */
  progress({ bar }: Place): string {
    const { bar_numbers: bars } = this.plan;
    const first = bars[0];
    const passes = bars.filter((number) => number === first).length;
    const pass = bars.slice(0, bar + 1).filter((number) => number === first).length;
    const one = bars.length / passes;
    const where = one > 1 ? `bar ${bars[bar]}` : "";
    return [where, passes > 1 ? `pass ${pass} of ${passes}` : ""].filter(Boolean).join(", ");
  }
  /** "0:24 left" */
  left(at: number): string {
    const { bar_lines: lines, rate } = this.plan;
    return `${clockText(Math.max(0, Math.ceil((lines.at(-1)! - at) / rate)))} left`;
  }
  /** The beat that sounds; before the first bar line the count, or nothing. */
  beat(at: number, { share }: Place, countIn: number): { text: string; counting: boolean } {
    const { bar_lines: lines, beats, rate, bpm, unit } = this.plan;
    if (at >= lines[0])
      return { text: String(Math.min(beats, Math.floor(share * beats) + 1)), counting: false };
    const toGo = Math.ceil((lines[0] - at) / (((60 * rate) / bpm) * (4 / unit)));
    const counted = countIn * beats;
    return { text: toGo <= counted ? String(((counted - toGo) % beats) + 1) : "", counting: true };
  }
}

// --- sizes

export const kHead = 7.8; // of a note's head, in units of the notation
export const kLeastHead = 0.025; // of the height
export const kNarrowest = 300; // notation, in its units (report::kNarrowestNotation)
export const kNeedleMs = 30; // from the needle's middle to its end

/** How wide the notation is to be drawn, in its own units, in a window of so many pixels: heads of 2.5 % of its height
 * (on an upright window, which is held in the hand, of its width), as long as two lines of `unitsHigh` fit into `room`
 * pixels. */
export function notationUnits(
  window: { width: number; height: number },
  room: { width: number; height: number },
  unitsHigh: number,
): number {
  const head = kLeastHead * Math.min(window.width, window.height);
  const byHead = head / kHead;
  const byLines = room.height / (2 * unitsHigh);
  const units = byHead <= byLines ? Math.floor(room.width / byHead) : Math.ceil(room.width / byLines);
  return Math.max(kNarrowest, units);
}

/** How far the lines are moved up in a room so high: the current line in the middle while its first half is played,
 * and the next one's edge there from then on. So the next line is whole half a line before it is needed; and both are
 * whole where the room holds two. */
export function movedUp(line: number, overHalf: boolean, lineHigh: number, room: number): number {
  const middle = overHalf ? (line + 1) * lineHigh : (line + 0.5) * lineHigh;
  const up = middle - room / 2;
  const least = (line + 2) * lineHigh - room; // the next line's foot at the room's
  const most = line * lineHigh; // this line's head at the room's
  return Math.min(Math.max(up, least), most);
}

/** Where a value stands on a needle's scale, 0 to 1. */
export const onScale = (ms: number): number => Math.min(1, Math.max(0, (ms + kNeedleMs) / (2 * kNeedleMs)));
