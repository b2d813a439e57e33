// What this device remembers (model/kept.ts), in the browser's store, which other tabs write too.
import { ranges } from "./generated/server_api.ts";
import type { Choices } from "./generated/told.ts";
import { firstKept, type Kept } from "./model/kept.ts";
import { fitting, merged, readStored } from "./model/two_tabs.ts";

const kName = "firstchair";

/** Empty until recall(). */
export const kept = {} as Kept;
let last: Partial<Kept> = {}; // as it was read or written here

const read = (): Partial<Kept> | undefined => {
  try {
    return readStored<Kept>(localStorage.getItem(kName));
  } catch {
    return undefined;
  }
};
const copy = (): Partial<Kept> => JSON.parse(JSON.stringify(kept)) as Partial<Kept>;

let known: () => void;
/** Resolves when `kept` holds what is remembered. */
export const recalled = new Promise<void>((resolve) => (known = resolve));

/** Nobody has chosen anything in this browser. */
export function nothingKept(): boolean {
  try {
    return localStorage.getItem(kName) === null;
  } catch {
    return false;
  }
}

/** Returns what is to be said of a store that could not be read; else nothing. */
export function recall(choices: Choices): string | undefined {
  const stored = read();
  const first = firstKept(choices, ranges["GET /api/today"].minutes.first);
  Object.assign(kept, first, fitting(stored ?? {}, first));
  last = copy();
  known();
  return stored
    ? undefined
    : "What this browser remembered could not be read. Everything is as at the first visit; takes and the book are kept.";
}
export function keep(): void {
  Object.assign(kept, merged(fitting(read() ?? {}, kept), last, kept));
  last = copy();
  try {
    localStorage.setItem(kName, JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing: until the page is closed all is as chosen.
  }
}
/** Keeps one of them as it is chosen. */
export const keeper =
  <K extends keyof Kept>(key: K) =>
  (value: Kept[K]): void => {
    kept[key] = value;
    keep();
  };

/** Calls when another tab has chosen something. */
export function onOtherTab(listener: () => void): void {
  addEventListener("storage", ({ key }) => {
    if (key !== kName) return;
    Object.assign(kept, merged(fitting(read() ?? {}, kept), last, kept));
    last = copy();
    listener();
  });
}

/** From one page to the next: the drill is to start at once; it comes from the day's plan; it is the first one, whose
 * result is explained; a file was dropped. */
export const wish: { start: boolean; today: boolean; first: boolean; file?: File } = {
  start: false,
  today: false,
  first: false,
};
