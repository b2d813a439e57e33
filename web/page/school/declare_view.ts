// Chairs are declared for a class: which assignments are played for them, how many seats there are, until when.
import { choice, field, h, number, toggle, type View } from "../dom.ts";
import type { NewChairs } from "../generated/school_api.ts";
import { secondsOf } from "../model/school_model.ts";
import { form, words } from "./forms.ts";
import { school } from "./school_server.ts";

export async function declareView(id: string): Promise<View> {
  const klass = Number(id);
  const [{ title }, { assignments }] = await Promise.all([school.oneClass(klass), school.assignments(klass)]);
  const wish: NewChairs = { title: "", seats: 1, assignments: [], source: "midi", claim: "played" };
  const heading = words({ maxlength: "80", required: true, placeholder: "Spring concert" });
  const closes = h("input", { type: "datetime-local" });
  const chosen = new Set<number>();
  const pieces = assignments.map((one) =>
    toggle(`${one.title}, ${one.bpm} BPM`, false, (on) => (on ? chosen.add(one.id) : chosen.delete(one.id))),
  );
  const declare = async () => {
    const { id: made } = await school.declareChairs(klass, {
      ...wish,
      title: heading.value.trim(),
      assignments: assignments.map((one) => one.id).filter((one) => chosen.has(one)),
      ...(closes.value ? { closes_s: secondsOf(closes.value)! } : {}),
    });
    location.hash = `seats/${made}`;
  };
  const element = h(
    "div",
    { class: "school declare" },
    h("p", { class: "how" }, h("a", { href: `#class/${klass}` }, title)),
    h("h1", {}, "Declare chairs"),
    h(
      "p",
      { class: "how" },
      "Everybody hands in what is chosen here as always. The first take of each that is begun from now on counts, and everybody is seated by these takes: who is not told apart shares chairs. What is declared cannot be changed.",
    ),
    assignments.length === 0
      ? h("p", { class: "empty" }, "Nothing is assigned yet: chairs are played for by what is assigned.")
      : form(
          [
            field("Title", heading),
            field(
              "Seats",
              number(1, { low: 1, high: 200 }, (seats) => (wish.seats = seats)),
            ),
            field(
              "Everybody plays on",
              choice(
                [
                  ["midi", "e-kits (MIDI)"],
                  ["audio", "microphones"],
                ],
                wish.source,
                (source) => (wish.source = source),
              ),
            ),
            field("Until", closes, "empty: until you seat everybody"),
            field(
              "The chairs go by",
              choice(
                [
                  ["played", "playing that day"],
                  ["again", "playing another time"],
                ],
                "played",
                (claim) => (wish.claim = claim),
              ),
              "the second needs four assignments",
            ),
            field(
              "Appeals, hours",
              number(72, { low: 0, high: 720 }, (hours) => (wish.appeal_hours = hours)),
            ),
            h(
              "fieldset",
              { class: "pieces" },
              h("legend", {}, "What is played for them"),
              h("p", { class: "soft" }, "16 bars and 128 timed notes at least"),
              h("div", { class: "toggles" }, ...pieces),
            ),
          ],
          "Declare",
          declare,
        ),
  );
  return { title: "Declare chairs", element };
}
