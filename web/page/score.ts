// The chart as it is played: a moving bar line, every note in the colour of its signed error.
import { h } from "./dom.ts";
import { notationWidth } from "./model/charts_model.ts";
import { notation } from "./shared.ts";
import type { Choices, Plan, Stroke } from "./generated/told.ts";

const kColours = ["e0", "e1", "e2", "e3", "e4", "plain", "gone"];

export class Score {
  readonly element = h("div", { class: "score", tabindex: "0", role: "group", "aria-label": "Notation" });
  private readonly now = document.createElementNS("http://www.w3.org/2000/svg", "line");
  private bar = -1; // drawn
  private width = 0;
  private readonly watch: ResizeObserver;

  /** `redraw` is called when the room has changed; it may leave the picture as it is. */
  constructor(redraw: () => void) {
    this.now.setAttribute("class", "now");
    this.watch = new ResizeObserver(() => {
      if (Math.abs(this.element.clientWidth - this.width) < 40) return;
      this.width = this.element.clientWidth;
      redraw();
    });
    this.watch.observe(this.element);
  }

  /** The open chart, of so many bars. */
  async draw(bars: number): Promise<void> {
    const stage = document.fullscreenElement !== null;
    const room = this.element.clientWidth || 1100;
    const most = stage ? Math.max(420, room / 2.2) : room;
    this.element.replaceChildren(await notation(notationWidth(most, bars)));
    this.bar = -1;
  }

  /** The strokes that answer a note. */
  colour(plan: Plan, strokes: Stroke[]): void {
    for (const stroke of strokes) {
      if (stroke.note === undefined || !stroke.colour) continue;
      const group = this.note(plan, stroke.note);
      if (!group) continue;
      group.classList.remove(...kColours);
      group.classList.add(stroke.colour);
      group.setAttribute("data-error", String(stroke.error_ms));
      group.querySelector("title")?.replaceChildren(stroke.text ?? "");
    }
  }

  /** The bar line at a frame of the plan. Returns how much of the bar is over. */
  move(plan: Plan, at: number): number {
    let bar = Math.max(0, this.bar);
    while (bar + 1 < plan.bar_numbers.length && at >= plan.bar_lines[bar + 1]) ++bar;
    const share = Math.min(
      1,
      Math.max(0, (at - plan.bar_lines[bar]) / (plan.bar_lines[bar + 1] - plan.bar_lines[bar])),
    );
    const place = this.element.querySelector<SVGRectElement>(`[data-bar="${plan.bar_numbers[bar] - 1}"]`);
    if (!place) return share;
    if (bar !== this.bar) {
      this.bar = bar;
      const end = plan.bar_first[bar + 1] ?? plan.bar_first[bar] + plan.notes;
      for (let note = plan.bar_first[bar]; note < end; ++note) {
        const group = this.note(plan, note);
        group?.classList.remove(...kColours);
        group?.classList.add("plain");
      }
      if (this.now.ownerSVGElement !== place.ownerSVGElement) {
        place.ownerSVGElement!.append(this.now);
        place.scrollIntoView({ block: "nearest", inline: "nearest" });
      }
      this.now.setAttribute("y2", String(place.height.baseVal.value));
      this.now.setAttribute("y1", "16");
    }
    const x = place.x.baseVal.value + share * place.width.baseVal.value;
    this.now.setAttribute("x1", x.toFixed(1));
    this.now.setAttribute("x2", x.toFixed(1));
    return share;
  }

  /** The bar line goes; the colours stay. */
  rest(): void {
    this.now.remove();
    this.bar = -1;
  }
  leave(): void {
    this.watch.disconnect();
  }

  private note(plan: Plan, index: number): Element | null {
    return this.element.querySelector(`#n${plan.first_note + (index % plan.notes)}`);
  }
}

/** The beat that sounds, big; before the first bar line, the count. */
export class Counter {
  readonly element = h("p", { class: "counter", "aria-hidden": "true" });

  show(plan: Plan, at: number, share: number, countIn: number): void {
    if (at >= plan.bar_lines[0]) {
      this.element.className = "counter";
      this.element.textContent = `${Math.min(plan.beats, Math.floor(share * plan.beats) + 1)}`;
      return;
    }
    const beat = ((60 * plan.rate) / plan.bpm) * (4 / plan.unit);
    const toGo = Math.ceil((plan.bar_lines[0] - at) / beat);
    const counted = countIn * plan.beats;
    this.element.textContent = toGo <= counted ? String(((counted - toGo) % plan.beats) + 1) : "";
    this.element.className = "counter counting";
  }
  /** Something else, or nothing. */
  say(text: string): void {
    this.element.className = "counter counting";
    this.element.textContent = text;
  }
}

export const legend = ({ colours }: Choices): HTMLElement =>
  h(
    "ul",
    { class: "legend", "aria-label": "Colours of the notes" },
    ...colours.map(({ id, text }) =>
      h("li", {}, h("span", { class: `swatch ${id}`, "aria-hidden": "true" }), text),
    ),
  );
