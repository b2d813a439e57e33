// Charts: the built-in ones, an editor for drum tab with live notation, files in and out.
import { BookCharts } from "./book_charts.ts";
import { syncCharts, syncChartsSoon } from "./charts_sync.ts";
import { field, h, type View } from "./dom.ts";
import { GridEditor } from "./grid_editor.ts";
import { HearChart } from "./hear_chart.ts";
import { ownCharts } from "./own_charts.ts";
import type { Engine } from "./engine.ts";
import type { Builtin, Choices, Grids } from "./generated/told.ts";
import {
  fileName,
  grouped,
  isMidi,
  needsServer,
  notationWidth,
  withoutEnding,
} from "./model/charts_model.ts";
import { linkOf, tabOf } from "./model/chart_link.ts";
import { isWhole } from "./model/grid_model.ts";
import { chooseChart } from "./model/kept.ts";
import { addOwn, adopt, matching, mayUndo, openOwn, removeOwn, undo, write } from "./model/library.ts";
import { keep, kept, wish } from "./settings_store.ts";
import {
  builtins,
  builtinTab,
  chartBytes,
  choices,
  engine,
  forHands,
  notation,
  openChart,
} from "./shared.ts";
import { server } from "./server.ts";
import { decode, encode, parse, toBase64, wordsOf } from "./text.ts";

const kPause = 120; // ms without a key until what is written is read

