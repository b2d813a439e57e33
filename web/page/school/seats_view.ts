// Chairs of a class: a student sees what was handed in, its receipts and the own place; whoever teaches sees who has
// played, seats everybody, and rules on appeals.
import { h, table, type View } from "../dom.ts";
import type { Chairs, ChairsSeat } from "../generated/school_api.ts";
import { chairsRange, chairText, placeText, scoreText, seatText, stateText } from "../model/seats_model.ts";
import { listName, momentText, roleIn, studentsOf } from "../model/school_model.ts";
import { sheetOf } from "../sheet.ts";
import { onSync } from "../sync.ts";
import { form, press, words } from "./forms.ts";
import { LogIn, me, school } from "./school_server.ts";
import { appealForm, appealsPart, rulingsPart } from "./seats_appeals.ts";

const files = {
  sheet: school.chairsSheet,
  record: school.chairsRecord,
  signature: school.chairsSignature,
  key: school.chairsKey,
};

class SeatsView implements View {
  title = "Chairs";
  readonly element = h("div", { class: "school seats" });
  private readonly said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  private readonly stop = onSync(() => void this.render().catch(() => undefined));

  constructor(
    private readonly id: number,
    private now: Chairs,
  ) {}

  async render(now?: Chairs): Promise<void> {
    this.now = now ?? (await school.oneChairs(this.id));
    const { title, class: klass, state } = this.now;
    const teaches = this.now.handed !== null;
    const plays = roleIn(me()!, klass) === "student";
    this.title = title;
    const parts = teaches ? await this.teaching() : plays ? this.playing() : [];
    this.element.replaceChildren(
      h(
        "p",
        { class: "how" },
        plays
          ? h("a", { href: "#school" }, "All assignments")
          : h("a", { href: `#class/${klass}` }, "The class"),
      ),
      h("h1", {}, title),
      h(
        "p",
        { class: `order small is-${state}` },
        `${stateText(this.now)}.`.replace(/^./, (c) => c.toUpperCase()),
      ),
      this.facts(),
      ...parts,
      this.said,
    );
  }
  leave(): void {
    this.stop();
  }

  private readonly change = async (asked: Promise<Chairs>, told: string): Promise<void> => {
    await this.render(await asked);
    this.said.textContent = told;
  };

