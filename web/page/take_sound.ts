// What a take sounded like: its own sound where there is one, else its strokes with made sounds; looped, slower with
// the pitch kept, and with clicks on the pulse of the player.
import { audio } from "./audio.ts";
import type { Take } from "./generated/take.ts";
import { StrokePlayer, type Recorded } from "./listening.ts";
import { levels, type Sounding, type Stretch } from "./model/listening_model.ts";
import type { PlayedBar } from "./model/take_model.ts";
import { kHeaderBytes, ownRate, unpacked } from "./model/own_wav.ts";

export class TakeSound {
  click = true;
  private readonly player = new StrokePlayer();
  private readonly strokes: Sounding[];
  private readonly clicks: Sounding[];
  private element: HTMLAudioElement | undefined; // slower: the browser keeps the pitch
  private stretch: Stretch | undefined;
  private recorded: Promise<Recorded> | undefined;
  private frame = 0;

  constructor(
    take: Take,
    private readonly bars: PlayedBar[],
    private readonly sound?: Blob,
  ) {
    const hits = take.hits.filter(({ time_ms }) => time_ms !== null);
    const loud = levels(hits.map(({ level_db }) => level_db ?? 0));
    this.strokes = hits.map(({ time_ms, voice }, i) => ({ s: time_ms! / 1000, voice, level: loud[i] }));
    this.clicks = bars.flatMap(({ beats }) =>
      beats.map((s, i): Sounding => ({ s, voice: i === 0 ? "accent" : "click", level: 0.4 })),
    );
  }
  /** There is something to hear. */
  get there(): boolean {
    return this.bars.length > 0 && (this.sound !== undefined || this.strokes.length > 0);
  }

  async play(stretch: Stretch): Promise<void> {
    this.stop();
    const clicks = this.click ? this.clicks : [];
    if (!this.sound) {
      await this.player.play([...this.strokes, ...clicks], stretch);
      return;
    }
    if (stretch.speed === 1) {
      await this.player.play(clicks, stretch, await (this.recorded ??= recordedIn(this.sound)));
      return;
    }
    const element = new Audio(URL.createObjectURL(this.sound));
    element.preservesPitch = true;
    element.playbackRate = stretch.speed;
    element.currentTime = stretch.from;
    this.element = element;
    this.stretch = stretch;
    await element.play();
    this.turn();
  }
  /** At its end: once more, or silence. */
  private turn(): void {
    const { element, stretch } = this;
    if (!element || !stretch) return;
    if (element.currentTime >= stretch.to || element.ended) {
      if (!stretch.loop) {
        this.stop();
        return;
      }
      element.currentTime = stretch.from;
      void element.play();
    }
    this.frame = requestAnimationFrame(() => this.turn());
  }
  /** The second of the take that is heard; nothing: it is still. */
  now(): number | undefined {
    return this.element ? this.element.currentTime : this.player.now();
  }
  stop(): void {
    cancelAnimationFrame(this.frame);
    this.player.stop();
    if (!this.element) return;
    this.element.pause();
    URL.revokeObjectURL(this.element.src);
    this.element = undefined;
  }
}

/** A take's own wav is read piece by piece, since an hour of it is 500 MB; another program's sound is decoded whole. */
async function recordedIn(sound: Blob): Promise<Recorded> {
  const context = await audio();
  const bytes = async (from: number, to: number) => new Uint8Array(await sound.slice(from, to).arrayBuffer());
  const rate = ownRate(await bytes(0, kHeaderBytes));
  if (!rate) {
    const whole = await context.decodeAudioData(await sound.arrayBuffer());
    return (from, to) => Promise.resolve(part(context, whole, from, to));
  }
  const place = (s: number) => kHeaderBytes + 3 * Math.round(s * rate);
  return async (from, to) => {
    const samples = unpacked(await bytes(place(from), place(to)));
    const buffer = context.createBuffer(1, Math.max(1, samples.length), rate);
    buffer.copyToChannel(samples, 0);
    return buffer;
  };
}
function part(context: AudioContext, whole: AudioBuffer, from: number, to: number): AudioBuffer {
  const [first, end] = [from, to].map((s) => Math.min(whole.length, Math.round(s * whole.sampleRate)));
  const buffer = context.createBuffer(whole.numberOfChannels, Math.max(1, end - first), whole.sampleRate);
  for (let channel = 0; channel < whole.numberOfChannels; ++channel)
    buffer.copyToChannel(whole.getChannelData(channel).subarray(first, end), channel);
  return buffer;
}
