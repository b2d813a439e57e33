// What a panel changes by hand: strokes that the ear heard and nobody played are struck out, strokes that it lost are
// added by second and drum.
import type { Calls } from "../generated/server_api.ts";
import type { Voice } from "../generated/told.ts";

type Ruling = Calls["POST /api/chairs/{id}/appeals/{n}/ruling"]["body"];

export interface Stroke {
  number: number; // of the take, from 1
  second: number;
  told: string; // its drum and the note that it answers
}
/** The most that one ruling changes. */
export const kMostByHand = 200;

/** Reads the server's lines: "    7     3.2000 s  snare       answers snare, bar 1, beat 2". */
export function strokesOf(told: string[]): Stroke[] {
  return told.flatMap((line) => {
    const found = /^\s*(\d+)\s+([\d.]+) s\s+(\S+)\s+(.*)$/.exec(line);
    if (!found) return [];
    const [, number, second, voice, answers] = found;
    return [{ number: Number(number), second: Number(second), told: `${voice}, ${answers}` }];
  });
}

export class ByHand {
  readonly struck = new Set<number>();
  added: { at: number; voice: Voice }[] = [];

  get changes(): number {
    return this.struck.size + this.added.length;
  }
  strike(number: number, out: boolean): void {
    if (out) this.struck.add(number);
    else this.struck.delete(number);
  }
  /** Returns why it cannot be added; else nothing. */
  add(second: string, voice: Voice): string {
    const at = Number(second.trim().replace(",", "."));
    if (second.trim() === "" || !Number.isFinite(at) || at < 0 || at > 86400)
      return `"${second}" is no second of the take.`;
    this.added = [...this.added, { at, voice }].sort((a, b) => a.at - b.at);
    return "";
  }
  drop(stroke: { at: number; voice: Voice }): void {
    this.added = this.added.filter((one) => one !== stroke);
  }
  /** Returns why this is no ruling; else nothing. */
  get unlike(): string {
    if (this.changes === 0) return "No stroke is struck out and none is added.";
    if (this.changes > kMostByHand)
      return `${this.changes} strokes are changed; a ruling changes at most ${kMostByHand}.`;
    return "";
  }
  ruling(text: string): Ruling {
    return {
      effect: "strokes",
      text,
      struck_out: [...this.struck].sort((a, b) => a - b),
      added: this.added.map(({ at, voice }) => ({ at: at.toFixed(4), voice })),
    };
  }
}
