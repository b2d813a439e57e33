// The server that gave this page, where it can be reached. The token came in the address and stays in this browser, so
// that the page itself can be bookmarked.
import type { Calls, FoundLimit, Job, KeptTake, SentVersion } from "./generated/server_api.ts";
import { playerOf } from "./model/own_key.ts";
import { pageWords } from "./model/page_words.ts";
import { kept } from "./settings_store.ts";
import { encode } from "./text.ts";

const fromAddress = new URLSearchParams(location.search).get("token");
if (fromAddress) {
  localStorage.setItem("token", fromAddress);
  history.replaceState(null, "", location.pathname + location.hash);
}
const token = () => localStorage.getItem("token") ?? "";
/** The player whose own key this browser has. */
export const ownPlayer = (): string | undefined => playerOf(token());

/** Refused for good: asked again, it would be refused again. */
export class Never extends Error {}
/** Nobody answers. */
export class Away extends Error {}
/** There is nothing of that: an empty book has no day's plan. */
export class NotThere extends Error {}
const kNever = [400, 409, 413, 422];

interface Asked<K extends keyof Calls> {
  id?: number | string; // in the path's hole
  n?: number; // in its second one
  query?: Calls[K]["query"];
  body?: Calls[K]["body"] | string | Blob; // text: JSON already
  keepalive?: boolean; // it is sent even where the page is closed
}

/** One call of docs/openapi.json; throws what the server refused. */
export async function call<K extends keyof Calls>(what: K, asked: Asked<K> = {}): Promise<Response> {
  const [method, path] = what.split(" ");
  const { id, n, query = {}, body, keepalive } = asked;
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  const bytes = body instanceof Uint8Array || body instanceof Blob;
  let response: Response;
  try {
    response = await fetch(
      path.replace("{id}", String(id)).replace("{n}", String(n)) + (search && `?${search}`),
      {
        method,
        keepalive,
        body: bytes || typeof body === "string" ? (body as BodyInit) : body && JSON.stringify(body),
        headers: {
          "X-Firstchair-Token": token(),
          ...(body && !bytes ? { "Content-Type": "application/json" } : {}),
        },
      },
    );
  } catch {
    throw new Away(
      "firstchair cannot be reached on this machine. What is played now is kept here until it can.",
    );
  }
  if (response.ok) return response;
  if (response.status === 401 || response.status === 403)
    throw new Error(
      "This tab has not the key of the book: it changes when firstchair starts. Open the address that firstchair showed then; takes wait here.",
    );
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  const said = error ? pageWords(error) : `The server answered ${response.status}.`;
  if (response.status === 404) throw new NotThere(said);
  throw kNever.includes(response.status) ? new Never(said) : new Error(said);
}
export const json = async <K extends keyof Calls>(what: K, asked?: Asked<K>): Promise<Calls[K]["answer"]> =>
  (await (await call(what, asked)).json()) as Calls[K]["answer"];
const kHearingEvery = 250; // ms between two questions how far it is
const mine = () => ({ player: kept.player });

