// The open chart, heard before it is played: made sounds, the notes that sound marked in the notation.
import { h } from "./dom.ts";
import type { Engine } from "./engine.ts";
import type { ChartSounds } from "./generated/told.ts";
import { StrokePlayer } from "./listening.ts";
import { parse } from "./text.ts";

const kMarked = 0.09; // seconds that a note stays marked

export class HearChart {
  private readonly player = new StrokePlayer();
  readonly button = h("button", { type: "button", onclick: () => void this.press() }, "Hear it");
  private frame = 0;
  private sounds: ChartSounds | undefined;

  /** `tempo` and `bars` (from 1; to 0: the last) are asked at every press; the open chart is the engine's. */
  constructor(
    private readonly engine: Engine,
    private readonly score: HTMLElement,
    private readonly wishes: () => { bpm: number; from: number; to: number },
    private readonly refused: (error: unknown) => void,
  ) {}

  private async press(): Promise<void> {
    if (this.sounds) {
      this.stop();
      return;
    }
    try {
      const { bpm, from, to } = this.wishes();
      const sounds = parse<ChartSounds>(this.engine.told(this.engine.door.chart_sounds(bpm)));
      this.sounds = sounds;
      const strokes = sounds.strokes.map(({ s, voice, level }) => ({ s, voice, level }));
      const end = to > 0 ? sounds.bars[to] : undefined;
      const stretch = { from: sounds.bars[from - 1] ?? 0, to: end ?? sounds.seconds, speed: 1, loop: true };
      await this.player.play(strokes, stretch);
      this.button.textContent = "Silence";
      this.mark();
    } catch (error) {
      this.stop();
      this.refused(error);
    }
  }
  private mark(): void {
    this.frame = requestAnimationFrame(() => this.mark());
    const now = this.player.now();
    for (const old of this.score.querySelectorAll(".sounding")) old.classList.remove("sounding");
    if (now === undefined) return;
    for (const { s, note } of this.sounds?.strokes ?? [])
      if (now >= s && now < s + kMarked) this.score.querySelector(`#n${note}`)?.classList.add("sounding");
  }
  stop(): void {
    cancelAnimationFrame(this.frame);
    this.player.stop();
    this.sounds = undefined;
    this.button.textContent = "Hear it";
    for (const old of this.score.querySelectorAll(".sounding")) old.classList.remove("sounding");
  }
}
