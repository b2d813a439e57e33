// The takes' own files on this device: folders of the browser's private file system, sound as a wav of 24 bits.
import { decode } from "./text.ts";

export interface SyncHandle {
  write(data: ArrayBufferView, options?: { at: number }): number;
  read(data: ArrayBufferView, options?: { at: number }): number;
  getSize(): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}
type Opened = FileSystemFileHandle & { createSyncAccessHandle(): Promise<SyncHandle> };

export const takes = async () =>
  (await navigator.storage.getDirectory()).getDirectoryHandle("takes", { create: true });
export const open = async (folder: FileSystemDirectoryHandle, name: string) =>
  ((await folder.getFileHandle(name, { create: true })) as Opened).createSyncAccessHandle();

export async function write(
  folder: FileSystemDirectoryHandle,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const handle = await open(folder, name);
  handle.truncate(0);
  handle.write(bytes);
  handle.flush();
  handle.close();
}

export function wavHeader(rate: number, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string) =>
    [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 3, true);
  view.setUint16(32, 3, true);
  view.setUint16(34, 24, true);
  text(36, "data");
  view.setUint32(40, bytes, true);
  return new Uint8Array(view.buffer);
}

export function packed(sound: Float32Array): Uint8Array {
  const bytes = new Uint8Array(sound.length * 3);
  for (let i = 0; i < sound.length; ++i) {
    const value = Math.max(-8388608, Math.min(8388607, Math.round(sound[i] * 8388608)));
    bytes[3 * i] = value & 255;
    bytes[3 * i + 1] = (value >> 8) & 255;
    bytes[3 * i + 2] = (value >> 16) & 255;
  }
  return bytes;
}

export function unpacked(bytes: Uint8Array): Float32Array {
  const sound = new Float32Array(Math.floor(bytes.length / 3));
  for (let i = 0; i < sound.length; ++i)
    sound[i] = (((bytes[3 * i] << 8) | (bytes[3 * i + 1] << 16) | (bytes[3 * i + 2] << 24)) >> 8) / 8388608;
  return sound;
}

export async function read(folder: FileSystemDirectoryHandle, name: string): Promise<Uint8Array> {
  const file = await (await folder.getFileHandle(name)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}
export const exists = (folder: FileSystemDirectoryHandle, name: string) =>
  folder.getFileHandle(name).then(
    () => true,
    () => false,
  );

export const readJson = async <T>(folder: FileSystemDirectoryHandle, name: string): Promise<T> =>
  JSON.parse(decode(await read(folder, name))) as T;
