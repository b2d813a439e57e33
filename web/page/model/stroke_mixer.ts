// Strokes mixed into blocks of sound, as the audio thread asks for them: each begins at its own frame, whatever the
// page's script is doing meanwhile.
import type { Score } from "./listening_model.ts";

interface Playing {
  sound: Float32Array;
  level: number;
  begins: number; // frame
}

export class StrokeMixer {
  private next = 0; // stroke
  private round = 0;
  private playing: Playing[] = [];

  /** `sounds` are those of the score's voices, in their order. */
  constructor(
    private readonly score: Score,
    private readonly sounds: Float32Array[],
  ) {}

  /** Writes the block that begins at that frame since the stretch was begun, which may be before it. Blocks come in
   * order. A stroke whose frame has gone by sounds from the block's beginning. Returns whether more is to come. */
  mix(out: Float32Array, frame: number): boolean {
    const { at, sound, level, length, loop } = this.score;
    const end = frame + out.length;
    for (; at.length > 0; ++this.next) {
      if (this.next === at.length) {
        if (!loop) break;
        this.next = 0;
        ++this.round;
      }
      const due = Math.round(this.round * length + at[this.next]);
      if (due >= end) break;
      const one = {
        sound: this.sounds[sound[this.next]],
        level: level[this.next],
        begins: Math.max(due, frame),
      };
      this.playing.push(one);
    }
    out.fill(0);
    for (const { sound, level, begins } of this.playing) {
      const from = Math.max(begins, frame);
      const to = Math.min(begins + sound.length, end);
      for (let i = from; i < to; ++i) out[i - frame] += level * sound[i - begins];
    }
    if (this.playing.some(({ sound, begins }) => begins + sound.length <= end))
      this.playing = this.playing.filter(({ sound, begins }) => begins + sound.length > end);
    return (loop && at.length > 0) || end < length || this.playing.length > 0;
  }
}
