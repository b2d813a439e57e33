// The round trip, over several openings of the sound: each opening has its own, and a take is one more.
import { audio, closeMicrophone, labelOf, microphone, setupKey } from "./audio.ts";
import type { Engine } from "./engine.ts";
import type { RoundTrip } from "./generated/told.ts";
import { keep, kept } from "./settings_store.ts";
import { parse } from "./text.ts";

const kPulsesDb = -12; // re full scale
export const kOpenings = 3;

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
  const trip = parse<RoundTrip>(engine.told(engine.door.loopback_join()));
  kept.roundTrips[setupKey(context.sampleRate, label)] = trip;
  keep();
  return trip;
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