  private facts(): HTMLElement {
    const { seats, source, claim, appeal_hours, declared } = this.now;
    const facts: [string, string][] = [
      ["Seats", String(seats)],
      ["Played on", source === "midi" ? "e-kits" : "microphones"],
      ["The chairs go by", claim === "played" ? "playing that day" : "playing another time"],
      ["Appeals", `${appeal_hours} hours from a take on`],
      ["Declared as", declared],
    ];
    return h(
      "dl",
      { class: "facts" },
      ...facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
  }

  // --- for whoever plays

  private playing(): HTMLElement[] {
    const { own, pieces, state } = this.now;
    const open = state === "open";
    const rows = pieces.map(({ assignment, title, left_out }) => {
      const receipt = own?.receipts.find((one) => one.assignment === assignment);
      const again = own?.again.includes(assignment);
      const text = left_out
        ? "left out for all, by a ruling"
        : again
          ? "given back by a ruling: the next take that you hand in counts"
          : receipt
            ? `handed in on ${momentText(receipt.at_s)}`
            : open
              ? "the first take that you hand in counts"
              : "not handed in";
      const plays = !left_out && ((open && !receipt) || again);
      return h(
        "li",
        { class: "piece" },
        h("a", { href: `#work/${assignment}` }, h("b", {}, title)),
        h("span", { class: "state" }, text),
        receipt && h("p", { class: "receipt" }, "Receipt ", h("code", {}, receipt.receipt)),
        plays && h("a", { class: "button start", href: `#work/${assignment}` }, `Play ${title}`),
        receipt?.may_appeal &&
          appealForm(this.id, receipt, (asked) => this.change(asked, "The appeal is on record.")),
      );
    });
    return [
      ...(own?.place ? [h("p", { class: "place" }, placeText(own.place))] : []),
      h("h2", {}, "What is played"),
      h("ul", { class: "plain-list pieces" }, ...rows),
      ...(own
        ? [
            h(
              "p",
              { class: "how" },
              `In the record you are ${own.blind}, and nobody's name stands in it. A receipt is the hash of your take's line: keep it, and nobody can change the line unseen.`,
            ),
          ]
        : []),
      ...appealsPart(this.now),
    ];
  }

  // --- for whoever teaches

  private async teaching(): Promise<HTMLElement[]> {
    const { state, waiting, ruled } = this.now;
    const seats = state !== "cancelled" && (state !== "seated" || ruled);
    const seat = () =>
      press(
        ruled ? "Seat again" : "Seat everybody",
        async () => {
          if (!ruled && state === "open" && !confirm("Close these chairs and seat everybody by what stands?"))
            return;
          await this.change(school.seatChairs(this.id), "Seated.");
        },
        { class: "start" },
      );
    return [
      ...(waiting > 0
        ? [
            h(
              "p",
              { class: "said" },
              waiting === 1 ? "One take is not heard yet." : `${waiting} takes are not heard yet.`,
            ),
          ]
        : []),
      ...(seats ? [h("div", { class: "buttons" }, seat())] : []),
      ...(this.now.places ? this.seated(this.now.places) : []),
      ...rulingsPart(this.now, (asked) => this.change(asked, "The ruling is on record.")),
      await this.handed(),
      ...(state !== "cancelled" ? [this.cancelling()] : []),
    ];
  }

  private seated(places: ChairsSeat[]): HTMLElement[] {
    const sheet = h("div", {});
    const cell = (text: string) => h("td", {}, text);
    const rows = places.map((place) => [
      h("th", { scope: "row" }, chairText(place)),
      cell(place.name || "erased"),
      cell(place.blind),
      cell(place.behind ? `${seatText(place)}; after the others: ${place.behind}` : seatText(place)),
      cell(chairsRange(place)),
      cell(place.best.toFixed(2)),
      cell(scoreText(place)),
    ]);
    return [
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Who sits where" },
        table(["Chair", "Who", "In the record", "Seat", "Chair, 95 %", "P(best)", "Score, 95 %"], rows),
      ),
      h(
        "div",
        { class: "buttons" },
        press("Sheet, record and signature", async () =>
          sheet.replaceChildren(await sheetOf(this.id, files)),
        ),
      ),
      sheet,
    ];
  }

  private async handed(): Promise<HTMLElement> {
    const { class: klass, handed, pieces } = this.now;
    const { members } = await school.members(klass);
    const takes = new Map(handed!.map((one) => [one.person, one.takes]));
    return h(
      "section",
      {},
      h("h2", {}, "Who has handed in"),
      h(
        "ul",
        { class: "plain-list members" },
        ...studentsOf(members).map((one) =>
          h(
            "li",
            {},
            h("span", {}, listName(one)),
            h("span", { class: "soft" }, `${takes.get(one.person) ?? 0} of ${pieces.length}`),
          ),
        ),
      ),
    );
  }

  private cancelling(): HTMLElement {
    const reason = words({ maxlength: "2000", required: true });
    return h(
      "details",
      { class: "folded" },
      h("summary", {}, "Cancel these chairs"),
      form(
        [
          h(
            "label",
            { class: "field wide" },
            h("span", {}, "Why"),
            reason,
            h(
              "small",
              {},
              "the log keeps it; nothing more is taken then, and what was played stays on record",
            ),
          ),
        ],
        "Cancel them",
        () => this.change(school.cancelChairs(this.id, reason.value.trim()), "Cancelled."),
      ),
    );
  }
}

export async function seatsView(id: string): Promise<View> {
  if (!me()) throw new LogIn("");
  const view = new SeatsView(Number(id), await school.oneChairs(Number(id)));
  await view.render();
  return view;
}