export const server = {
  /** A chart of any format as drum tab. */
  convert: async (body: Uint8Array, name: string): Promise<Uint8Array> =>
    encode(await (await call("POST /api/charts/convert", { query: { to: "tab", name }, body })).text()),
  /** A take of this device into the book; its place there. */
  send: (body: string, player: string) => json("POST /api/book/takes", { query: { player }, body }),
  /** A limit that was found here, of takes that the book has. */
  sendLimit: (body: FoundLimit, player: string) => json("POST /api/book/limits", { query: { player }, body }),
  players: () => json("GET /api/book/players"),
  addPlayer: (name: string) => json("POST /api/book/players", { body: { name } }),
  items: () => json("GET /api/book/items", { query: mine() }),
  /** Drum tab, or MIDI. */
  chart: async (item: string): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(await (await call("GET /api/book/chart", { query: { item, ...mine() } })).arrayBuffer()),
  writtenCharts: () => json("GET /api/book/charts", { query: mine() }),
  /** Of one chart, oldest first. */
  chartVersions: (id: string) => json("GET /api/book/charts/{id}", { id, query: mine() }),
  sendChart: (body: SentVersion) => json("POST /api/book/charts", { query: mine(), body }),
  progress: (item: string) => json("GET /api/book/progress", { query: { item, ...mine() } }),
  /** Of one item, the newest first. */
  takes: (item: string, limit: number) => json("GET /api/book/takes", { query: { item, limit, ...mine() } }),
  /** Of every item; none where the book is empty. */
  latestTake: async () => (await json("GET /api/book/takes", { query: { limit: 1, ...mine() } })).takes.at(0),
  /** Of every item, from that moment on. */
  takesSince: async (from: Date) => {
    const found: KeptTake[] = [];
    const limit = 200; // the most that are given at once
    for (let before: number | undefined; ;) {
      const { takes, next } = await json("GET /api/book/takes", { query: { limit, before, ...mine() } });
      found.push(...takes.filter(({ began_s }) => 1000 * began_s >= from.getTime()));
      if (next === null || 1000 * takes.at(-1)!.began_s < from.getTime()) return found;
      before = next;
    }
  },
  take: async (id: number) => {
    const [take, page] = await Promise.all([
      call("GET /api/book/takes/{id}", { id }),
      call("GET /api/book/takes/{id}/take.html", { id }),
    ]);
    return { json: await take.text(), html: await page.text() };
  },
  /** A recording as it is, to be heard there; it is forgotten there afterwards. `told` hears how far it is. */
  hear: async (
    recorded: Blob,
    name: string,
    chart: string,
    kit_sound: string, // a name beside the book
    told: (job: Job) => void,
  ) => {
    const query = { name, kit_sound, ...(chart ? { chart } : {}), ...mine() };
    let job = await json("POST /api/hear", { query, body: recorded });
    const { id } = job;
    try {
      while (job.state === "waiting" || job.state === "hearing") {
        told(job);
        await new Promise((resolve) => setTimeout(resolve, kHearingEvery));
        job = await json("GET /api/hear/{id}", { id });
      }
      if (job.state === "failed") throw new Never(job.error ?? `${name} could not be heard.`);
      const [take, html] = await Promise.all([
        call("GET /api/hear/{id}/take.json", { id }),
        call("GET /api/hear/{id}/take.html", { id }),
      ]);
      return { take: await take.text(), html: await html.text() };
    } finally {
      await call("DELETE /api/hear/{id}", { id }).catch(() => undefined);
    }
  },
  /** A kit's sound goes beside the book, in place of one of its name; the name. */
  keepKitSound: (sound: string) => json("POST /api/kit_sounds", { body: sound }),
  about: (id: number) => json("GET /api/book/takes/{id}/about", { id }),
  discard: (id: number) => json("POST /api/book/takes/{id}/discard", { id }),
  undo: (id: number) => json("POST /api/book/takes/{id}/undo", { id }),
  undoLast: () => json("POST /api/book/undo", { query: mine() }),
  count: (id: number) => json("POST /api/book/takes/{id}/count", { id }),
  uncount: (id: number) => json("POST /api/book/takes/{id}/uncount", { id }),
  compare: (a: number, b: number) => json("GET /api/book/compare", { query: { a, b } }),
  today: (minutes: number) => json("GET /api/today", { query: { minutes, ...mine() } }),
  done: (minutes: number) => json("POST /api/today/done", { query: { minutes, ...mine() } }),
  pain: (minutes: number, pain: number, numb: boolean) =>
    json("POST /api/today/pain", { query: { minutes, ...mine() }, body: { pain, numb } }),
  film: () => json("GET /api/film"),
  /** Whether this server shows a film. */
  showsFilm: async (): Promise<boolean> => (await json("GET /api/info")).film,
  moveCut: (cut: number, at_s: number) => json("POST /api/film/cuts", { body: { cut, at_s } }),
  renderFilm: () => json("POST /api/film/render"),
  filmVideo: async (): Promise<Blob> => (await call("GET /api/film/film.mp4")).blob(),
  goal: (item: string, bpm: number) => json("POST /api/today/goal", { query: mine(), body: { item, bpm } }),
};
