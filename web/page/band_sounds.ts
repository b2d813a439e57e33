// The instruments of the page's band: recorded notes in one file (web/tools/band_sounds.mjs), fetched and decoded when
// somebody plays, and the stick that counts in, which is one of the page's own drums.
import type { BandPlan } from "./generated/band_told.ts";
import type { Instrument, SampledNote, SamplerPart } from "./model/band_sampler.ts";
import { drumSound } from "./model/drum_sounds.ts";
import { decode } from "./text.ts";

interface Recorded {
  root: number;
  cents: number;
  decay_s: number;
  release_s: number;
  loop_s: [number, number];
  at: number;
  size: number;
}
interface Header {
  instruments: { name: string; programs: [number, number]; notes: Recorded[] }[];
}

const kUsual = "piano"; // plays what has no instrument of its own
let file: Promise<{ header: Header; notes: Uint8Array<ArrayBuffer> }> | undefined;
const decoded = new Map<string, Promise<Instrument>>();

const soundsFile = (): NonNullable<typeof file> =>
  (file ??= load().catch((error: unknown) => {
    file = undefined;
    throw error;
  }));
async function load(): Promise<{ header: Header; notes: Uint8Array<ArrayBuffer> }> {
  const answer = await fetch("band.sounds").catch(() => undefined);
  if (!answer?.ok)
    throw new Error("The band's instruments could not be loaded. Is the server there? Try once more.");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const head = new DataView(bytes.buffer).getUint32(0, true);
  return { header: JSON.parse(decode(bytes.subarray(4, 4 + head))) as Header, notes: bytes.slice(4 + head) };
}

async function decodedNote(
  context: AudioContext,
  notes: Uint8Array<ArrayBuffer>,
  one: Recorded,
): Promise<SampledNote> {
  const bytes = notes.slice(one.at, one.at + one.size).buffer;
  const buffer = await context.decodeAudioData(bytes).catch(() => {
    throw new Error(
      "This browser does not decode Ogg Vorbis, which the band's instruments are. Use Chromium or Firefox.",
    );
  });
  // Where its sound begins: what lies before it would make the band late.
  const whole = buffer.getChannelData(0);
  const peak = whole.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const begins = Math.max(
    0,
    whole.findIndex((x) => Math.abs(x) > 0.02 * peak),
  );
  const loop = one.loop_s.map((s) => Math.round(s * buffer.sampleRate) - begins) as [number, number];
  return {
    root: one.root - one.cents / 100,
    decay_s: one.decay_s,
    release_s: one.release_s,
    loop: loop[0] > 0 && loop[1] < whole.length - begins ? loop : [0, 0],
    sound: whole.slice(begins),
  };
}

async function instrumentOf(context: AudioContext, program: number): Promise<Instrument> {
  const { header, notes } = await soundsFile();
  const { instruments } = header;
  const of =
    instruments.find(({ programs }) => program >= programs[0] && program <= programs[1]) ??
    instruments.find(({ name }) => name === kUsual)!;
  const key = `${of.name} ${context.sampleRate}`;
  if (!decoded.has(key)) {
    const making = Promise.all(of.notes.map((note) => decodedNote(context, notes, note))).then((all) => {
      const peaks = all.map(({ sound }) => sound.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6));
      return { gain: peaks.length / peaks.reduce((sum, peak) => sum + peak, 0), notes: all };
    });
    making.catch(() => decoded.delete(key));
    decoded.set(key, making);
  }
  return decoded.get(key)!;
}

/** Who plays in a plan, with the sound of each. */
export function samplerParts(context: AudioContext, { parts }: BandPlan): Promise<SamplerPart[]> {
  return Promise.all(
    parts.map(async ({ program, drums, level, pan }): Promise<SamplerPart> => {
      if (!drums) return { instrument: await instrumentOf(context, program), level, pan };
      const sound = drumSound("cross_stick", context.sampleRate);
      const stick: SampledNote = { root: 37, decay_s: 1, release_s: 1, loop: [0, 0], sound };
      return { instrument: { gain: 1, notes: [stick] }, level, pan, drums };
    }),
  );
}
