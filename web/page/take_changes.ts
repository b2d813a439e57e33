// What a player may do with a take once it is in the book: leave it out, put it back, count it all the same. What the
// book made of it stands beside the buttons.
import { h } from "./dom.ts";
import { changesOf, standsAs, type Change } from "./model/take_changes_model.ts";
import type { KeptTake } from "./generated/server_api.ts";
import { server } from "./server.ts";
import { onSync } from "./sync.ts";
import { takes } from "./takes.ts";
import { wordsOf } from "./text.ts";

const kAsk: Record<Change, (id: number) => Promise<KeptTake>> = {
  discard: (id) => server.discard(id),
  undo: (id) => server.undo(id),
  count: (id) => server.count(id),
  uncount: (id) => server.uncount(id),
};

/** The buttons of one take; `changed` hears of every change. */
export function takeChanges(
  take: Pick<KeptTake, "id" | "discarded" | "counted">,
  changed?: (take: KeptTake) => void,
): HTMLElement {
  const said = h("span", { class: "soft", role: "status", "aria-live": "polite" });
  const buttons = h("span", { class: "buttons" });
  const show = (now: Pick<KeptTake, "id" | "discarded" | "counted">): void => {
    said.textContent = standsAs(now);
    buttons.replaceChildren(
      ...changesOf(now).map(({ change, text }) =>
        h("button", { type: "button", class: "quiet", onclick: () => void ask(change, now.id) }, text),
      ),
    );
  };
  const ask = async (change: Change, id: number): Promise<void> => {
    try {
      const now = await kAsk[change](id);
      show(now);
      buttons.querySelector("button")?.focus();
      changed?.(now);
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  };
  show(take);
  return h("div", { class: "take-changes" }, buttons, said);
}

/** The same of a take of this device, as soon as the book has it. */
export function afterTake(id: string): HTMLElement {
  const place = h("div", {});
  const look = async (): Promise<boolean> => {
    const row = (await takes.list()).find((one) => one.id === id);
    if (row?.synced?.book === undefined) return row === undefined || row.synced !== undefined;
    try {
      place.replaceChildren(takeChanges((await server.about(row.synced.book)).take));
    } catch (error) {
      place.replaceChildren(h("span", { class: "soft" }, wordsOf(error)));
    }
    return true;
  };
  const stop = onSync(() => void look().then((done) => done && stop()));
  void look().then((done) => done && stop());
  return place;
}
