// What the guard says of the day before something is played; the server knows the book.
import { inSchool } from "./school/school_server.ts";
import { server } from "./server.ts";
import { kept } from "./settings_store.ts";

/** The words of a stop that cannot be overridden: pain that was told today. Without a server there is none. */
export async function painToday(): Promise<string | undefined> {
  if (inSchool) return undefined; // there is no day's plan
  const today = await server.today(kept.minutes).catch(() => undefined);
  return today?.advice && !today.advice.may_override ? today.advice.text : undefined;
}
