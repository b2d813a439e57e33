// Bytes of the engine as text, and settings as the engine reads them.
import { Refusal } from "./engine.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
export const encode = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text) as Uint8Array<ArrayBuffer>;
export const parse = <T>(bytes: Uint8Array): T => JSON.parse(decode(bytes)) as T;

/** "key value" lines; what is undefined is left out. */
export function settingsText(settings: Record<string, string | number | boolean | undefined>): Uint8Array<ArrayBuffer> {
  const lines = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} ${typeof value === "boolean" ? Number(value) : String(value).replace(/[\r\n]/g, " ")}\n`);
  return encode(lines.join(""));
}

/** One line for the player. */
export function wordsOf(error: unknown): string {
  if (error instanceof Refusal) return decode(error.bytes);
  if (error instanceof DOMException && error.name === "NotAllowedError")
    return "The browser was not allowed to listen. Allow it beside the address, then start again.";
  if (error instanceof DOMException && error.name === "NotFoundError") return "No microphone found. Plug one in, then start again.";
  return error instanceof Error ? error.message : String(error);
}
