// A panel's look at the strokes of a take that was appealed: each with a box that strikes it out, the sound where there
// is one, and strokes to add.
import { auditions } from "./chairs_server.ts";
import { choice, field, h } from "./dom.ts";
import type { Audition } from "./generated/server_api.ts";
import type { Voice } from "./generated/told.ts";
import { ByHand, strokesOf, type Stroke } from "./model/by_hand.ts";
import { choices } from "./shared.ts";
import { wordsOf } from "./text.ts";

type Appeal = Audition["appeals"][number];
const kBefore = 0.5; // s of the sound that are heard before a stroke

/** `rule` puts the ruling on record; `done` puts the list away. */
export async function byHandView(
  told: Audition,
  { player, excerpt, attempt }: Appeal,
  rule: (body: ReturnType<ByHand["ruling"]>) => void,
  done: () => void,
): Promise<HTMLElement> {
  const [{ told: lines }, { drums }] = await Promise.all([auditions.strokes(told.id, attempt), choices]);
  const hand = new ByHand();
  // Without its sound, which may have been removed, a take can still be changed.
  const heard =
    told.source === "audio" ? await auditions.sound(told.id, attempt).catch(() => undefined) : undefined;
  const sound = heard && new Audio(URL.createObjectURL(heard));
  const said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  const added = h("ul", { class: "plain-list" });
  const why = h("input", { type: "text", maxlength: "2000", autocomplete: "off" });
  const second = h("input", {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    placeholder: "12.34",
  });
  const names = new Map(drums.map(({ voice, name }) => [voice, name]));
  let voice: Voice = "snare";

  const listen = async (at: number) => {
    if (!sound) return;
    sound.currentTime = Math.max(0, at - kBefore);
    await sound.play().catch((error) => (said.textContent = wordsOf(error)));
  };
  const row = ({ number, second: at, told: words }: Stroke) => {
    const box = h("input", { type: "checkbox" });
    box.addEventListener("change", () => {
      hand.strike(number, box.checked);
      said.textContent = `${hand.struck.size} struck out, ${hand.added.length} to add.`;
    });
    return h(
      "li",
      {},
      h("label", { class: "toggle" }, box, h("span", {}, `${number}: ${at.toFixed(4)} s, ${words}`)),
      sound &&
        h(
          "button",
          {
            type: "button",
            class: "quiet",
            "aria-label": `Hear stroke ${number}`,
            onclick: () => void listen(at),
          },
          "Hear",
        ),
    );
  };
  const list = () =>
    added.replaceChildren(
      ...hand.added.map((stroke) =>
        h(
          "li",
          {},
          h("span", {}, `${stroke.at.toFixed(4)} s, ${names.get(stroke.voice) ?? stroke.voice}`),
          h(
            "button",
            { type: "button", class: "quiet", onclick: () => (hand.drop(stroke), list()) },
            "Remove",
          ),
        ),
      ),
    );
  const add = () => {
    said.textContent = hand.add(second.value, voice);
    if (!said.textContent) second.value = "";
    list();
  };
  const change = () => {
    said.textContent = hand.unlike;
    if (said.textContent) return;
    sound?.pause();
    rule(hand.ruling(why.value.trim()));
  };
  const press = (words: string, then: () => void) => h("button", { type: "button", onclick: then }, words);
  const voices = [...names].filter(([id]) => id !== "pad");
  return h(
    "div",
    { class: "by-hand" },
    h("h3", {}, `Strokes of ${player}, excerpt ${excerpt}`),
    h(
      "p",
      { class: "how" },
      "A box strikes out what the ear heard and nobody played. The take stays on record as it was heard; the excerpt is judged again with the changes, and the sheet says so.",
    ),
    h(
      "ol",
      { class: "plain-list strokes", tabindex: "0", "aria-label": "Strokes" },
      ...strokesOf(lines).map(row),
    ),
    h(
      "div",
      { class: "controls first" },
      field("Second of a lost stroke", second, "it answers its note; its time is not judged"),
      field(
        "Drum",
        choice(voices, voice, (one) => (voice = one)),
      ),
      field("Why", why),
    ),
    added,
    h(
      "div",
      { class: "buttons" },
      press("Add this stroke", add),
      press("Put the changes on record", change),
      press("Not now", () => (sound?.pause(), done())),
    ),
    said,
  );
}
