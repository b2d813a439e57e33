// One time with the band: the node in the audio thread, the e-kit or the microphone that it hears, what it tells, the
// take that this device keeps of it, and the MIDI clock for other machines.
import { heardAt, labelOf } from "./audio.ts";
import type { BandEngine } from "./band_engine.ts";
import { songBytes } from "./band_engine.ts";
import type { BandWorkletOptions } from "./band_worklet.ts";
import type { BandNews, BandPlan, BandTold } from "./generated/band_told.ts";
import type { Sound } from "./live.ts";
import { openMidi, openMidiOut } from "./midi.ts";
import { onlyHere } from "./one_tab.ts";
import { quarterAt, type KeptSong } from "./model/band_model.ts";
import type { SamplerPart } from "./model/band_sampler.ts";
import { clockRuns, clockSendings, kClockStop } from "./model/band_clock.ts";
import { kitSettings } from "./model/kept.ts";
import { kept } from "./settings_store.ts";
import { sync } from "./sync.ts";
import { takes } from "./takes.ts";
import type { About } from "./takes_worker.ts";
import { decode, newId, parse, settingsText } from "./text.ts";

const kKept = 64; // tellings, of which the latest frames are heard

export interface BandListener {
  news(told: BandNews): void;
  /** `take`: its id on this device; none: no stroke was heard. */
  over(told: BandTold, take?: string): void;
  /** What the engine refused, or nothing: the audio thread stopped. */
  refused(words?: Uint8Array): void;
}

/** What this device writes down before the first stroke. Its settings are those with which it can be heard without the
 * band: what a crash leaves is a take by itself. */
const aboutOf = (id: string, { context, media, told }: Sound, plan: BandPlan): About => ({
  id,
  title: plan.take_title,
  started: new Date().toISOString(),
  midi: !media,
  settings: decode(
    settingsText({
      rate: context.sampleRate,
      name: plan.title,
      bpm: plan.bpm,
      ...(media ? {} : kitSettings(kept)),
    }),
  ),
  chart: "",
  rate: context.sampleRate,
  mode: "band",
  device: media ? labelOf(media) : "MIDI",
  player: kept.player,
  roundTripMs: (1000 * told.round_trip) / context.sampleRate,
});

const withBand = new WeakSet<BaseAudioContext>();
/** The band's worklet, in that context once. */
export async function bandWorklet(context: BaseAudioContext): Promise<void> {
  if (withBand.has(context)) return;
  await context.audioWorklet.addModule("band_worklet.js");
  withBand.add(context);
}

export class BandRun {
  gone = ""; // the microphone or the e-kit was unplugged: what is said of it
  private told: BandNews[] = [];
  private origin = NaN;
  private ending = false;
  private source?: MediaStreamAudioSourceNode;
  private stopMidi?: () => void;
  private forget?: () => void;
  private letGo?: () => void; // of the sound, for other tabs
  private readonly id = newId();
  private clockOut?: MIDIOutput;
  private clockRuns = false;

  private constructor(
    private readonly sound: Sound,
    private readonly node: AudioWorkletNode,
    private readonly gain: GainNode,
    readonly plan: BandPlan,
  ) {}

