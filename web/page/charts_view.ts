// Charts: the built-in ones, an editor for drum tab with live notation, files in and out.
import { h, type View } from "./dom.ts";
import type { Engine } from "./engine.ts";
import type { Builtin, Choices } from "./generated/told.ts";
import {
  chartOf,
  edited,
  fileName,
  grouped,
  needsServer,
  notationWidth,
  withoutEnding,
} from "./model/charts_model.ts";
import { chooseChart } from "./model/kept.ts";
import { keep, kept, wish } from "./settings_store.ts";
import { builtins, builtinTab, chartBytes, choices, engine, notation, openChart } from "./shared.ts";
import { server } from "./server.ts";
import { decode, encode, toBase64, wordsOf } from "./text.ts";

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
  private readonly list = h("div", { class: "chart-list" });
  private readonly file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "chart-file",
    accept: ".tab,.txt,.mid,.midi,.musicxml,.xml,.mxl",
    onchange: () => this.picked(),
  });
  private bars = 1;
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
    for (const group of grouped(charts)) {
      const chips = group.charts.map(({ name, title }) => {
        const open = () => void builtinTab(name).then((tab) => this.take(encode(tab), name, title));
        return h("button", { type: "button", value: name, onclick: open }, title);
      });
      this.list.append(h("h2", {}, group.name), h("div", { class: "chips" }, ...chips));
    }
    this.element = h(
      "div",
      { class: "charts" },
      h("h1", {}, "Charts"),
      this.said,
      this.score,
      this.editing(),
      this.list,
    );
  }
  private editing(): HTMLElement {
    const saves = this.choices.files.map(({ name }, format) =>
      h("button", { type: "button", onclick: () => this.download(format) }, `Save as ${name}`),
    );
    return h(
      "div",
      { class: "editor" },
      h("h2", {}, "Drum tab"),
      h(
        "p",
        { class: "how" },
        "Write here; the notation follows. Or drop a drum tab, MIDI or MusicXML file anywhere on this page.",
      ),
      this.editor,
      h(
        "div",
        { class: "buttons" },
        h("label", { class: "button", for: "chart-file" }, "Open a file"),
        this.file,
        ...saves,
        h("a", { class: "button", href: "#drill" }, "Drill it"),
      ),
    );
  }
  async open(): Promise<void> {
    await this.show(await chartBytes());
    this.editor.value = this.asTab();
    this.mark();
    this.watch.observe(this.score);
    const dropped = wish.file;
    wish.file = undefined;
    if (dropped) await this.drop(dropped);
  }

  /** Draws a chart and says what it is; false: it was refused, and that is said. */
  private async show(bytes: Uint8Array): Promise<boolean> {
    try {
      const facts = await openChart(bytes);
      this.bars = facts.bars;
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
    for (const button of this.list.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.value === kept.chart?.name));
  }
  private asTab(): string {
    return decode(this.engine.told(this.engine.door.chart_write(0)));
  }

  /** A chart that was chosen or dropped. */
  private async take(bytes: Uint8Array, name: string, title: string): Promise<void> {
    if (!(await this.show(bytes))) return;
    this.editor.value = this.asTab();
    const chart = chartOf(
      name,
      title,
      bytes,
      () => decode(bytes),
      () => toBase64(bytes),
    );
    chooseChart(kept, chart);
    keep();
    this.mark();
  }
  private async drop(file: File): Promise<void> {
    let bytes: Uint8Array = new Uint8Array(await file.arrayBuffer());
    if (needsServer(file.name)) {
      try {
        bytes = await server.convert(bytes, file.name); // to drum tab
      } catch (error) {
        this.refuse(error);
        return;
      }
    }
    await this.take(bytes, file.name, withoutEnding(file.name));
  }
  private picked(): void {
    const file = this.file.files?.[0];
    if (file) void this.drop(file);
  }
  /** Something was written; it is read once the player pauses. */
  private written(): void {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.read(), kPause);
  }
  private async read(): Promise<void> {
    if (!(await this.show(encode(this.editor.value)))) return;
    Object.assign(kept, { chart: edited(kept.chart, this.editor.value), from: 1, to: 0 });
    keep();
    this.mark();
  }

  private download(format: number): void {
    try {
      const { ending, type } = this.choices.files[format];
      const bytes = this.engine.told(this.engine.door.chart_write(format));
      const href = URL.createObjectURL(new Blob([bytes], { type }));
      h("a", { href, download: fileName(kept.chart, ending) }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }

  leave(): void {
    this.watch.disconnect();
  }
}

export async function chartsView(): Promise<View> {
  const view = new ChartsView(await choices, await engine, await builtins);
  await view.open();
  return view;
}
