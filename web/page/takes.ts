// The page's side of takes_worker.ts.
import type { Again } from "./again.ts";
import type { FoundLimit } from "./generated/server_api.ts";
import type { About, Synced, TakeRow, Waiting } from "./takes_worker.ts";

const worker = new Worker("takes_worker.js", { type: "module" });

function ask<T>(
  message: Record<string, unknown>,
  more: Transferable[] = [],
  progress?: (share: number) => void,
): Promise<T> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data }) => {
      if (data.share !== undefined) {
        progress?.(data.share as number);
        return;
      }
      if (data.refused !== undefined) reject(new Error(data.refused));
      else resolve(data.result as T);
      port1.close();
    };
    worker.postMessage(message, [port2, ...more]);
  });
}

export const takes = {
  start: (module: WebAssembly.Module) => ask<void>({ do: "module", module }),
  /** The port takes {sound} and {note} messages from then on. */
  begin: (about: About, sound: MessagePort) => ask<void>({ do: "begin", about }, [sound]),
  /** Without a take: nothing was heard, and what was written goes. */
  end: () => ask<void>({ do: "end" }),
  /** With one; `again`: its sound is heard again. Returns what that told, or why it could not be. */
  keep: (take: Uint8Array, html: Uint8Array, again: boolean) =>
    ask<Again | string | undefined>({ do: "end", take, html, again }),
  /** What a search knew after this take. */
  found: (id: string, limit: FoundLimit) => ask<void>({ do: "found", id, limit }),
  /** Those that the book neither has nor refused, the oldest first. */
  waiting: () => ask<Waiting[]>({ do: "waiting" }),
  /** One of them as the server takes it: JSON. */
  posting: (id: string) => ask<string>({ do: "posting", id }),
  mark: (id: string, synced: Synced) => ask<void>({ do: "mark", id, synced }),
  recover: () => ask<number>({ do: "recover" }),
  /** What was asked of every take that is over. */
  abouts: () => ask<About[]>({ do: "abouts" }),
  list: () => ask<TakeRow[]>({ do: "list" }),
  load: (id: string) =>
    ask<{ json: string; html: string; about: About; sound?: Blob; synced?: Synced }>({
      do: "load",
      id,
    }),
  remove: (id: string) => ask<void>({ do: "remove", id }),
  /** A recording that somebody else heard: its take as it was told there, without its sound. */
  keepHeard: (heard: { name: string; take: string; html: string; chart?: Uint8Array; player: string }) =>
    ask<string>({ do: "keep-heard", heard }),
  /** `progress` is told how much of the sound has been heard, 0 to 1. */
  hear: (recorded: Record<string, unknown>, progress?: (share: number) => void) =>
    ask<{ id: string; said: string }>({ do: "hear", recorded }, [], progress),
};