  /** `db`: of the band, above or below as it is. Refuses where another tab plays. */
  static async begin(
    sound: Sound,
    { module }: BandEngine,
    of: {
      song: KeptSong;
      settings: Uint8Array;
      parts: SamplerPart[];
      ear?: Uint8Array;
      plan: BandPlan;
      db: number;
      cueNote: number; // of an e-kit, that is the cue and no stroke; below 0: none
      clockTo: string; // a part of a MIDI output's name; empty: no clock
    },
    to: BandListener,
  ): Promise<BandRun> {
    const { context, media } = sound;
    await bandWorklet(context);
    const { settings, parts, ear } = of;
    const processorOptions: BandWorkletOptions = { module, ear, song: songBytes(of.song), settings, parts };
    const node = new AudioWorkletNode(context, "band", {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [2],
      processorOptions,
    });
    const gain = new GainNode(context, { gain: 10 ** (of.db / 20) });
    const run = new BandRun(sound, node, gain, of.plan);
    const { port1, port2 } = new MessageChannel();
    const struck = (time: number, note: number, velocity: number) => {
      if (note === of.cueNote) {
        run.cue();
        return;
      }
      const at = Math.round((heardAt(context, time) - run.origin) * context.sampleRate);
      if (!Number.isFinite(at) || at < 0) return;
      node.port.postMessage({ notes: [[at, note, velocity]] });
      port2.postMessage({ note: [at, note, velocity] });
    };
    try {
      run.letGo = await onlyHere();
      if (of.clockTo) run.clockOut = await openMidiOut(of.clockTo);
      if (!media)
        run.stopMidi = await openMidi(
          struck,
          () => run.lost("The e-kit is gone."),
          () => run.cue(),
        );
      await takes.begin(aboutOf(run.id, sound, of.plan), port1);
    } catch (error) {
      run.leave();
      throw error;
    }
    // Nothing is told before this: what the node has to say waits.
    node.port.onmessage = ({ data }: MessageEvent) => void run.heard(data as Record<string, unknown>, to);
    node.onprocessorerror = () => {
      run.leave();
      void takes.end();
      to.refused();
    };
    if (media) {
      node.port.postMessage({ recorder: port2 }, [port2]);
      run.source = context.createMediaStreamSource(media);
      run.source.connect(node);
      const [track] = media.getAudioTracks();
      const lost = () => run.lost("The microphone is gone.");
      track.addEventListener("ended", lost);
      run.forget = () => track.removeEventListener("ended", lost);
    }
    node.connect(gain).connect(context.destination);
    return run;
  }

  /** The quarter of the song that is heard now; nothing before the band has told where it is. */
  quarterNow(): number | undefined {
    const { context } = this.sound;
    const frame = (heardAt(context, performance.now()) - this.origin) * context.sampleRate;
    return Number.isFinite(frame) ? quarterAt(this.told, frame, context.sampleRate) : undefined;
  }
  volume(db: number): void {
    this.gain.gain.value = 10 ** (db / 20);
  }
  cue(): void {
    this.node.port.postMessage({ cue: true });
  }
  askSolo(): void {
    this.node.port.postMessage({ solo: true });
  }
  stop(): void {
    if (this.ending) return;
    this.ending = true;
    this.node.port.postMessage({ close: true });
  }

  private lost(what: string): void {
    if (this.ending) return;
    this.gone = `${what} Plug it in again, then start.`;
    this.stop();
  }
  private async heard(data: Record<string, unknown>, to: BandListener): Promise<void> {
    if (data.refused !== undefined || "refused" in data) {
      this.leave();
      await takes.end();
      to.refused(data.refused as Uint8Array | undefined);
    }
    if (data.origin !== undefined) this.origin = data.origin as number;
    if (data.news) {
      const news = parse<BandNews>(data.news as Uint8Array);
      this.told.push(news);
      if (this.told.length > kKept) this.told.shift();
      to.news(news);
      if (news.done) this.stop();
    }
    if (data.clock) this.tick(data.clock as Float64Array);
    if (data.told) {
      this.leave();
      await takes.keep(data.take as Uint8Array, data.html as Uint8Array, false);
      if (data.take) void sync();
      to.over(parse<BandTold>(data.told as Uint8Array), data.take ? this.id : undefined);
    }
  }
  /** The clock is sent for the moments at which the band is heard. */
  private tick(told: Float64Array): void {
    const { context } = this.sound;
    const zero = heardAt(context, 0); // the context's time that is heard when performance.now() is 0
    for (const { frame, bytes } of clockSendings(told)) {
      this.clockOut?.send(bytes, 1000 * (this.origin + frame / context.sampleRate - zero));
      this.clockRuns = clockRuns(bytes[0], this.clockRuns);
    }
  }
  private leave(): void {
    if (this.clockRuns) this.clockOut?.send([kClockStop]);
    this.clockRuns = false;
    this.stopMidi?.();
    this.forget?.();
    this.source?.disconnect();
    this.node.disconnect();
    this.gain.disconnect();
    this.letGo?.();
  }
}
