// Chairs: the auditions of the book, and the declaration of a new one. audition_view.ts shows one of them.
import { auditionView } from "./audition_view.ts";
import { chartChoice } from "./chart_choice.ts";
import { auditions } from "./chairs_server.ts";
import { choice, field, h, number, type View } from "./dom.ts";
import type { Auditions } from "./generated/server_api.ts";
import { Wish, type WishedExcerpt } from "./model/wished_audition.ts";
import { kept } from "./settings_store.ts";
import { chartBytes, openChart } from "./shared.ts";
import { toBase64, wordsOf } from "./text.ts";

class ChairsView implements View {
  private readonly said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  private readonly chosen = h("ul", { class: "plain-list" });
  private readonly wish = new Wish();
  private readonly form = h("fieldset", { class: "settings" });
  private readonly heading = h("input", { type: "text", maxlength: "80", autocomplete: "off" });
  private bars = 32;
  private bpm = 100;
  readonly title = "Chairs";
  readonly element: HTMLElement;

  constructor({ auditions: all, directs }: Auditions) {
    this.element = h(
      "div",
      { class: "setup chairs" },
      h("h1", {}, "Chairs"),
      h(
        "p",
        { class: "how" },
        "Everybody plays the same excerpts, once. The sheet says who sits where, how sure that is, and where it cannot be told.",
      ),
      all.length > 0 &&
        h(
          "ul",
          { class: "plain-list auditions" },
          ...all.map(({ id, title, told }) =>
            h("li", {}, h("a", { href: `#chairs/${id}` }, title || `Audition ${id}`), h("span", {}, told)),
          ),
        ),
      all.length === 0 && h("p", { class: "empty" }, "There is no audition in this book yet."),
      directs && h("section", {}, h("h2", {}, "Declare an audition"), this.form, this.said),
    );
  }

  async render(): Promise<void> {
    await this.chart();
    this.form.replaceChildren(
      h("legend", { class: "unseen" }, "What is asked"),
      h("div", { class: "controls first" }, field("Title", this.heading)),
      h(
        "div",
        { class: "controls" },
        await chartChoice(() => this.render()),
        field(
          "Tempo, BPM",
          number(this.bpm, { low: 20, high: 400 }, (bpm) => (this.bpm = bpm)),
        ),
        field(
          "Bars",
          number(this.bars, { low: 16, high: 256 }, (bars) => (this.bars = bars)),
        ),
      ),
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", onclick: () => void this.add() }, "Add this excerpt"),
      ),
      this.chosen,
      h(
        "div",
        { class: "controls" },
        field(
          "Everybody plays on",
          choice(
            [
              ["midi", "e-kits (MIDI)"],
              ["audio", "microphones"],
            ],
            this.wish.source,
            (source) => (this.wish.source = source),
          ),
        ),
        field(
          "The chairs go by",
          choice(
            [
              ["played", "playing that day"],
              ["again", "playing another time"],
            ],
            this.wish.claim,
            (claim) => (this.wish.claim = claim),
          ),
          "the second needs four excerpts",
        ),
        field(
          "Chairs that are shared",
          choice(
            [
              ["rotate", "rotate"],
              ["holder", "stay with who holds them"],
              ["lot", "are drawn"],
              ["panel", "go to whom the panel says"],
              ["play-again", "play one excerpt more"],
            ],
            this.wish.tie,
            (tie) => (this.wish.tie = tie),
          ),
        ),
        field(
          "Appeals, hours",
          number(this.wish.hours, { low: 0, high: 720 }, (n) => (this.wish.hours = n)),
        ),
      ),
      h(
        "div",
        { class: "buttons" },
        h("button", { class: "start", type: "button", onclick: () => void this.declare() }, "Declare"),
        h("span", { class: "soft" }, "What it asks cannot be changed afterwards."),
      ),
    );
    this.list();
  }
  /** The chosen chart's own tempo and length. */
  private async chart(): Promise<void> {
    const { bars, bpm } = await openChart(await chartBytes());
    this.bpm = Math.round(bpm ?? 100);
    this.bars = bars >= 16 ? Math.min(256, bars) : 32;
  }
  private list(): void {
    this.chosen.replaceChildren(
      ...this.wish.excerpts.map((excerpt) =>
        h(
          "li",
          {},
          h("span", {}, `${excerpt.title}, ${excerpt.bars} bars at ${excerpt.bpm} BPM`),
          h("button", { type: "button", class: "quiet", onclick: () => this.drop(excerpt) }, "Remove"),
        ),
      ),
    );
  }
  private drop(excerpt: WishedExcerpt): void {
    this.wish.drop(excerpt);
    this.list();
  }
  private async add(): Promise<void> {
    const bytes = await chartBytes();
    const { title } = await openChart(bytes);
    const told = this.wish.add({
      title: kept.chart?.title || title || "Chart",
      chart: toBase64(bytes),
      bpm: this.bpm,
      bars: this.bars,
    });
    this.said.textContent = told;
    this.list();
  }
  private async declare(): Promise<void> {
    try {
      if (this.wish.excerpts.length === 0) await this.add();
      this.wish.title = this.heading.value.trim();
      const { id } = await auditions.declare(this.wish.body());
      location.hash = `#chairs/${id}`;
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
}

export async function chairsView(id?: string): Promise<View> {
  if (id) return auditionView(Number(id));
  const view = new ChairsView(await auditions.all());
  await view.render();
  return view;
}
