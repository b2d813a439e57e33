// The server that gave this page, where it can be reached. The token came in the address and stays in this tab.
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
  if (response.status === 401 || response.status === 403) throw new Error("This tab has no key. Open the address that firstchair serve printed.");
  const said = ((await response.json().catch(() => ({}))) as { error?: string }).error ?? `The server answered ${response.status}.`;
  throw kNever.includes(response.status) ? new Never(said) : new Error(said);
}
const json = async <T>(path: string, init?: RequestInit): Promise<T> => (await (await call(path, init)).json()) as T;
const query = (values: Record<string, string | number | undefined>): string =>
  new URLSearchParams(Object.entries(values).flatMap(([key, value]) => (value === undefined || value === "" ? [] : [[key, String(value)]]))).toString();

export const server = {
  /** A chart of any format as drum tab. */
  convert: async (bytes: Uint8Array, name: string): Promise<Uint8Array> => {
    const response = await call(`/api/charts/convert?${query({ to: "tab", name })}`, { method: "POST", body: bytes as BodyInit });
    return encode(await response.text());
  },
  /** A take of this device into the book; its place there. */
  send: (take: string, player: string) => json<{ id: number }>(`/api/book/takes?${query({ player })}`, { method: "POST", body: take, headers: { "Content-Type": "application/json" } }),
};
