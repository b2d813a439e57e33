// What is committed while an attempt is played: after every bar a hash of all that was recorded so far. What is handed
// in afterwards can then be no other recording.

/** One bar's commitment; bar 0 is all before the first bar line. */
export interface Commitment {
  bar: number;
  bytes: number; // recorded since the one before it
  hash: string; // 64 digits
}

const kBegin = "0".repeat(64);
const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export class Committing {
  private parts: Uint8Array[] = [];
  private since = 0; // parts that are committed
  private bar = 0;
  private before: Promise<string> = Promise.resolve(kBegin);

  /** `lines`: frames at which bars begin; the last one is the excerpt's end. */
  constructor(private readonly lines: number[]) {}

  get recorded(): Uint8Array<ArrayBuffer> {
    return joined(this.parts);
  }
  get empty(): boolean {
    return this.parts.length === 0;
  }
  /** Bars that have begun; 0: the count-in. */
  get bars(): number {
    return Math.min(this.bar, this.lines.length - 1);
  }
  add(part: Uint8Array): void {
    this.parts.push(part);
  }
  /** What is to be committed at that frame: one a bar line that has passed. */
  passed(frame: number): Promise<Commitment>[] {
    const found: Promise<Commitment>[] = [];
    while (this.bar < this.lines.length && frame >= this.lines[this.bar]) found.push(this.commit());
    return found;
  }
  /** All that is left, at the end of the recording. */
  commit(): Promise<Commitment> {
    const bytes = joined(this.parts.slice(this.since));
    this.since = this.parts.length;
    const bar = this.bar++;
    const { before } = this;
    this.before = before.then(async (hash) =>
      hex(await crypto.subtle.digest("SHA-256", joined([new TextEncoder().encode(hash), bytes]))),
    );
    return this.before.then((hash) => ({ bar, bytes: bytes.length, hash }));
  }
}
