// Listening to strokes: made sounds, mixed by the audio thread on the browser's own clock, a stretch of them, looped
// and slower; a recording beside them, in pieces.
import { audio, forgetStamps, heardAt } from "./audio.ts";
import { drumSound } from "./model/drum_sounds.ts";
import {
  pieces,
  placeAt,
  scoreOf,
  type Score,
  type Sounding,
  type Stretch,
} from "./model/listening_model.ts";

const kLead = 0.08; // seconds until it begins
const kPiece = 10; // seconds of a recording that are decoded at a time
const kAhead = 15; // seconds of it that are put into the clock's hands
const kEvery = 1000; // ms
const sounds = new Map<string, Float32Array>();

function soundOf(voice: Sounding["voice"], rate: number): Float32Array {
  const key = `${voice} ${rate}`;
  let sound = sounds.get(key);
  if (!sound) {
    sound = voice === "click" || voice === "accent" ? tick(rate, voice) : drumSound(voice, rate);
    sounds.set(key, sound);
  }
  return sound;
}
function tick(rate: number, voice: "click" | "accent"): Float32Array {
  const hz = voice === "accent" ? 1600 : 1100;
  const sound = new Float32Array(Math.round(0.05 * rate));
  return sound.map((_, i) => 0.6 * Math.exp(-i / rate / 0.012) * Math.sin((2 * Math.PI * hz * i) / rate));
}

/** What the audio thread's player of strokes is made with. */
export interface StrokesOptions {
  score: Score;
  sounds: Float32Array[]; // of the score's voices
  began: number; // the context's second
}
/** A recording: its seconds from one to another. */
export type Recorded = (from: number, to: number) => Promise<AudioBuffer>;

export class StrokePlayer {
  private timer: ReturnType<typeof setInterval> | undefined;
  private sources: AudioBufferSourceNode[] = [];
  private node: AudioWorkletNode | undefined;
  private context: AudioContext | undefined;
  private began = 0;
  private stretch: Stretch | undefined;

  /** With a recording, as it is: its speed is 1. */
  async play(strokes: Sounding[], stretch: Stretch, recorded?: Recorded): Promise<void> {
    this.stop();
    this.stretch = stretch;
    const context = await audio();
    // What it begins with is there before the clock is looked at.
    const first = recorded && (await recorded(stretch.from, Math.min(stretch.to, stretch.from + kPiece)));
    const score = scoreOf(strokes, stretch, context.sampleRate);
    const made = score.voices.map((voice) => soundOf(voice, context.sampleRate));
    if (this.stretch !== stretch) return; // something else was pressed meanwhile
    this.context = context;
    forgetStamps(); // what the clocks showed before: the sound may have stood still since
    this.began = context.currentTime + kLead;
    const options: StrokesOptions = { score, sounds: made, began: this.began };
    this.node = new AudioWorkletNode(context, "strokes", {
      numberOfInputs: 0,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      processorOptions: options,
    });
    this.node.connect(new GainNode(context, { gain: 0.6 })).connect(context.destination);
    if (recorded && first) this.feed(context, stretch, recorded, first);
  }
  private feed(context: AudioContext, stretch: Stretch, recorded: Recorded, first: AudioBuffer): void {
    let put = 0;
    const more = () => {
      const until = Math.max(0, context.currentTime - this.began) + kAhead;
      for (const { at, from, to } of pieces(stretch, kPiece, put, until)) {
        const decoded = at === 0 ? first : recorded(from, to);
        void Promise.resolve(decoded).then((buffer) => {
          if (this.stretch === stretch) this.start(context, buffer, at);
        });
      }
      put = Math.max(put, until);
    };
    more();
    this.timer = setInterval(more, kEvery);
  }
  private start(context: AudioContext, buffer: AudioBuffer, at: number): void {
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(context.destination);
    source.start(this.began + at);
    this.sources.push(source);
    source.onended = () => (this.sources = this.sources.filter((one) => one !== source));
  }
  /** The second that is heard now; nothing: it is still. */
  now(): number | undefined {
    if (!this.context || !this.stretch) return undefined;
    // A stamp of before the sound stood still lies ahead of what has been made.
    const heard = Math.min(heardAt(this.context, performance.now()), this.context.currentTime);
    return placeAt(this.stretch, heard - this.began);
  }
  stop(): void {
    clearInterval(this.timer);
    for (const source of this.sources) source.stop();
    this.sources = [];
    this.node?.port.postMessage({ stop: true });
    this.node?.disconnect();
    this.node = undefined;
    this.stretch = undefined;
    this.context = undefined;
  }
}
