// What this device remembers (model/kept.ts), in the browser's store.
import { ranges } from "./generated/server_api.ts";
import type { Choices } from "./generated/told.ts";
import { firstKept, type Kept } from "./model/kept.ts";

/** Empty until recall(). */
export const kept = {} as Kept;

export function recall(choices: Choices): void {
  const stored = JSON.parse(localStorage.getItem("firstchair") ?? "{}") as Partial<Kept>;
  Object.assign(kept, firstKept(choices, ranges["GET /api/today"].minutes.first), stored);
}
export function keep(): void {
  localStorage.setItem("firstchair", JSON.stringify(kept));
}
/** Keeps one of them as it is chosen. */
export const keeper =
  <K extends keyof Kept>(key: K) =>
  (value: Kept[K]): void => {
    kept[key] = value;
    keep();
  };

/** From one page to the next: the drill is to start at once; it comes from the day's plan. */
export const wish = { start: false, today: false };
