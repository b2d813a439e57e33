// Bytes of the engine as text, and settings as the engine reads them.
import { Refusal } from "./engine.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
export const encode = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);
export const parse = <T>(bytes: Uint8Array): T => JSON.parse(decode(bytes)) as T;

/** "key value" lines; what is undefined is left out. */
export function settingsText(
  settings: Record<string, string | number | boolean | undefined>,
): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === "boolean" ? Number(value) : String(value).replace(/[\r\n]/g, " ")}\n`,
    );
  return encode(lines.join(""));
}

/** One line for the player. */
export function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return decode(error.bytes);
  if (error instanceof DOMException && error.name === "NotAllowedError")
    return "The browser was not allowed to listen. Allow it beside the address, then start again.";
  if (error instanceof DOMException && error.name === "NotFoundError")
    return "It is not on this device: thrown away, or played on another one. Takes and Book list what there is.";
  return error instanceof Error ? error.message : String(error);
}

/** Of a take: its moment, and what keeps two tabs' takes of one moment apart. */
export const newId = (): string =>
  `${new Date().toISOString().replace(/[:.]/g, "-")}-${Math.random().toString(36).slice(2, 6).padEnd(4, "0")}`;

export const toBase64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
};
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
