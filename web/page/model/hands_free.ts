// Hands that hold sticks press nothing: a roll on one pad, or two loud strokes after silence, does what space does.

export interface HandsStroke {
  at: number; // seconds
  loud: boolean;
  pad: number; // which; 0 where that cannot be told
}

const kRoll = 8; // strokes of one pad,
const kRollS = 1.2; // within so long
const kSilenceS = 2; // before two loud strokes,
const kLeastS = 0.15; // which are so far apart
const kMostS = 0.8;
const kAfterS = 0.7; // and after which nothing comes

export class HandsFree {
  private strokes: HandsStroke[] = [];
  private quietFrom: number;

  /** From now on; a take may just have ended, so that silence is counted from here. */
  constructor(now: number) {
    this.quietFrom = now;
  }

  /** A stroke; true: it asks for the press. */
  hear(stroke: HandsStroke): boolean {
    this.strokes = [...this.strokes.filter(({ at }) => at > stroke.at - 3), stroke];
    const roll = this.strokes.filter(({ at, pad }) => pad === stroke.pad && at > stroke.at - kRollS);
    if (stroke.pad === 0 || roll.length < kRoll) return false;
    this.forget(stroke.at);
    return true;
  }
  /** Time goes on; true: two loud strokes have asked for the press. */
  tick(now: number): boolean {
    const last = this.strokes.at(-1);
    if (!last || now - last.at < kAfterS) return false;
    const asked = this.two();
    this.forget(last.at);
    return asked;
  }
  private two(): boolean {
    if (this.strokes.length !== 2) return false;
    const [one, other] = this.strokes;
    const apart = other.at - one.at;
    return (
      one.loud && other.loud && apart >= kLeastS && apart <= kMostS && one.at - this.quietFrom >= kSilenceS
    );
  }
  private forget(at: number): void {
    this.strokes = [];
    this.quietFrom = at;
  }
}
