// Takes of this device into the book: sent when the server answers, each until it says that the book has it. A take's
// id is made here and the same id is the same take to the server, so a take that is sent twice (a tab closed before the
// answer came) is in the book once.
import { Never, server } from "./server.ts";
import { takes } from "./takes.ts";

const kAgainFirst = 5000; // ms after which a server that was away is asked again,
const kAgainMost = 60000; // twice as late each time, at most so

type Listener = () => void;
const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;
let wait = kAgainFirst;
let queued = false;

/** Calls when a take has come into the book or was refused; returns how to stop. */
export function onSync(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Sends what waits. One tab at a time; any of them may be closed at any moment. */
export async function sync(): Promise<void> {
  if (queued) return;
  queued = true;
  clearTimeout(timer);
  await navigator.locks.request("sync", async () => {
    queued = false;
    for (const { id, player } of await takes.waiting()) {
      try {
        const { id: book } = await server.send(await takes.posting(id), player);
        await takes.mark(id, { book });
        wait = kAgainFirst;
      } catch (error) {
        if (!(error instanceof Never)) {
          timer = setTimeout(() => void sync(), wait);
          wait = Math.min(kAgainMost, 2 * wait);
          return;
        }
        await takes.mark(id, { refused: error.message });
      }
      for (const listener of listeners) listener();
    }
  });
}

addEventListener("online", () => void sync());
