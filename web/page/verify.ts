// A record verified on this device, by the engine's own module for that (web/verify.cpp): every hash, take, score and
// chair. It is loaded when somebody asks. The signature is the program's and minisign's to check.
import { decode, encode } from "./text.ts";

interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  room(size: number): number;
  verify(): number;
  text(): number;
}
/** What apps/chairs/verified_told.h tells. */
export interface VerifiedTold {
  ok: boolean;
  said: string[];
  head: string;
  takes: number;
  differences: string[];
}

export async function verifiedHere(record: string): Promise<VerifiedTold> {
  const { instance } = await WebAssembly.instantiateStreaming(fetch("verify.wasm"), {});
  const door = instance.exports as unknown as Exports;
  door._initialize();
  const bytes = encode(record);
  const at = door.room(bytes.length); // the call may grow the memory
  new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
  const size = door.verify();
  return JSON.parse(decode(new Uint8Array(door.memory.buffer, door.text(), size))) as VerifiedTold;
}
