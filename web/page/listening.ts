// Listening to strokes: made sounds on the browser's own clock, a stretch of them, looped and slower.
import { audio, heardAt } from "./audio.ts";
import { drumSound } from "./model/drum_sounds.ts";
import { due, placeAt, type Sounding, type Stretch } from "./model/listening_model.ts";

const kAhead = 0.3; // seconds that are put into the clock's hands at a time
const kEvery = 100; // ms
const sounds = new Map<string, AudioBuffer>();

function soundOf(at: BaseAudioContext, voice: Sounding["voice"]): AudioBuffer {
  const key = `${voice} ${at.sampleRate}`;
  let buffer = sounds.get(key);
  if (!buffer) {
    const made =
      voice === "click" || voice === "accent" ? tick(at.sampleRate, voice) : drumSound(voice, at.sampleRate);
    buffer = at.createBuffer(1, made.length, at.sampleRate);
    buffer.copyToChannel(made, 0);
    sounds.set(key, buffer);
  }
  return buffer;
}
function tick(rate: number, voice: "click" | "accent"): Float32Array<ArrayBuffer> {
  const hz = voice === "accent" ? 1600 : 1100;
  const sound = new Float32Array(Math.round(0.05 * rate));
  return sound.map((_, i) => 0.6 * Math.exp(-i / rate / 0.012) * Math.sin((2 * Math.PI * hz * i) / rate));
}

export class StrokePlayer {
  private timer: ReturnType<typeof setInterval> | undefined;
  private sources: AudioScheduledSourceNode[] = [];
  private context: AudioContext | undefined;
  private began = 0;
  private stretch: Stretch | undefined;

  /** `ended` is called when it has come to its end by itself. */
  async play(
    strokes: Sounding[],
    stretch: Stretch,
    ended: () => void,
    sound?: AudioBuffer, // as it is: its speed is 1
  ): Promise<void> {
    this.stop();
    const context = await audio();
    const gain = new GainNode(context, { gain: 0.6 });
    gain.connect(context.destination);
    this.context = context;
    this.stretch = stretch;
    this.began = context.currentTime + 0.08;
    if (sound) {
      const { from, to, loop } = stretch;
      const source = new AudioBufferSourceNode(context, {
        buffer: sound,
        loop,
        loopStart: from,
        loopEnd: to,
      });
      source.connect(context.destination);
      if (loop) source.start(this.began, from);
      else source.start(this.began, from, to - from);
      this.sources.push(source);
    }
    let put = 0;
    const more = () => {
      const since = context.currentTime - this.began;
      const until = Math.max(0, since) + kAhead;
      for (const { voice, level, at } of due(strokes, stretch, put, until)) {
        const source = new AudioBufferSourceNode(context, { buffer: soundOf(context, voice) });
        const loud = new GainNode(context, { gain: level });
        source.connect(loud).connect(gain);
        source.start(this.began + at);
        this.sources.push(source);
        source.onended = () => (this.sources = this.sources.filter((one) => one !== source));
      }
      put = Math.max(put, until);
      if (placeAt(stretch, since) === undefined) {
        this.stop();
        ended();
      }
    };
    more();
    this.timer = setInterval(more, kEvery);
  }
  /** The second that is heard now; nothing: it is still. */
  now(): number | undefined {
    if (!this.context || !this.stretch) return undefined;
    return placeAt(this.stretch, heardAt(this.context, performance.now()) - this.began);
  }
  stop(): void {
    clearInterval(this.timer);
    for (const source of this.sources) source.stop();
    this.sources = [];
    this.stretch = undefined;
  }
}
