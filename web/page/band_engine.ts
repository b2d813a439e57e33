// The band's module, which is loaded when somebody plays with the band, and the song that is open in it.
import { Engine } from "./engine.ts";
import type { Exports } from "./generated/band_exports.ts";
import type { BandChoices, BandPlan, BandSong } from "./generated/band_told.ts";
import type { KeptSong } from "./model/band_model.ts";
import { isXml, isZip, scoreInZip, xmlTree } from "./model/xml_tree.ts";
import { encode, fromBase64, parse } from "./text.ts";

export interface BandEngine {
  module: WebAssembly.Module;
  engine: Engine<Exports>;
  choices: BandChoices;
}
let loading: Promise<BandEngine> | undefined;

export const bandEngine = (): Promise<BandEngine> =>
  (loading ??= load().catch((error: unknown) => {
    loading = undefined; // asked again by the next visit
    throw error;
  }));
async function load(): Promise<BandEngine> {
  const answer = await fetch("band.wasm").catch(() => undefined);
  if (!answer?.ok) throw new Error("The band could not be loaded. Is the server there? Try once more.");
  const module = await WebAssembly.compileStreaming(answer);
  const engine = new Engine<Exports>(module);
  return { module, engine, choices: parse<BandChoices>(engine.told(engine.door.choices())) };
}

/** A song as both threads open it. */
export type SongBytes = { builtin: Uint8Array } | { name: Uint8Array; bytes: Uint8Array; number: number };
export const songBytes = (song: KeptSong): SongBytes =>
  song.builtin
    ? { builtin: encode(song.builtin) }
    : { name: encode(song.name), bytes: fromBase64(song.bytes), number: song.number };

/** A file's bytes as the engine reads them: of a score the tree, parsed by the browser. */
export async function forEngine(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; name: string }> {
  const packed = isZip(bytes) && /\.(mxl|zip)$/i.test(name);
  const score = packed ? await scoreInZip(bytes) : bytes;
  if (!packed && !isXml(score)) return { bytes, name };
  const label = /^(\xfe\xff|\xff\xfe)/.exec(String.fromCharCode(...score.subarray(0, 2)));
  const text = new TextDecoder(label ? (score[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8").decode(score);
  const parsed = new DOMParser().parseFromString(text, "text/xml");
  const wrong = parsed.querySelector("parsererror");
  if (wrong) {
    const line = /line (?:number )?(\d+)/i.exec(wrong.textContent ?? "")?.[1];
    throw new Error(
      `${name}: ${line ? `line ${line}: ` : ""}the XML breaks off or is damaged here. Export it as MusicXML again.`,
    );
  }
  return { bytes: xmlTree(parsed.documentElement), name: name || "score.musicxml" };
}

/** Opens it in the page's thread; throws the engine's refusal. */
export function openSong({ engine }: BandEngine, song: KeptSong): BandSong {
  const of = songBytes(song);
  if ("builtin" in of) {
    engine.put(of.builtin);
    return parse<BandSong>(engine.told(engine.door.song_builtin()));
  }
  engine.put(of.name, of.bytes);
  return parse<BandSong>(engine.told(engine.door.song_open(of.name.length, of.number)));
}

/** What a band over the open song will play by those settings; `ear`: its weights, where it hears sound. */
export function planOf({ engine }: BandEngine, settings: Uint8Array, ear?: Uint8Array): BandPlan {
  if (ear) {
    engine.put(ear);
    engine.told(engine.door.ear_weights());
  }
  engine.put(settings);
  return parse<BandPlan>(engine.told(engine.door.band_open()));
}
