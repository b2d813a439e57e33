// Takes of this device into the book, and the limits found with them: sent when the server answers, each until it says
// that the book has it. A take's
// id is made here and the same id is the same take to the server, so a take that is sent twice (a tab closed before the
// answer came) is in the book once.
import { handIn } from "./school/handing.ts";
import { inSchool } from "./school/school_server.ts";
import { isSearch, keepSearch } from "./school/searches.ts";
import { Never, server } from "./server.ts";
import { takes } from "./takes.ts";
import type { FoundLimit } from "./generated/server_api.ts";
import type { Waiting } from "./takes_worker.ts";

const kAgainFirst = 5000; // ms after which a server that was away is asked again,
const kAgainMost = 60000; // twice as late each time, at most so

type Listener = () => void;
const listeners = new Set<Listener>();
let timer: ReturnType<typeof setTimeout> | undefined;
let wait = kAgainFirst;
let queued = false;
let held: string | undefined;

/** A take that may still be thrown away: not sent as long as it is held. */
export function hold(id?: string): void {
  held = id;
}

/** Calls when a take has come into the book, was refused, or could not be sent yet; returns how to stop. */
export function onSync(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** In a school what is played for an assignment, and searches for the limit; else everything. */
const isSent = (one: Waiting): boolean => !inSchool || one.assignment !== undefined || isSearch(one);
const toSchool = (one: Waiting) => (one.assignment === undefined ? keepSearch(one) : handIn(one));

/** Sends what waits. One tab at a time; any of them may be closed at any moment. */
export async function sync(): Promise<void> {
  if (queued) return;
  queued = true;
  clearTimeout(timer);
  await navigator.locks.request("sync", async () => {
    queued = false;
    for (const one of (await takes.waiting()).filter(isSent)) {
      const { id } = one;
      if (id === held) continue;
      try {
        await takes.mark(id, inSchool ? await toSchool(one) : { book: await toBook(one) });
        wait = kAgainFirst;
      } catch (error) {
        if (!(error instanceof Never)) {
          timer = setTimeout(() => void sync(), wait);
          wait = Math.min(kAgainMost, 2 * wait);
          for (const listener of listeners) listener();
          return;
        }
        await takes.mark(id, { refused: error.message });
      }
      for (const listener of listeners) listener();
    }
  });
}

async function toBook({ id, player, limit }: Waiting): Promise<number> {
  const { id: book } = await server.send(await takes.posting(id), player);
  if (limit) await sendLimit(limit, player);
  return book;
}

/** The book has the takes before this one; where it lacks one, it refuses the limit for good, and the take stays. */
async function sendLimit(limit: FoundLimit, player: string): Promise<void> {
  try {
    await server.sendLimit(limit, player);
  } catch (error) {
    if (!(error instanceof Never)) throw error;
    console.warn(error.message);
  }
}

addEventListener("online", () => void sync());