class ChartsView implements View {
  private readonly said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  private readonly score = h("div", {
    class: "score",
    tabindex: "0",
    role: "group",
    "aria-label": "Notation",
  });
  private readonly editor = h("textarea", {
    class: "tab",
    spellcheck: "false",
    rows: "12",
    "aria-label": "Drum tab",
    oninput: () => this.written(),
  });
  private readonly grid = new GridEditor(
    (text) => {
      this.editor.value = text;
      this.written();
    },
    (text) => void this.take(encode(text), "New"),
  );
  private readonly asking = h("div", { class: "asking" });
  private readonly list = h("div", { class: "chart-list" });
  private readonly file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "chart-file",
    accept:
      ".tab,.txt,.mid,.midi,.rmi,.kar,.musicxml,.xml,.mxl,.mscz,.mscx,.gp3,.gp4,.gp5,.gpx,.gp,.h2song,.h2pattern,.brp,.abc,.chart,.url",
    onchange: () => this.picked(),
  });
  private readonly hear: HearChart;
  private bars = 1;
  private beats = 4;
  private title_ = ""; // as the open chart names itself
  private readonly own = h("div", { class: "chart-list" });
  private readonly inBook: BookCharts;
  private readonly words = h("input", { type: "search", autocomplete: "off", oninput: () => this.listOwn() });
  private readonly undoing = h("button", { type: "button", onclick: () => void this.undo() }, "Undo");
  private width = 0;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private readonly watch = new ResizeObserver(() => this.fit());
  readonly title = "Charts";
  readonly element: HTMLElement;

  constructor(
    private readonly choices: Choices,
    private readonly engine: Engine,
    charts: Builtin[],
  ) {
    this.hear = new HearChart(
      engine,
      this.score,
      () => ({ bpm: 0, from: 1, to: 0 }),
      (error) => this.refuse(error),
    );
    for (const group of grouped(charts)) {
      const chips = group.charts.map(({ name, title }) => {
        const open = () => void this.choose(name, title);
        return h("button", { type: "button", value: name, onclick: open }, title);
      });
      this.list.append(h("h2", {}, group.name), h("div", { class: "chips" }, ...chips));
    }
    this.inBook = new BookCharts(
      charts,
      (bytes, title) => this.take(bytes, title),
      (id) => this.openOwn(id),
      (error) => this.refuse(error),
    );
    this.element = h(
      "div",
      { class: "charts" },
      h("h1", {}, "Charts"),
      this.said,
      this.asking,
      this.score,
      this.editing(),
      h("div", { class: "controls first" }, field("Find a chart by its title", this.words)),
      this.own,
      this.inBook.element,
      this.list,
    );
  }
  private editing(): HTMLElement {
    const saves = this.choices.files.map(({ name }, format) =>
      h("button", { type: "button", onclick: () => void this.download(format) }, `Save as ${name}`),
    );
    return h(
      "div",
      { class: "editor" },
      h("h2", {}, "Grid and drum tab"),
      h(
        "p",
        { class: "how" },
        "Press a cell for a stroke; a right click asks which. Or write the tab: notation and grid follow. Or drop a drum tab, MIDI or MusicXML file anywhere on this page.",
      ),
      this.grid.element,
      this.editor,
      h(
        "div",
        { class: "buttons" },
        h("label", { class: "button", for: "chart-file" }, "Open a file"),
        this.file,
        this.hear.button,
        this.undoing,
        h("button", { type: "button", onclick: () => void this.link() }, "Copy a link"),
        ...saves,
        h("a", { class: "button", href: "#drill" }, "Drill it"),
      ),
    );
  }
  async open(link?: string): Promise<void> {
    adopt(kept);
    await this.show(await chartBytes());
    this.edit();
    this.listOwn();
    this.mark();
    this.watch.observe(this.score);
    void this.asked();
    if (link) {
      history.replaceState(null, "", "#charts");
      await tabOf(link).then(
        async (tab) => this.take(await forHands(encode(tab)), "By a link"),
        (error: unknown) => this.refuse(error),
      );
    }
    const dropped = wish.file;
    wish.file = undefined;
    if (dropped) await this.drop(dropped);
  }

  /** What the book has is here: what was written on elsewhere stands as it was written there. */
  private async asked(): Promise<void> {
    const before = kept.chart?.text;
    await this.inBook.ask();
    this.listOwn();
    if (kept.chart?.text === before || this.editor.value !== before) return;
    if (await this.show(await chartBytes())) this.edit();
  }

  /** Draws a chart and says what it is; false: it was refused, and that is said. */
  private async show(bytes: Uint8Array): Promise<boolean> {
    try {
      const facts = await openChart(bytes);
      this.bars = facts.bars;
      this.beats = facts.beats;
      this.title_ = facts.title;
      this.score.replaceChildren(await this.drawn());
      this.said.textContent = facts.text;
      this.said.classList.remove("wrong");
      return true;
    } catch (error) {
      this.refuse(error);
      return false;
    }
  }
  private refuse(error: unknown): void {
    this.said.textContent = wordsOf(error);
    this.said.classList.add("wrong");
  }
  private drawn(): Promise<DocumentFragment> {
    return notation(notationWidth(this.score.clientWidth || 1100, this.bars));
  }
  private fit(): void {
    if (Math.abs(this.score.clientWidth - this.width) < 40) return;
    this.width = this.score.clientWidth;
    void this.drawn().then(
      (picture) => this.score.replaceChildren(picture),
      () => undefined,
    );
  }
  /** Which of the built-in ones is chosen. */
  private mark(): void {
    for (const button of this.element.querySelectorAll<HTMLButtonElement>(".chips button[value]"))
      button.setAttribute("aria-pressed", String(button.value === kept.chart?.name));
  }
  /** The open chart in the editor, as it was written where it was. */
  private edit(): void {
    this.editor.value = kept.chart?.text || this.asTab();
    this.grid.show(isWhole(this.editor.value) ? this.editor.value : this.asTab(), this.beats);
  }
  private asTab(): string {
    return decode(this.engine.told(this.engine.door.chart_write(0)));
  }

  /** A built-in chart that was chosen. */
  private async choose(name: string, title: string): Promise<void> {
    const text = await builtinTab(name);
    if (!(await this.show(encode(text)))) return;
    chooseChart(kept, { name, title, text });
    this.chosen();
  }
  /** A chart that was dropped or came by a link: one's own from now on. */
  private async take(bytes: Uint8Array, title: string): Promise<void> {
    this.asking.replaceChildren();
    if (!(await this.show(bytes))) return;
    const midi = isMidi(bytes);
    const own = () => {
      addOwn(kept, this.title_ || title, midi ? "" : decode(bytes), midi ? toBase64(bytes) : undefined);
      this.chosen();
    };
    const grids = midi ? parse<Grids>(this.engine.told(this.engine.door.chart_grids())) : [];
    if (grids.length > 0) this.ask(bytes, title, grids, own);
    else own();
  }
  /** A performance: the grid that its notes are to stand on, or none. */
  private ask(bytes: Uint8Array, title: string, grids: Grids, asPlayed: () => void): void {
    const onGrid = async (grid: number) => {
      await openChart(bytes);
      this.engine.told(this.engine.door.chart_on_grid(grid));
      const tab = this.asTab();
      this.asking.replaceChildren();
      if (!(await this.show(encode(tab)))) return;
      addOwn(kept, this.title_ || title, tab);
      this.chosen();
    };
    const buttons = grids.map(({ text, likely }, grid) => {
      const press = () => void onGrid(grid);
      return h(
        "button",
        { type: "button", class: likely ? "start likely" : undefined, onclick: press },
        text,
      );
    });
    const likely = grids.findIndex((one) => one.likely);
    const done = () => {
      this.asking.replaceChildren();
      asPlayed();
    };
    this.asking.replaceChildren(
      h("h2", {}, "On which grid?"),
      h("p", { class: "how" }, "It was performed, not written. A chart to read has its notes on a grid."),
      h(
        "div",
        { class: "buttons" },
        ...buttons.splice(likely, 1),
        ...buttons,
        h("button", { type: "button", onclick: done }, "As it was played"),
      ),
    );
    this.asking.querySelector("button")!.focus();
  }
  /** Another chart is open: in the editor, the lists and what is kept. */
  private chosen(): void {
    keep();
    syncChartsSoon();
    this.hear.stop();
    this.edit();
    this.listOwn();
    this.mark();
  }
  private async openOwn(id: string): Promise<void> {
    openOwn(kept, id);
    if (await this.show(await chartBytes())) this.chosen();
  }
  private async remove(id: string): Promise<void> {
    removeOwn(kept, id);
    keep();
    syncChartsSoon();
    this.listOwn();
    if (!kept.chart && (await this.show(await chartBytes()))) this.chosen();
  }
  private async undo(): Promise<void> {
    undo(kept);
    if (await this.show(await chartBytes())) this.chosen();
  }
  private listOwn(): void {
    this.undoing.disabled = !mayUndo(kept);
    const shown = matching(kept.library, this.words.value);
    this.own.replaceChildren(
      ...ownCharts(
        shown,
        kept.library.length,
        (id) => void this.openOwn(id),
        (id) => void this.remove(id),
      ),
    );
    this.inBook.list(this.words.value);
    for (const chip of this.list.querySelectorAll("button"))
      chip.hidden = matching([{ title: chip.textContent }], this.words.value).length === 0;
  }
  private async link(): Promise<void> {
    const address = `${location.origin}/#charts/${await linkOf(decode(await forHands(encode(this.asTab()))))}`;
    this.said.textContent = await navigator.clipboard.writeText(address).then(
      () => "The link is copied. It holds the chart itself.",
      () => address,
    );
  }
  private async drop(file: File): Promise<void> {
    let bytes = new Uint8Array(await file.arrayBuffer());
    if (needsServer(file.name)) {
      try {
        bytes = new Uint8Array(await server.convert(bytes, file.name)); // to drum tab
      } catch (error) {
        this.refuse(error);
        return;
      }
    }
    await this.take(await forHands(bytes), withoutEnding(file.name));
  }
  private picked(): void {
    const file = this.file.files?.[0];
    if (file) void this.drop(file);
  }
  /** Something was written; it is read once the player pauses. */
  private written(): void {
    clearTimeout(this.pause);
    this.grid.show(this.editor.value);
    this.pause = setTimeout(() => void this.read(), kPause);
  }
  private async read(): Promise<void> {
    if (!(await this.show(encode(this.editor.value)))) return;
    write(kept, this.editor.value, this.title_);
    Object.assign(kept, { from: 1, to: 0, lines: [] });
    keep();
    syncChartsSoon();
    this.listOwn();
    this.mark();
  }

  private async download(format: number): Promise<void> {
    try {
      const { ending, type } = this.choices.files[format];
      const turned = kept.leftHanded && !kept.chart?.midi; // a file is for everybody
      if (turned) await openChart(await forHands(encode(this.asTab())));
      const bytes = this.engine.told(this.engine.door.chart_write(format));
      if (turned) await openChart(await chartBytes());
      const href = URL.createObjectURL(new Blob([bytes], { type }));
      h("a", { href, download: fileName(kept.chart, ending) }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }

  leave(): void {
    this.hear.stop();
    this.watch.disconnect();
    void syncCharts();
  }
}

export async function chartsView(link?: string): Promise<View> {
  const view = new ChartsView(await choices, await engine, await builtins);
  await view.open(link);
  return view;
}
