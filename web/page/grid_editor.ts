// The grid: a drum tab whose cells are pressed. Click: a stroke or none. Right click or the menu key: which stroke.
// Keys: arrows go, Space and Enter press, a letter writes itself, Delete clears. The text is the chart; this draws it.
import { choice, field, h } from "./dom.ts";
import {
  coarser,
  firstTab,
  finer,
  gridOf,
  isSet,
  kindOf,
  kLines,
  place,
  pressed,
  strokesOf,
  typed,
  withBar,
  withLine,
  withoutBar,
  type GridCell,
  type GridRow,
} from "./model/grid_model.ts";

const kMostCells = 6000; // more is for the text
const kNew: [string, string, number][] = [
  ["4/4, eighths", "4/4", 8],
  ["4/4, sixteenths", "4/4", 16],
  ["4/4, triplets", "4/4", 12],
  ["3/4, sixteenths", "3/4", 12],
  ["6/8, sixteenths", "6/8", 12],
  ["7/8, sixteenths", "7/8", 14],
];
const nameOf = (label: string): string => kLines.find((one) => one.label === kindOf(label))!.text;

export class GridEditor {
  private readonly cells = h("div", { class: "grid-systems" });
  private readonly menu = h("div", { class: "grid-menu", role: "menu", hidden: true });
  private readonly said = h("p", { class: "how", role: "status", "aria-live": "polite" });
  readonly element: HTMLElement;
  private text = "";
  private beats = 4; // of a bar
  private rows: GridRow[] = []; // all, one after the other
  private asked: HTMLElement | undefined; // the cell whose menu is open

