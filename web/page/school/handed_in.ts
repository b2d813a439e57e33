// Under a take that was played for an assignment: whether the school has it, and how near it is.
import { h } from "../dom.ts";
import { handedText } from "../model/handing_model.ts";
import { onSync } from "../sync.ts";
import { takes } from "../takes.ts";
import { playing, stopPlaying } from "./handing.ts";

/** Above the drill: what it is played for. */
export function handingLine(): HTMLElement | undefined {
  const now = playing();
  if (!now) return undefined;
  const { assignment, handsIn } = now;
  return h(
    "p",
    { class: "handing" },
    h("a", { href: `#work/${assignment.id}` }, assignment.title),
    h(
      "span",
      {},
      handsIn
        ? `${assignment.bpm} BPM. Every take that is played to its end is handed in.`
        : `${assignment.bpm} BPM. Practice: nothing is handed in.`,
    ),
    h(
      "button",
      {
        type: "button",
        class: "quiet",
        onclick: () => {
          stopPlaying();
          dispatchEvent(new HashChangeEvent("hashchange")); // the drill with all its settings
        },
      },
      "Play something else",
    ),
  );
}

export function handedIn(id: string): HTMLElement {
  const place = h("span", { class: "handed", role: "status", "aria-live": "polite" });
  const look = async (): Promise<boolean> => {
    const row = (await takes.list()).find((one) => one.id === id);
    if (!row) return true;
    const { submission } = row.synced ?? {};
    place.replaceChildren(
      handedText(row),
      submission !== undefined ? h("a", { href: `#submission/${submission}` }, "Look at it") : "",
    );
    return row.synced !== undefined;
  };
  const stop = onSync(() => void look().then((done) => done && stop()));
  void look().then((done) => done && stop());
  return place;
}

/** Above every page of a school: how many takes are still on their way. */
export async function showWaiting(words: (takes: number) => string): Promise<void> {
  const place = document.querySelector<HTMLElement>(".waiting");
  if (!place) return;
  const waiting = (await takes.waiting()).filter(({ assignment }) => assignment !== undefined).length;
  place.textContent = words(waiting);
  place.hidden = waiting === 0;
}
