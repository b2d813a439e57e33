// A take that has just been played goes: from this device, and out of every count of the book.
import { server } from "./server.ts";
import { takes } from "./takes.ts";

/** Returns what is said of it. */
export const throwAway = (id: string): Promise<string> =>
  // While no tab sends takes: this one is in the book, or never will be.
  navigator.locks.request("sync", async () => {
    const book = (await takes.list()).find((one) => one.id === id)?.synced?.book;
    if (book !== undefined) await server.discard(book);
    await takes.remove(id);
    return book === undefined
      ? "Thrown away."
      : "Thrown away; the book counts it no more. Book has it back by Undo the last discard.";
  });
