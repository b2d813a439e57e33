// The engine's module that knows a kit's sound: all of the page's, and what web/kit_exports.h has besides. Workers load
// it when a kit is struck, or something is heard with a kit's sound.
import { Engine, fetchEar, Refusal } from "./engine.ts";
import type { Exports } from "./generated/exports.ts";
import type { Exports as KitExports } from "./generated/kit_exports.ts";
import { decode, encode } from "./text.ts";

export type KitEngine = Engine<Exports & KitExports>;

let module: Promise<WebAssembly.Module> | undefined;
export const kitModule = (): Promise<WebAssembly.Module> =>
  (module ??= WebAssembly.compileStreaming(fetch("kit.wasm")).catch(() => {
    module = undefined; // asked again the next time
    throw new Error("What hears a kit's sound could not be loaded. Is the server there? Try once more.");
  }));

/** An engine that hears with the file ear and that kit's sound; a line in its place where the sound is of no use. */
export async function knowing(kitSound: string, weights: Uint8Array): Promise<KitEngine | string> {
  try {
    const engine: KitEngine = new Engine<Exports & KitExports>(await kitModule());
    engine.put(weights);
    engine.told(engine.door.file_ear_weights());
    engine.put(encode(kitSound));
    engine.told(engine.door.kit_sound());
    return engine;
  } catch (error) {
    const why = error instanceof Refusal ? decode(error.bytes) : (error as Error).message;
    return `Heard without the kit's sound: ${why}`;
  }
}

/** An engine that follows somebody who strikes a kit. */
export async function striking(): Promise<KitEngine> {
  const [live, file, made] = await Promise.all([fetchEar("live"), fetchEar("file"), kitModule()]);
  const engine: KitEngine = new Engine<Exports & KitExports>(made);
  engine.put(live);
  engine.told(engine.door.ear_weights());
  engine.put(file);
  engine.told(engine.door.file_ear_weights());
  return engine;
}
