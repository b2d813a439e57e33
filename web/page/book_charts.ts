// Charts that the book has and this device has not: one press and they are one's own here.
import { h } from "./dom.ts";
import type { Item } from "./generated/server_api.ts";
import type { Builtin } from "./generated/told.ts";
import { inBookAlone, matching } from "./model/library.ts";
import { inSchool } from "./school/school_server.ts";
import { server } from "./server.ts";
import { kept } from "./settings_store.ts";

export class BookCharts {
  readonly element = h("div", { class: "chart-list" });
  private played: Item[] = [];
  private words = "";

  constructor(
    private readonly builtins: Builtin[],
    private readonly take: (bytes: Uint8Array<ArrayBuffer>, title: string) => Promise<void>,
    private readonly refused: (error: unknown) => void,
  ) {}

  /** Where the book is away nothing is listed; Book says that it is. */
  async ask(): Promise<void> {
    if (inSchool) return;
    this.played = await server.items().then(
      ({ items }) => items,
      () => [],
    );
    this.list(this.words);
  }
  /** Those whose titles have every word. */
  list(words: string): void {
    this.words = words;
    const there = matching(inBookAlone(this.played, kept, this.builtins), words);
    if (there.length === 0) {
      this.element.replaceChildren();
      return;
    }
    this.element.replaceChildren(
      h("h2", {}, "In the book, not on this device"),
      h(
        "div",
        { class: "chips" },
        ...there.map(({ item, title }) =>
          h("button", { type: "button", onclick: () => void this.fetch(item, title) }, title),
        ),
      ),
    );
  }
  private async fetch(item: string, title: string): Promise<void> {
    try {
      await this.take(await server.chart(item), title);
    } catch (error) {
      this.refused(error);
    }
  }
}
