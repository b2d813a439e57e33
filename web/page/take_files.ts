// The takes' own files on this device: folders of the browser's private file system.
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
