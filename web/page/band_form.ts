// The form of a song as rows of bars with their chords, and where in it the music is: the bar that is played, a line
// that goes through it, the next row in view. model/band_model.ts says which bar that is.
import { h } from "./dom.ts";
import type { BandBar } from "./generated/band_told.ts";
import { barAt, rowsOf, widestBar } from "./model/band_model.ts";

const kWideRow = 4; // bars
const kNarrowRow = 2;
const kNarrow = 620; // px of the form, under which rows have two bars
const kMostVh = 11; // of the window's height, that a chord is large at most
const kLeastPx = 17;

export class BandForm {
  private readonly rows = h("ol", { class: "band-rows" });
  readonly element = h(
    "div",
    { class: "band-form", tabindex: "0", role: "group", "aria-label": "Form" },
    this.rows,
  );
  private bars: BandBar[] = [];
  private boxes: HTMLElement[] = [];
  private lines: HTMLElement[] = [];
  private at = -2;
  private size = "";
  private readonly pen = document.createElement("canvas").getContext("2d")!;
  private readonly watch = new ResizeObserver(() => this.fit());

  constructor() {
    this.watch.observe(this.element);
  }
  show(bars: BandBar[]): void {
    this.bars = bars;
    this.size = "";
    this.fit();
  }
  /** The width tells how many bars stand in a row and how large their chords are. */
  private fit(): void {
    const wide = this.element.clientWidth;
    const playing = document.body.classList.contains("playing");
    const size = `${wide} ${innerHeight} ${playing}`;
    if (wide === 0 || this.bars.length === 0 || size === this.size) return;
    this.size = size;
    const most = wide < kNarrow ? kNarrowRow : kWideRow;
    const room = wide / most - 22;
    const largest = (playing ? kMostVh : kMostVh / 2.2) * 0.01 * innerHeight;
    const px = Math.max(kLeastPx, Math.min(largest, room / widestBar(this.bars, (text) => this.emsOf(text))));
    this.element.style.setProperty("--chord", `${px}px`);
    this.element.style.setProperty("--bars", String(most));
    this.draw(most);
  }
  private emsOf(text: string): number {
    this.pen.font = `600 100px ${getComputedStyle(this.element).fontFamily}`;
    return this.pen.measureText(text).width / 100;
  }
  private draw(most: number): void {
    this.boxes = [];
    this.lines = [];
    let number = 0;
    let last = "";
    this.rows.replaceChildren(
      ...rowsOf(this.bars, most).map((row) =>
        h(
          "li",
          {},
          h("span", { class: "section" }, row[0].section),
          ...row.map((bar) => {
            ++number;
            const line = h("i", { class: "band-line", hidden: true });
            const chords = bar.chords.map(({ at, text }, i) => {
              last = text;
              const chord = h("b", {}, text);
              const until = bar.chords[i + 1]?.at ?? bar.quarters;
              chord.style.setProperty("--share", String((until - at) / bar.quarters));
              return chord;
            });
            // Nothing new is written in it: what goes on sounds.
            if (chords.length === 0 && last) chords.push(h("b", { class: "goes-on", title: last }, "%"));
            const words = bar.alone ? `Bar ${number}, you alone` : `Bar ${number}`;
            const box = h(
              "span",
              { class: bar.alone ? "band-bar alone" : "band-bar", role: "group", "aria-label": words },
              ...chords,
              line,
            );
            this.boxes.push(box);
            this.lines.push(line);
            return box;
          }),
        ),
      ),
    );
    const at = this.at;
    this.at = -2;
    if (at >= -1) this.enter(at, false); // the window was turned: nothing is on its way
  }

  /** The music is at that quarter. */
  move(quarter: number): void {
    const at = barAt(this.bars, quarter);
    if (at !== this.at) this.enter(at);
    const bar = this.bars[at];
    if (!bar) return;
    const part = Math.min(1, Math.max(0, (quarter - bar.at) / bar.quarters));
    this.lines[at].style.setProperty("--part", String(part));
  }
  private enter(at: number, gliding = true): void {
    for (const box of this.rows.querySelectorAll(".now-bar")) box.classList.remove("now-bar");
    for (const line of this.lines) line.hidden = true;
    this.at = at;
    const box = this.boxes[Math.max(0, at)];
    if (!box) return;
    if (at >= 0) {
      box.classList.add("now-bar");
      this.lines[at].hidden = false;
    }
    // Its row stands in the upper half, so that the next one is read before it comes.
    const row = box.parentElement!;
    const above = row.offsetTop - this.rows.offsetTop - 0.22 * this.element.clientHeight;
    const smooth = gliding && matchMedia("(prefers-reduced-motion: no-preference)").matches;
    this.element.scrollTo({ top: Math.max(0, above), behavior: smooth ? "smooth" : "instant" });
  }
  /** It is over: no bar is played. */
  rest(): void {
    this.at = -2;
    for (const line of this.lines) line.hidden = true;
    for (const box of this.rows.querySelectorAll(".now-bar")) box.classList.remove("now-bar");
    this.element.scrollTo({ top: 0, behavior: "instant" });
  }
  leave(): void {
    this.watch.disconnect();
  }
}
