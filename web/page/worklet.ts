// The audio thread: hands the browser's blocks to the engine and the engine's clicks to the browser.
// Five processors: the drill, strokes that are listened to, the round trip's pulses, the level meter, a recorder.
import { Engine, Refusal } from "./engine.ts";
import type { StrokesOptions } from "./listening.ts";
import { StrokeMixer } from "./model/stroke_mixer.ts";

declare const currentFrame: number;
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor();
}
declare function registerProcessor(name: string, processor: unknown): void;

const kSoundBlock = 4096; // frames handed to the recorder at a time: 85 ms at 48 kHz, what a crash can cost

/** The mean of all channels, into `out`; silence where nothing comes in. */
function mix(input: Float32Array[], out: Float32Array): void {
  out.fill(0);
  for (const channel of input) for (let i = 0; i < out.length; ++i) out[i] += channel[i] / input.length;
}

export interface DrillOptions {
  module: WebAssembly.Module;
  ear: Uint8Array; // the ear's weights
  chart: Uint8Array;
  settings?: Uint8Array; // of the one drill
  limit?: Uint8Array; // of a search: it lives as long as the node, a drill after the other
}

class DrillProcessor extends AudioWorkletProcessor {
  private engine: Engine;
  private recorder: MessagePort | undefined;
  private sound = new Float32Array(kSoundBlock);
  private filled = 0;
  private origin = -1;
  private running = false;
  private search: boolean;
  private ended = false; // nothing more is asked of a search: the browser may let it go

  constructor(options: { processorOptions: DrillOptions }) {
    super();
    const { module, ear, chart, settings, limit } = options.processorOptions;
    this.engine = new Engine(module);
    this.search = limit !== undefined;
    const door = this.engine.door;
    this.answer(() => {
      this.engine.put(ear);
      this.engine.told(door.ear_weights());
      this.engine.put(chart);
      this.engine.told(door.chart_open());
      this.engine.put((limit ?? settings)!);
      if (limit) this.post({ limit: this.engine.told(door.limit_open()) });
      else this.open(door.drill_open());
    });
    this.port.onmessage = ({ data }: MessageEvent) => {
      if (data.recorder) this.recorder = data.recorder as MessagePort;
      if (data.note && this.running) door.drill_note(data.note[0], data.note[1], data.note[2]);
      if (data.close) this.close();
      if (data.end) this.ended = true;
      if (data.discard) {
        door.limit_discard();
        this.post({ limit: this.engine.told(door.limit_told()) });
      }
      if (data.next) {
        this.answer(() => {
          this.engine.put(data.next as Uint8Array);
          this.open(door.limit_drill());
        });
      }
    };
  }

  private post(message: Record<string, unknown>): void {
    this.port.postMessage(message);
  }
  private answer(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.running = this.search = false;
      this.post({ refused: error instanceof Refusal ? error.bytes : undefined });
    }
  }
  private open(result: number): void {
    this.post({ plan: this.engine.told(result) });
    this.origin = -1;
    this.running = true;
  }

  private close(): void {
    if (!this.running) return;
    this.running = false;
    this.flush();
    const { engine } = this;
    this.post({
      take: engine.told(this.search ? engine.door.limit_close() : engine.door.drill_close()),
      html: engine.told(engine.door.take_html()),
      brokenOff: engine.told(engine.door.drill_broken_off()),
      explained: this.search ? undefined : engine.told(engine.door.take_explained()),
      doing: this.search ? undefined : engine.told(engine.door.drill_doing()),
      limit: this.search ? engine.told(engine.door.limit_told()) : undefined,
    });
  }

  private flush(): void {
    const part = this.sound.slice(0, this.filled);
    this.filled = 0;
    if (part.length > 0) this.recorder?.postMessage({ sound: part }, [part.buffer]);
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    if (!this.running) return this.search && !this.ended;
    if (this.origin < 0) {
      this.origin = currentFrame;
      this.port.postMessage({ origin: currentFrame / sampleRate });
    }
    const frames = outputs[0][0].length;
    const door = this.engine.door;
    const into = this.engine.floats(door.drill_in(), frames);
    mix(inputs[0] ?? [], into);
    if (this.filled + frames > kSoundBlock) this.flush();
    this.sound.set(into, this.filled);
    this.filled += frames;
    const news = door.drill_block(frames);
    const click = this.engine.floats(door.drill_out(), frames);
    for (const channel of outputs[0]) channel.set(click);
    if (news > 0) {
      const bytes = this.engine.told(door.drill_news());
      this.port.postMessage({ news: bytes }, [bytes.buffer]);
    }
    return true;
  }
}

