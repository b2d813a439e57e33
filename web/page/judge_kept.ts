// A take is judged from what this device kept of it: its sound or its notes go through the engine once more.
import { heardAgain, type Again } from "./again.ts";
import { Refusal, type Engine } from "./engine.ts";
import type { Take } from "./generated/take.ts";
import { kBrokenOff } from "./model/handing_model.ts";
import { midiFile } from "./model/midi_file.ts";
import { kHeaderBytes, unpacked, wavHeader } from "./model/own_wav.ts";
import { open, read, readJson, write } from "./take_files.ts";
import type { About } from "./takes_worker.ts";
import { decode, encode, fromBase64, parse, wordsOf } from "./text.ts";

/** Gives an engine of its own, with the ear that is asked for, and that with a kit's sound, or `told` why without. */
export type Opened = (
  ear?: "live" | "file",
  kitSound?: string,
  told?: (why: string) => void,
) => Promise<Engine>;

const kPart = 65536; // frames that are heard at a time

/** The take of a sound, against the chart that is open where `withChart` is 1. */
export function heardSound(
  engine: Engine,
  settings: Uint8Array,
  withChart: 0 | 1,
  sound: Float32Array,
  progress?: (share: number) => void,
): Uint8Array {
  const { door } = engine;
  engine.put(settings);
  engine.told(door.hear_open(withChart));
  for (let at = 0; at < sound.length; at += kPart) {
    engine.putFloats(sound.subarray(at, at + kPart));
    door.hear_sound();
    progress?.(Math.min(1, (at + kPart) / sound.length));
  }
  return engine.told(door.hear_close());
}
/** The take of an e-kit's file, likewise. */
export function heardMidi(
  engine: Engine,
  settings: Uint8Array,
  withChart: 0 | 1,
  midi: Uint8Array,
): Uint8Array {
  engine.put(settings, midi);
  return engine.told(engine.door.hear_midi(settings.length, withChart));
}

/** Where it cannot be heard again the take stays as it was told live; returns why. */
export async function hearAgain(
  hearing: Opened,
  folder: FileSystemDirectoryHandle,
  about: About,
): Promise<Again | string> {
  try {
    const sound = unpacked((await read(folder, "sound.wav")).subarray(kHeaderBytes));
    let without = "";
    const engine = await hearing("file", about.kitSound, (why) => (without = why));
    const again = heardAgain(engine, about, sound, await readJson<Take>(folder, "take.json"));
    again.told = [again.told, without].filter(Boolean).join(" ");
    await write(folder, "take.html", again.html);
    await write(folder, "take.json", again.take);
    return again;
  } catch (error) {
    return `Not heard again: ${error instanceof Refusal ? decode(error.bytes) : wordsOf(error)}`;
  }
}

/** What a time with the band left behind, heard as a recording: which beats the band played is not known any more. */
export async function withoutBand(
  hearing: Opened,
  folder: FileSystemDirectoryHandle,
  about: About,
): Promise<boolean> {
  const engine = await hearing(about.midi ? undefined : "live");
  const settings = encode(about.settings);
  let take: Uint8Array;
  if (about.midi) {
    const notes = await notesOf(folder);
    if (notes.length === 0) return false;
    take = heardMidi(engine, settings, 0, midiFile(notes, about.rate));
  } else {
    take = heardSound(engine, settings, 0, await endSound(folder, about));
  }
  if (parse<Take>(take).hits.length === 0) return false;
  await write(folder, "about.json", encode(JSON.stringify({ ...about, mode: "hear" })));
  await write(folder, "take.html", engine.told(engine.door.take_html()));
  await write(folder, "take.json", take);
  return true;
}

async function notesOf(folder: FileSystemDirectoryHandle): Promise<number[][]> {
  return decode(await read(folder, "notes.csv"))
    .split("\n")
    .map((line) => line.split(",").map(Number))
    .filter((row) => row.length === 3 && row.every(Number.isFinite));
}
/** The sound that was written; its header says its length from now on. */
async function endSound(folder: FileSystemDirectoryHandle, about: About): Promise<Float32Array<ArrayBuffer>> {
  const sound = unpacked((await read(folder, "sound.wav")).subarray(kHeaderBytes));
  if (sound.length === 0) return sound;
  const handle = await open(folder, "sound.wav");
  handle.write(wavHeader(about.rate, sound.length * 3), { at: 0 });
  handle.close();
  return sound;
}

/** Plays what was kept through the same drill again: what comes out is what would have come out then. */
export async function replay(
  hearing: Opened,
  folder: FileSystemDirectoryHandle,
  about: About,
): Promise<boolean> {
  const engine = await hearing(about.midi ? undefined : "live");
  const door = engine.door;
  engine.put(fromBase64(about.chart));
  engine.told(door.chart_open());
  engine.put(encode(about.settings));
  engine.told(door.drill_open());
  const kBlock = 128;
  const block = (sound: Float32Array) => {
    engine.floats(door.drill_in(), sound.length).set(sound);
    if (door.drill_block(sound.length) > 0) door.drill_news();
  };
  if (about.midi) {
    const notes = await notesOf(folder);
    if (notes.length === 0) return false;
    const silence = new Float32Array(kBlock);
    let at = 0;
    for (const [frame, number, velocity] of notes) {
      for (; at + kBlock <= frame; at += kBlock) block(silence);
      door.drill_note(frame, number, velocity);
    }
    for (const end = at + about.rate; at < end; at += kBlock) block(silence);
  } else {
    const sound = await endSound(folder, about);
    if (sound.length === 0) return false;
    for (let at = 0; at < sound.length; at += kBlock)
      block(sound.subarray(at, Math.min(at + kBlock, sound.length)));
  }
  const take = engine.told(door.drill_close());
  if (parse<Take>(take).hits.length === 0) return false;
  await write(folder, "take.html", engine.told(door.take_html()));
  await write(folder, "take.json", take);
  const broken = door.drill_broken_off() !== 0;
  if (broken && about.assignment !== undefined)
    await write(folder, "synced.json", encode(JSON.stringify({ refused: kBrokenOff })));
  if (!about.midi && !about.mode && !broken) await hearAgain(hearing, folder, about);
  return true;
}
