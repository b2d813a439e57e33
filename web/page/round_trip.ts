// The round trip: with a microphone over several openings of the sound, since each has its own and a take is one more;
// of an e-kit by taps to a click.
import { audio, closeMicrophone, heardAt, kKit, labelOf, microphone, setupKey } from "./audio.ts";
import type { Engine } from "./engine.ts";
import type { RoundTrip } from "./generated/told.ts";
import { openMidi } from "./midi.ts";
import { keep, kept } from "./settings_store.ts";
import { parse } from "./text.ts";

const kPulsesDb = -12; // re full scale
export const kOpenings = 3;
export const kTaps = 16;

/** Measures and keeps it; `opening` is called before each. */
export async function measureRoundTrip(
  engine: Engine,
  opening: (number: number) => void,
): Promise<RoundTrip> {
  const context = await audio();
  let label = "";
  for (let number = 1; number <= kOpenings; ++number) {
    opening(number);
    closeMicrophone();
    const media = await microphone();
    label = labelOf(media);
    engine.putFloats(await echo(engine, context, media));
    engine.told(engine.door.loopback_measure());
  }
  return keepTrip(engine.told(engine.door.loopback_join()), context, label);
}
function keepTrip(told: Uint8Array, { sampleRate }: AudioContext, label: string): RoundTrip {
  const trip = parse<RoundTrip>(told);
  kept.roundTrips[setupKey(sampleRate, label)] = trip;
  keep();
  return trip;
}

/** Plays a click and hears an e-kit's taps to it; measures and keeps what lies between. `tapped` is called with the
 * number of the click that was tapped to. It ends with the tap to the last one, or without one when none is waited for
 * any more; nothing is measured where `stopped` was. */
export async function measureTaps(
  engine: Engine,
  tapped: (click: number) => void,
  stopped: AbortSignal,
): Promise<RoundTrip | undefined> {
  const { door } = engine;
  const context = await audio();
  const rate = context.sampleRate;
  const count = door.tap_open(rate, kept.clickDb);
  if (count < 0) engine.told(count); // throws it
  const buffer = context.createBuffer(1, count, rate);
  buffer.copyToChannel(engine.floats(door.tap_sound(), count).slice(), 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const taps: number[] = [];
  const begins = context.currentTime + 0.2;
  let frame = 0;
  const watch = () => {
    frame = requestAnimationFrame(watch);
    heardAt(context, 0);
  };
  const ended = new Promise<void>((resolve) => {
    source.onended = () => resolve();
  });
  const end = () => source.stop();
  const close = await openMidi((time) => {
    const at = (heardAt(context, time) - begins) * rate;
    const click = door.tap_click(at);
    if (click === 0) return;
    taps.push(at);
    tapped(click);
    if (click === kTaps) end();
  });
  source.connect(context.destination);
  source.start(begins);
  stopped.addEventListener("abort", end);
  watch();
  await ended;
  cancelAnimationFrame(frame);
  close();
  source.disconnect();
  if (stopped.aborted) return undefined;
  engine.putFloats(Float32Array.from(taps));
  return keepTrip(engine.told(door.tap_measure()), context, kKit);
}

/** Plays the pulses; what came back of them. */
async function echo(engine: Engine, context: AudioContext, media: MediaStream): Promise<Float32Array> {
  const count = engine.door.loopback_open(context.sampleRate, kPulsesDb);
  const pulses = engine.floats(engine.door.loopback_sound(), count).slice();
  const source = context.createMediaStreamSource(media);
  const node = new AudioWorkletNode(context, "loopback", {
    processorOptions: { pulses, listen: engine.door.loopback_listen() },
  });
  const heard = await new Promise<Float32Array>((resolve) => {
    node.port.onmessage = ({ data }) => resolve(data as Float32Array);
    source.connect(node);
    node.connect(context.destination);
  });
  source.disconnect();
  node.disconnect();
  return heard;
}
