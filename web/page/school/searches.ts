// Searches for the limit on their way to the school: their takes into the student's own book there, and the limit that
// was found with them. Assignments that ask for a limit are judged by it.
import type { FoundLimit } from "../generated/server_api.ts";
import { learns } from "../model/school_model.ts";
import { Never } from "../server.ts";
import { takes } from "../takes.ts";
import type { Synced, Waiting } from "../takes_worker.ts";
import { me, school } from "./school_server.ts";

export const isSearch = ({ mode }: Pick<Waiting, "mode">): boolean => {
  const who = me();
  return mode === "limit" && who !== undefined && learns(who);
};

/** The numbers of a limit's takes at the school; nothing where one of them is not there. */
async function numbersOf(limit: FoundLimit, now: Record<string, number>): Promise<number[] | undefined> {
  const numbers = await Promise.all(
    limit.takes.map(async (id) => now[id] ?? (await takes.load(id).catch(() => undefined))?.synced?.book),
  );
  return numbers.every((one) => one !== undefined) ? numbers : undefined;
}

/** One take of a search to the school. A limit whose takes are not all there is left out. */
export async function keepSearch({ id, limit }: Waiting): Promise<Synced> {
  const { id: book } = await school.keepTake(await takes.posting(id));
  const numbers = limit && (await numbersOf(limit, { [id]: book }));
  if (limit && numbers) {
    try {
      await school.keepLimit({ ...limit, takes: numbers });
    } catch (error) {
      if (!(error instanceof Never)) throw error;
      console.warn(error.message);
    }
  }
  return { book };
}
