// The server that gave this page, where it can be reached. The token came in the address and stays in this tab.
import type { BookComparison, BookItem, BookProgress, BookTake, Goal, Today } from "./book_types.ts";
import { kept } from "./settings_store.ts";
import type { FoundLimit } from "./takes_worker.ts";
import { encode } from "./text.ts";

const fromAddress = new URLSearchParams(location.search).get("token");
if (fromAddress) {
  sessionStorage.setItem("token", fromAddress);
  history.replaceState(null, "", location.pathname + location.hash);
}
const token = () => sessionStorage.getItem("token") ?? "";

/** Refused for good: asked again, it would be refused again. */
export class Never extends Error {}
const kNever = [400, 409, 413, 422];

async function call(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, "X-Firstchair-Token": token() } });
  } catch {
    throw new Error("firstchair serve cannot be reached. Start it again.");
  }
  if (response.ok) return response;
  if (response.status === 401 || response.status === 403)
    throw new Error("This tab has no key. Open the address that firstchair serve printed.");
  const said =
    ((await response.json().catch(() => ({}))) as { error?: string }).error ??
    `The server answered ${response.status}.`;
  throw kNever.includes(response.status) ? new Never(said) : new Error(said);
}
const json = async <T>(path: string, init?: RequestInit): Promise<T> =>
  (await (await call(path, init)).json()) as T;
const query = (values: Record<string, string | number | undefined>): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined || value === "" ? [] : [[key, String(value)]],
    ),
  ).toString();
const posted = (body: unknown): RequestInit => ({
  method: "POST",
  body: JSON.stringify(body),
  headers: { "Content-Type": "application/json" },
});
const mine = () => ({ player: kept.player });

export const server = {
  /** A chart of any format as drum tab. */
  convert: async (bytes: Uint8Array, name: string): Promise<Uint8Array> => {
    const response = await call(`/api/charts/convert?${query({ to: "tab", name })}`, {
      method: "POST",
      body: bytes as BodyInit,
    });
    return encode(await response.text());
  },
  /** A take of this device into the book; its place there. */
  send: (take: string, player: string) =>
    json<{ id: number }>(`/api/book/takes?${query({ player })}`, {
      method: "POST",
      body: take,
      headers: { "Content-Type": "application/json" },
    }),
  /** A limit that was found here, of takes that the book has. */
  sendLimit: (limit: FoundLimit, player: string) =>
    json<unknown>(`/api/book/limits?${query({ player })}`, posted(limit)),
  players: () => json<{ players: { name: string; takes: number }[] }>("/api/book/players"),
  items: () => json<{ items: BookItem[] }>(`/api/book/items?${query(mine())}`),
  chart: async (item: string) => (await call(`/api/book/chart?${query({ item, ...mine() })}`)).text(),
  progress: (item: string) => json<BookProgress>(`/api/book/progress?${query({ item, ...mine() })}`),
  /** Of one item, the newest first. */
  takes: (item: string, limit: number) =>
    json<{ takes: BookTake[] }>(`/api/book/takes?${query({ item, limit, ...mine() })}`),
  take: async (id: number) => {
    const [take, page] = await Promise.all([
      call(`/api/book/takes/${id}`),
      call(`/api/book/takes/${id}/take.html`),
    ]);
    return { json: await take.text(), html: await page.text() };
  },
  about: (id: number) => json<{ take: BookTake }>(`/api/book/takes/${id}/about`),
  compare: (a: number, b: number) => json<BookComparison>(`/api/book/compare?${query({ a, b })}`),
  today: (minutes: number) => json<Today>(`/api/today?${query({ minutes, ...mine() })}`),
  done: (minutes: number) =>
    json<Today>(`/api/today/done?${query({ minutes, ...mine() })}`, { method: "POST" }),
  pain: (minutes: number, pain: number, numb: boolean) =>
    json<Today>(`/api/today/pain?${query({ minutes, ...mine() })}`, posted({ pain, numb })),
  goal: (item: string, bpm: number) =>
    json<{ goals: Goal[] }>(`/api/today/goal?${query(mine())}`, posted({ item, bpm })),
};
