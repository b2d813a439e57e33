// The engine: one instance of the WebAssembly module and its flat C door (web/exports.h). Works in a page, a worker
// and an audio worklet, where there is no TextDecoder: results are bytes.

import type { Address, Exports } from "./generated/exports.ts";

/** A refusal of the engine: `bytes` is one line for the player, UTF-8. */
export class Refusal extends Error {
  constructor(readonly bytes: Uint8Array) {
    super("refused");
  }
}

/** What every module of ours has. */
interface Door {
  memory: WebAssembly.Memory;
  _initialize(): void;
  room(size: number): Address;
  text(): Address;
}

/** An instance of the page's module, or of another one by its own door. */
export class Engine<Of extends Door = Exports> {
  readonly door: Of;

  constructor(module: WebAssembly.Module) {
    this.door = new WebAssembly.Instance(module, {}).exports as unknown as Of;
    this.door._initialize();
  }

  /** Puts bytes where the next call reads them. */
  put(...parts: Uint8Array[]): void {
    let at = this.door.room(parts.reduce((sum, part) => sum + part.length, 0));
    for (const part of parts) {
      new Uint8Array(this.door.memory.buffer, at, part.length).set(part);
      at += part.length;
    }
  }
  putFloats(floats: Float32Array): void {
    this.put(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
  }
  /** What a call told, copied out; throws what it refused. */
  told(result: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.door.memory.buffer, this.door.text(), Math.abs(result)).slice();
    if (result < 0) throw new Refusal(bytes);
    return bytes;
  }
  /** Floats at an address; valid until the memory grows. */
  floats(at: Address, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.door.memory.buffer, at, count);
  }
}

/** The weights of an ear, which the module does not hold: nothing hears sound without. The live ear hears what is
 * played; the file ear, which is asked for when it is first needed, recordings and drills that are over. */
export async function fetchEar(which: "live" | "file" = "live"): Promise<Uint8Array> {
  const answer = await fetch(which === "file" ? "file-ear.weights" : "ear.weights").catch(() => undefined);
  if (!answer?.ok) throw new Error("The ear could not be loaded. Is the server there? Try once more.");
  return new Uint8Array(await answer.arrayBuffer());
}
