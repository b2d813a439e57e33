// The band in the audio thread: strokes or sound go to the engine (web/band_exports.h), its notes to the sampler.
import { BandSampler, type SamplerPart } from "./model/band_sampler.ts";
import { Engine, Refusal } from "./engine.ts";
import type { Exports } from "./generated/band_exports.ts";

declare const currentFrame: number;
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor();
}
declare function registerProcessor(name: string, processor: unknown): void;

const kNews = 2048; // frames between them
const kLoudest = 0.891; // -1 dB: what is above is cut
const kSoundBlock = 4096; // frames handed to the recorder at a time, as a drill does

export interface BandWorkletOptions {
  module: WebAssembly.Module;
  ear?: Uint8Array; // its weights; an e-kit needs none
  song: { builtin: Uint8Array } | { name: Uint8Array; bytes: Uint8Array; number: number };
  settings: Uint8Array;
  parts: SamplerPart[];
  notes?: [number, number, number][]; // of an e-kit that are known from the beginning: frame, number, velocity
}

class BandProcessor extends AudioWorkletProcessor {
  private readonly engine: Engine<Exports>;
  private readonly sampler: BandSampler;
  private origin = -1;
  private now = 0;
  private told = 0;
  private running = false;
  private recorder: MessagePort | undefined;
  private readonly sound = new Float32Array(kSoundBlock);
  private filled = 0;

  constructor({ processorOptions }: { processorOptions: BandWorkletOptions }) {
    super();
    const { module, ear, song, settings, parts, notes = [] } = processorOptions;
    this.engine = new Engine<Exports>(module);
    this.sampler = new BandSampler(parts, sampleRate);
    const { engine } = this;
    const { door } = engine;
    try {
      if (ear) {
        engine.put(ear);
        engine.told(door.ear_weights());
      }
      if ("builtin" in song) {
        engine.put(song.builtin);
        engine.told(door.song_builtin());
      } else {
        engine.put(song.name, song.bytes);
        engine.told(door.song_open(song.name.length, song.number));
      }
      engine.put(settings);
      this.port.postMessage({ plan: engine.told(door.band_open()) });
      for (const note of notes) door.band_note(...note);
      this.running = true;
    } catch (error) {
      this.port.postMessage({ refused: error instanceof Refusal ? error.bytes : undefined });
    }
    this.port.onmessage = ({ data }: MessageEvent) => {
      if (data.recorder) this.recorder = data.recorder as MessagePort;
      for (const [frame, number, velocity] of (data.notes ?? []) as [number, number, number][])
        door.band_note(frame, number, velocity);
      if (data.cue) door.band_cue();
      if (data.solo) door.band_ask_solo();
      if (data.close) this.close();
    };
  }

  private close(): void {
    if (!this.running) return;
    this.running = false;
    this.flush();
    const { engine } = this;
    const told = engine.told(engine.door.band_close());
    // Where no stroke was heard there is no take.
    const heard = engine.door.band_take();
    const take = heard > 0 ? engine.told(heard) : undefined;
    const html = take && engine.told(engine.door.band_html());
    this.port.postMessage({ told, take, html });
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    if (!this.running) return false;
    if (this.origin < 0) {
      this.origin = currentFrame;
      this.port.postMessage({ origin: currentFrame / sampleRate });
    }
    const [left, right] = outputs[0];
    const frames = left.length;
    const { door } = this.engine;
    const into = this.engine.floats(door.band_in(), frames);
    into.fill(0);
    for (const channel of inputs[0] ?? [])
      for (let i = 0; i < frames; ++i) into[i] += channel[i] / inputs[0].length;
    if (this.recorder) this.record(into);
    const count = door.band_block(frames);
    const notes = new Float64Array(door.memory.buffer, door.band_notes(), 4 * Math.max(0, count));
    for (let i = 0; i < notes.length; i += 4)
      this.sampler.play(
        Math.min(frames - 1, Math.max(0, notes[i] - this.now)),
        notes[i + 1],
        notes[i + 2],
        notes[i + 3],
      );
    const messages = door.band_clock_count();
    if (messages > 0)
      this.port.postMessage({
        clock: new Float64Array(door.memory.buffer, door.band_clock(), 5 * messages).slice(),
      });
    this.now += frames;
    if (this.now - this.told >= kNews) this.news();
    this.sampler.render(left, right ?? new Float32Array(frames));
    for (const channel of outputs[0])
      for (let i = 0; i < frames; ++i) channel[i] = Math.min(kLoudest, Math.max(-kLoudest, channel[i]));
    return true;
  }
  private record(block: Float32Array): void {
    if (this.filled + block.length > kSoundBlock) this.flush();
    this.sound.set(block, this.filled);
    this.filled += block.length;
  }
  private flush(): void {
    const part = this.sound.slice(0, this.filled);
    this.filled = 0;
    if (part.length > 0) this.recorder?.postMessage({ sound: part }, [part.buffer]);
  }
  private news(): void {
    this.told = this.now;
    const bytes = this.engine.told(this.engine.door.band_news());
    this.port.postMessage({ news: bytes }, [bytes.buffer]);
  }
}

registerProcessor("band", BandProcessor);
