// The server that gave this page, where it can be reached. The token came in the address and stays in this tab.
import { encode } from "./text.ts";

const fromAddress = new URLSearchParams(location.search).get("token");
if (fromAddress) {
  sessionStorage.setItem("token", fromAddress);
  history.replaceState(null, "", location.pathname + location.hash);
}
const token = () => sessionStorage.getItem("token") ?? "";

async function call(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, "X-Firstchair-Token": token() } });
  } catch {
    throw new Error("firstchair serve cannot be reached. Start it again, or use drum tab or MIDI.");
  }
  if (response.ok) return response;
  if (response.status === 401) throw new Error("This tab has no key. Open the address that firstchair serve printed.");
  const said = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(said.error ?? `The server answered ${response.status}.`);
}

export const server = {
  /** A chart of any format as drum tab. */
  convert: async (bytes: Uint8Array, name: string): Promise<Uint8Array> => {
    const response = await call(`/api/charts/convert?to=tab&name=${encodeURIComponent(name)}`, { method: "POST", body: bytes as BodyInit });
    return encode(await response.text());
  },
};