/** Plays a score of strokes from its moment on, until it is over or stopped. */
class StrokesProcessor extends AudioWorkletProcessor {
  private readonly mixer: StrokeMixer;
  private readonly began: number; // frame
  private stopped = false;

  constructor(options: { processorOptions: StrokesOptions }) {
    super();
    const { score, sounds, began } = options.processorOptions;
    this.mixer = new StrokeMixer(score, sounds);
    this.began = Math.round(began * sampleRate);
    this.port.onmessage = () => (this.stopped = true);
  }

  process(_: Float32Array[][], outputs: Float32Array[][]): boolean {
    return !this.stopped && this.mixer.mix(outputs[0][0], currentFrame - this.began);
  }
}

/** Plays the pulses from its first frame on and records what comes in. */
class LoopbackProcessor extends AudioWorkletProcessor {
  private at = 0;
  private heard: Float32Array;
  private pulses: Float32Array;

  constructor(options: { processorOptions: { pulses: Float32Array; listen: number } }) {
    super();
    this.pulses = options.processorOptions.pulses;
    this.heard = new Float32Array(options.processorOptions.listen);
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const frames = outputs[0][0].length;
    const end = Math.min(this.at + frames, this.heard.length);
    const block = new Float32Array(frames);
    mix(inputs[0] ?? [], block);
    this.heard.set(block.subarray(0, end - this.at), this.at);
    const part = this.pulses.subarray(this.at, this.at + frames);
    for (const channel of outputs[0]) channel.set(part);
    this.at = end;
    if (this.at < this.heard.length) return true;
    this.port.postMessage(this.heard);
    return false;
  }
}

/** Peak and mean power of every 50 ms, in full scale. */
class MeterProcessor extends AudioWorkletProcessor {
  private peak = 0;
  private power = 0;
  private frames = 0;
  private stopped = false;

  constructor() {
    super();
    this.port.onmessage = () => (this.stopped = true);
  }

  process(inputs: Float32Array[][]): boolean {
    if (this.stopped) return false; // else it would go on for as long as the page is open
    const block = new Float32Array(inputs[0]?.[0]?.length ?? 128);
    mix(inputs[0] ?? [], block);
    for (const sample of block) {
      this.peak = Math.max(this.peak, Math.abs(sample));
      this.power += sample * sample;
    }
    this.frames += block.length;
    if (this.frames >= sampleRate / 20) {
      this.port.postMessage({ peak: this.peak, power: this.power / this.frames });
      this.peak = this.power = this.frames = 0;
    }
    return true;
  }
}

/** What comes in, a part after the other. */
class RecordProcessor extends AudioWorkletProcessor {
  private sound = new Float32Array(kSoundBlock);
  private filled = 0;
  private stopped = false;

  constructor() {
    super();
    this.port.onmessage = () => (this.stopped = true);
  }

  process(inputs: Float32Array[][]): boolean {
    if (this.stopped) return false;
    const frames = inputs[0]?.[0]?.length ?? 128;
    mix(inputs[0] ?? [], this.sound.subarray(this.filled, this.filled + frames));
    this.filled += frames;
    if (this.filled + frames > kSoundBlock) {
      const part = this.sound.slice(0, this.filled);
      this.filled = 0;
      this.port.postMessage(part, [part.buffer]);
    }
    return true;
  }
}

registerProcessor("drill", DrillProcessor);
registerProcessor("strokes", StrokesProcessor);
registerProcessor("loopback", LoopbackProcessor);
registerProcessor("meter", MeterProcessor);
registerProcessor("record", RecordProcessor);
