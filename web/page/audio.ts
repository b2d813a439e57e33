// Sound in and out of the browser, and the one count of time they share.
import type { SoundTold } from "./generated/told.ts";
import type { DrillWishes } from "./model/drill_model.ts";
import { kitSettings } from "./model/kept.ts";
import { earWeights, engineModule, soundTold } from "./shared.ts";
import { kept } from "./settings_store.ts";
import { settingsText } from "./text.ts";

let context: AudioContext | undefined;
let stream: MediaStream | undefined;
let streamDevice = "";

/** The context, running. Only from a gesture of the player. */
export async function audio(): Promise<AudioContext> {
  if (!context) {
    context = new AudioContext({ latencyHint: "interactive" });
    await context.audioWorklet.addModule("worklet.js");
  }
  if (context.state !== "running") await context.resume();
  forgetStamps();
  return context;
}

/** The microphone as it is: a browser's echo, noise and gain control would move and reshape strokes. */
export async function microphone(): Promise<MediaStream> {
  if (stream?.active && streamDevice === kept.device) return stream;
  stream?.getTracks().forEach((track) => track.stop());
  stream = await navigator.mediaDevices
    .getUserMedia({
      audio: {
        echoCancellation: false,
        noiseSuppression: false,
        autoGainControl: false,
        channelCount: 1,
        ...(kept.device ? { deviceId: { exact: kept.device } } : {}),
      },
    })
    .catch((error: unknown) => {
      if (!(error instanceof DOMException) || !/NotFound|Overconstrained/.test(error.name)) throw error;
      throw new Error(
        kept.device
          ? "The microphone that was chosen in Setup is not there. Plug it in, or choose another one."
          : "No microphone found. Plug one in, then start again.",
      );
    });
  streamDevice = kept.device;
  return stream;
}
export function closeMicrophone(): void {
  stream?.getTracks().forEach((track) => track.stop());
  stream = undefined;
}

/** What a measured round trip belongs to. */
export const setupKey = (rate: number, label: string): string => `${label} @ ${rate}`;
export const kKit = "E-kit";
export const labelOf = (media: MediaStream): string => media.getAudioTracks()[0]?.label || "microphone";

/** What the engine says of this sound; without a microphone: of an e-kit. */
export function soundOf(at: AudioContext, media?: MediaStream): Promise<SoundTold> {
  const trip = kept.roundTrips[setupKey(at.sampleRate, media ? labelOf(media) : kKit)];
  const track = media?.getAudioTracks()[0]?.getSettings() as { latency?: number } | undefined;
  return soundTold({
    rate: at.sampleRate,
    midi: !media,
    output_ms: 1000 * (at.baseLatency + (at.outputLatency || 0)),
    input_ms: 1000 * (track?.latency ?? 0),
    trip_frames: trip?.frames,
    trip_ms: trip?.ms,
    trip_low_ms: trip?.low_ms,
    trip_high_ms: trip?.high_ms,
  });
}

// A browser's stamp is as coarse as its output buffer; the middle one of the last two seconds is not.
const kStamps = 120;
const stamps: number[] = [];
let stampsAt = 0;
const kFirstStamps = 20;
let first = 0; // the middle one of those, and of the latest ones
let now = 0;

/** The context's time of what is heard at a moment of performance.now(). Call it for every frame drawn: each call looks
 * at the clocks once. */
export function heardAt(at: AudioContext, performanceMs: number): number {
  const stamp = at.getOutputTimestamp();
  const offset = stamp.performanceTime
    ? stamp.contextTime! - stamp.performanceTime / 1000
    : at.currentTime - (at.outputLatency || 0) - performance.now() / 1000;
  if (stamps.length < kStamps) stamps.push(offset);
  else stamps[stampsAt++ % kStamps] = offset;
  const sorted = [...stamps].sort((a, b) => a - b);
  now = sorted[sorted.length >> 1];
  if (stamps.length <= kFirstStamps) first = now;
  return now + performanceMs / 1000;
}
/** The clocks have moved apart: the context stood still. */
export function forgetStamps(): void {
  stamps.length = 0;
}
/** For how many ms the sound has stood still since it was opened, while whoever plays went on: a machine that is too
 * busy lets it. Clocks of two crystals move apart, too, but by less than 1 ms in ten seconds. */
export const soundStood = (): number => 1000 * (first - now);

/** The drill's settings text for this sound. */
export function drillSettings(
  at: AudioContext,
  { round_trip, round_trip_sd_ms, measured }: SoundTold,
  wishes: DrillWishes,
): Uint8Array<ArrayBuffer> {
  return settingsText({
    rate: at.sampleRate,
    round_trip,
    round_trip_sd_ms,
    relative: !measured,
    start: 0.5,
    ...kitSettings(kept),
    level_db: kept.clickDb,
    sound: kept.clickSound,
    // Other clicks are left out each time; the take's settings say which.
    ...(wishes.mute ? { seed: 1 + Math.floor(1e6 * Math.random()) } : {}),
    ...wishes,
  });
}

/** Opens a drill by its `settings`; or, by a search's `limit`, one for every {next: settings} that it is told. */
export async function drillNode(
  at: BaseAudioContext,
  chart: Uint8Array,
  opens: { settings: Uint8Array } | { limit: Uint8Array },
): Promise<AudioWorkletNode> {
  return new AudioWorkletNode(at, "drill", {
    numberOfInputs: 1,
    numberOfOutputs: 1,
    outputChannelCount: [2],
    processorOptions: { module: await engineModule, ear: await earWeights(), chart, ...opens },
  });
}
