// Charts that the book has and this device has not: one press and they are one's own here.
import { syncCharts } from "./charts_sync.ts";
import { h } from "./dom.ts";
import type { Item, WrittenChart } from "./generated/server_api.ts";
import type { Builtin } from "./generated/told.ts";
import { fromBook, inBookAlone, matching, notHere } from "./model/library.ts";
import { inSchool } from "./school/school_server.ts";
import { server } from "./server.ts";
import { keep, kept } from "./settings_store.ts";

export class BookCharts {
  readonly element = h("div", { class: "chart-list" });
  private played: Item[] = [];
  private written: WrittenChart[] = [];
  private words = "";

  /** `take`: of one that was only played; `open`: of one that is in the library now. */
  constructor(
    private readonly builtins: Builtin[],
    private readonly take: (bytes: Uint8Array<ArrayBuffer>, title: string) => Promise<void>,
    private readonly open: (id: string) => Promise<void>,
    private readonly refused: (error: unknown) => void,
  ) {}

  /** Where the book is away nothing is listed; Book says that it is. */
  async ask(): Promise<void> {
    if (inSchool) return;
    this.written = await syncCharts();
    this.played = await server.items().then(
      ({ items }) => items,
      () => [],
    );
    this.list(this.words);
  }
  /** Those whose titles have every word. */
  list(words: string): void {
    this.words = words;
    const written = notHere(this.written, kept);
    const known = [...this.builtins, ...this.written];
    const there = [
      ...matching(written, words).map(({ id, title }) => ({ title, fetch: () => this.bring(id) })),
      ...matching(inBookAlone(this.played, kept, known), words).map(({ item, title }) => ({
        title,
        fetch: async () => this.take(await server.chart(item), title),
      })),
    ];
    if (there.length === 0) {
      this.element.replaceChildren();
      return;
    }
    this.element.replaceChildren(
      h("h2", {}, "In the book, not on this device"),
      h(
        "div",
        { class: "chips" },
        ...there.map(({ title, fetch }) =>
          h("button", { type: "button", onclick: () => void fetch().catch(this.refused) }, title),
        ),
      ),
    );
  }
  private async bring(key: string): Promise<void> {
    const id = fromBook(kept, key, (await server.chartVersions(key)).versions);
    keep();
    if (id !== undefined) await this.open(id);
  }
}