  /** `wrote` is given the text after every press; `begin` a text to begin anew with. */
  constructor(
    private readonly wrote: (text: string) => void,
    begin: (text: string) => void,
  ) {
    const tool = (words: string, change: (text: string) => string | undefined, why = "") =>
      h(
        "button",
        {
          type: "button",
          onclick: () => {
            const text = change(this.text);
            this.said.textContent = text === undefined ? why : "";
            if (text !== undefined) this.change(text);
          },
        },
        words,
      );
    const line = choice(
      [["", "Choose"], ...kLines.map(({ label, text }): [string, string] => [label, text])],
      "",
      (label) => {
        line.value = "";
        if (label) this.change(withLine(this.text, label));
      },
    );
    const fresh = choice(
      [["", "Choose"], ...kNew.map(([text]): [string, string] => [text, text])],
      "",
      (text) => {
        fresh.value = "";
        const found = kNew.find(([one]) => one === text);
        if (found) begin(firstTab(found[1], found[2]));
      },
    );
    this.element = h(
      "div",
      { class: "grid-editor" },
      this.cells,
      this.menu,
      this.said,
      h(
        "div",
        { class: "buttons" },
        tool("A bar more", withBar),
        tool("A bar less", withoutBar),
        tool("Finer", finer),
        tool("Coarser", coarser, "Strokes stand between the cells that would be left."),
        field("Another line", line),
        field("A new chart", fresh),
      ),
    );
    this.cells.addEventListener("click", (event) => this.press(event.target as HTMLElement));
    this.cells.addEventListener("contextmenu", (event) => {
      if (!this.of(event.target as HTMLElement)) return;
      event.preventDefault();
      this.open(event.target as HTMLElement);
    });
    this.cells.addEventListener("keydown", (event) => this.key(event));
    this.menu.addEventListener("keydown", (event) => this.menuKey(event));
    this.menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.menu.contains(relatedTarget as Node | null)) this.menu.hidden = true;
    });
  }

  /** The text as it is now, drawn. */
  show(text: string, beats = this.beats): void {
    this.beats = beats;
    if (text === this.text && this.cells.childElementCount > 0) return;
    const at = this.focused();
    this.text = text;
    const systems = gridOf(text);
    this.rows = systems.flat();
    this.menu.hidden = true;
    if (this.rows.reduce((sum, row) => sum + row.cells.length, 0) > kMostCells) {
      this.rows = [];
      this.cells.replaceChildren(
        h("p", { class: "how" }, "Too many cells for a grid. The tab below has them."),
      );
      return;
    }
    if (this.rows.length === 0) {
      this.cells.replaceChildren(
        h("p", { class: "how" }, "0 lines that a grid can show: repeats stand in the tab below."),
      );
      return;
    }
    let row = 0;
    let bars = 0;
    this.cells.replaceChildren(
      ...systems.map((system) => {
        const first = bars + 1;
        bars += system[0].cells.at(-1)!.bar + 1;
        return h(
          "div",
          { class: "grid", role: "grid", "aria-label": `Bars ${first} to ${bars}` },
          ...system.map((one) => this.row(one, row++, first)),
        );
      }),
    );
    (at && this.cell(at[0], at[1]))?.setAttribute("tabindex", "0");
    if (at && this.cells.dataset.focus) this.cell(at[0], at[1])?.focus();
    else if (!at) this.cell(0, 0)?.setAttribute("tabindex", "0");
    if (!this.cells.querySelector('[tabindex="0"]')) this.cell(0, 0)?.setAttribute("tabindex", "0");
  }
  private row(row: GridRow, at: number, first: number): HTMLElement {
    return h(
      "div",
      { role: "row", class: "grid-row" },
      h("span", { role: "rowheader", class: "grid-label", title: nameOf(row.label) }, row.label),
      ...row.cells.map((cell, i) => {
        const before = row.cells[i - 1] as GridCell | undefined;
        const place = i - row.cells.findIndex(({ bar }) => bar === cell.bar) + 1;
        const inBar = row.cells.filter(({ bar }) => bar === cell.bar).length;
        const on = inBar % this.beats === 0 && (place - 1) % (inBar / this.beats) === 0 ? " on" : "";
        const edge = before && before.bar !== cell.bar ? " bar" : cell.group ? " beat" : "";
        return h(
          "span",
          {
            role: "gridcell",
            tabindex: "-1",
            class: `cell${isSet(cell) ? " set" : ""}${on}${edge}`,
            "data-at": `${at} ${i}`,
            "aria-label": `${nameOf(row.label)}, bar ${first + cell.bar}, cell ${place}: ${this.words(row, cell)}`,
          },
          isSet(cell) ? cell.letter : "",
        );
      }),
    );
  }
  private words(row: GridRow, { letter }: GridCell): string {
    return (
      strokesOf(row.label).find((one) => one.letter === letter)?.text ??
      (/[-._=~]/.test(letter) ? "rest" : letter)
    );
  }

  private cell(row: number, at: number): HTMLElement | null {
    return this.cells.querySelector(`[data-at="${row} ${at}"]`);
  }
  private of(element: HTMLElement | null): [number, number] | undefined {
    const at = element?.closest<HTMLElement>("[data-at]")?.dataset.at;
    return at === undefined ? undefined : (at.split(" ").map(Number) as [number, number]);
  }
  private focused(): [number, number] | undefined {
    const inside = this.cells.contains(document.activeElement);
    if (inside) this.cells.dataset.focus = "yes";
    else delete this.cells.dataset.focus;
    return this.of(this.cells.querySelector<HTMLElement>('[tabindex="0"]'));
  }
  private go(row: number, at: number): void {
    const to = this.cell(row, at);
    if (!to) return;
    this.cells.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    to.setAttribute("tabindex", "0");
    to.focus();
  }

  private change(text: string): void {
    this.show(text);
    this.wrote(text);
  }
  private set([row, at]: [number, number], letter: string): void {
    const line = this.rows[row];
    this.change(place(this.text, line, line.cells[at], letter));
  }
  private press(element: HTMLElement): void {
    const at = this.of(element);
    if (!at) return;
    this.go(at[0], at[1]);
    const row = this.rows[at[0]];
    this.set(at, pressed(row, row.cells[at[1]]));
  }
  private key(event: KeyboardEvent): void {
    const at = this.of(event.target as HTMLElement);
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, cell] = at;
    const to: Record<string, [number, number]> = {
      ArrowLeft: [row, cell - 1],
      ArrowRight: [row, cell + 1],
      ArrowUp: [row - 1, cell],
      ArrowDown: [row + 1, cell],
      Home: [row, 0],
      End: [row, this.rows[row].cells.length - 1],
    };
    if (event.key in to) this.go(...to[event.key]);
    else if (event.key === " " || event.key === "Enter") this.press(event.target as HTMLElement);
    else {
      const letter = typed(this.rows[row], event.key);
      if (letter === undefined) return;
      this.set(at, letter);
      this.go(row, Math.min(cell + 1, this.rows[row].cells.length - 1));
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Which stroke: a menu at the cell. */
  private open(element: HTMLElement): void {
    const at = this.of(element)!;
    this.go(at[0], at[1]);
    this.asked = this.cell(at[0], at[1])!;
    const strokes = [...strokesOf(this.rows[at[0]].label), { letter: "-", text: "rest" }];
    this.menu.replaceChildren(
      ...strokes.map(({ letter, text }) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            tabindex: "-1",
            onclick: () => {
              this.menu.hidden = true;
              this.set(at, letter);
              this.cell(at[0], at[1])?.focus();
            },
          },
          h("b", {}, letter),
          ` ${text}`,
        ),
      ),
    );
    const { left, bottom } = this.asked.getBoundingClientRect();
    const box = this.element.getBoundingClientRect();
    this.menu.hidden = false;
    this.menu.style.left = `${Math.max(0, Math.min(left - box.left, box.width - this.menu.offsetWidth))}px`;
    this.menu.style.top = `${bottom - box.top}px`;
    (this.menu.firstElementChild as HTMLElement).focus();
  }
  private menuKey(event: KeyboardEvent): void {
    const items = [...this.menu.children] as HTMLElement[];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) items[(at + step + items.length) % items.length].focus();
    else if (event.key === "Escape") {
      this.menu.hidden = true;
      this.asked?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
