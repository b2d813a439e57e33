// Handing in by playing: what the drill is played for, and a take of it on its way to the school.
import type { Assignment, Opening } from "../generated/school_api.ts";
import { asAsked, chartOf } from "../model/handing_model.ts";
import { Never, NotThere } from "../server.ts";
import { keep, kept } from "../settings_store.ts";
import { builtins, builtinTab, openChart } from "../shared.ts";
import { takes } from "../takes.ts";
import type { About, Synced, Waiting } from "../takes_worker.ts";
import { decode, encode, fromBase64, toBase64 } from "../text.ts";
import { school } from "./school_server.ts";

/** An assignment that is played now. */
export interface Playing {
  assignment: Assignment;
  handsIn: boolean; // false: practice
}
let now: Playing | undefined;
let fresh: Opening | undefined; // no take was played for it yet
export const playing = (): Playing | undefined => now;
export const stopPlaying = (): void => void (now = fresh = undefined);

const kName = "firstchair-openings";
const stored = (): Record<number, Opening> => {
  try {
    return JSON.parse(localStorage.getItem(kName) ?? "{}") as Record<number, Opening>;
  } catch {
    return {};
  }
};
/** A new opening; without the network the one that was given last: the school asks that a take comes within 48 hours
 * of what was due then. */
async function opened(id: number): Promise<Opening> {
  try {
    const opening = await school.open(id);
    try {
      localStorage.setItem(kName, JSON.stringify({ ...stored(), [id]: opening }));
    } catch {
      // Without a store it is asked for again.
    }
    return opening;
  } catch (error) {
    const before = stored()[id];
    if (error instanceof Never || error instanceof NotThere || !before) throw error;
    return before;
  }
}

/** Sets the drill as the assignment asks and goes there. Practice opens no attempt where the page has the chart. */
export async function play(assignment: Assignment, handsIn: boolean): Promise<void> {
  const { id, item, chart_title } = assignment;
  const here = !handsIn && (await builtins).some(({ name }) => name === item);
  const opening = here ? undefined : await opened(id);
  const bytes = opening ? fromBase64(opening.chart) : encode(await builtinTab(item));
  const { bars } = await openChart(bytes);
  asAsked(kept, chartOf(item, chart_title, toBase64(bytes), decode(bytes)), bars, assignment);
  keep();
  now = { assignment, handsIn };
  fresh = handsIn ? opening : undefined;
  location.hash = "drill";
}

/** What a take that begins now is kept with; empty: it is practice. */
export async function about(): Promise<Pick<About, "assignment" | "opening" | "soundToo">> {
  if (!now?.handsIn) return {};
  const { id, sound } = now.assignment;
  const { opening } = fresh ?? (await opened(id));
  fresh = undefined;
  return { assignment: id, opening, soundToo: sound !== "none" };
}

/** One take to the school; what became of it. */
export async function handIn({ id, assignment, soundToo }: Waiting): Promise<Synced> {
  try {
    const sound = soundToo ? (await takes.load(id)).sound : undefined;
    const { submission, grade } = await school.handIn(assignment!, await takes.posting(id), sound);
    return { submission: submission.id, told: grade.text };
  } catch (error) {
    if (error instanceof NotThere) throw new Never(error.message);
    throw error;
  }
}
