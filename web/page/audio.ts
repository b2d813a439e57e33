// Sound in and out of the browser, and the one count of time they share.
import { engineModule } from "./shared.ts";
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
  stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
      channelCount: 1,
      ...(kept.device ? { deviceId: { exact: kept.device } } : {}),
    },
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
export const labelOf = (media: MediaStream): string => media.getAudioTracks()[0]?.label || "microphone";

/** Frames from a click played to the click heard by the microphone, and how well that is known. */
export function roundTripOf(
  at: AudioContext,
  media: MediaStream,
): { frames: number; sdMs: number; words: string } {
  const measured = kept.roundTrips[setupKey(at.sampleRate, labelOf(media))];
  if (measured) {
    const half = (measured.high_ms - measured.low_ms) / 2;
    return {
      frames: measured.frames,
      sdMs: half / 1.96,
      words: `round trip ${measured.ms.toFixed(1)} ms ±${half.toFixed(2)}`,
    };
  }
  const input = (media.getAudioTracks()[0]?.getSettings() as { latency?: number }).latency ?? 0;
  const seconds = at.baseLatency + (at.outputLatency || 0) + input;
  return {
    frames: seconds * at.sampleRate,
    sdMs: 10,
    words: `round trip ${(seconds * 1000).toFixed(0)} ms ±20, as the browser says; Setup measures it`,
  };
}

/** Warnings about outputs that make practising to a click hard. */
export function outputWarning(at: AudioContext): string {
  const ms = 1000 * (at.baseLatency + (at.outputLatency || 0));
  if (ms > 150)
    return `The output is ${ms.toFixed(0)} ms late, as Bluetooth is. Use a cable, or the computer's own loudspeaker.`;
  if (ms > 60)
    return `The output is ${ms.toFixed(0)} ms late. The click is still right; what you hear of it comes late.`;
  return "";
}

// A browser's stamp is as coarse as its output buffer; the middle one of the last two seconds is not.
const kStamps = 120;
const stamps: number[] = [];
let stampsAt = 0;

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
  return sorted[sorted.length >> 1] + performanceMs / 1000;
}
/** The clocks have moved apart: the context stood still. */
export function forgetStamps(): void {
  stamps.length = 0;
}

export interface DrillWishes {
  bpm: number;
  from: number;
  to: number;
  times: number;
  count_in: number;
  subdivision: number;
  gap_on?: number;
  gap_off?: number;
  pad: boolean;
  midi: boolean;
  stop: boolean;
  click_heard: boolean;
  name: string;
}

/** The drill's settings text for this context. */
export function drillSettings(
  rate: number,
  roundTrip: number,
  sdMs: number,
  wishes: DrillWishes,
): Uint8Array<ArrayBuffer> {
  return settingsText({ rate, round_trip: roundTrip, round_trip_sd_ms: sdMs, start: 0.5, ...wishes });
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
    processorOptions: { module: await engineModule, chart, ...opens },
  });
}
