// The chart as it is played, to be read from two metres away: the notation that moves, a shape and a colour for what
// became of every note, a needle a voice, the beat. model/stage_model.ts says what stands where.
import { h, svg } from "./dom.ts";
import type { Choices, News, Plan, Stroke } from "./generated/told.ts";
import { notationWidth } from "./model/charts_model.ts";
import { extraPath, headPlace, markPath, type Head } from "./model/marks.ts";
import { movedUp, notationUnits, onScale, StageModel, type Needle } from "./model/stage_model.ts";
import type { NoteChange, NoteState } from "./model/stage_model.ts";
import { drillNotation, notation } from "./shared.ts";

const kStates: NoteState[] = ["upcoming", "on-time", "early", "late", "missed", "not-told"];
const kStaffTop = 62; // of a system in its own units, as the notation draws it
const kHalfSpace = 4;
const kUsualHigh = 96; // units of a line before it has been drawn

/** What a drill draws: its plan, the settings that made it, and how much later a click is heard than made. */
export interface Drawn {
  plan: Plan;
  settings: Uint8Array;
  delay: number; // frames
}

export class Stage {
  private readonly lines = h("div", { class: "lines" });
  readonly score = h(
    "div",
    { class: "score", tabindex: "0", role: "group", "aria-label": "Notation" },
    this.lines,
  );
  readonly counter = h("p", { class: "counter", "aria-hidden": "true" });
  private readonly progress = h("p", { class: "progress", "aria-hidden": "true" });
  private readonly left = h("p", { class: "left", "aria-hidden": "true" });
  private readonly needles = h("div", { class: "needles" });
  readonly strip: HTMLElement;
  private readonly now = svg("line", { class: "now" });
  private readonly staff: Map<string, number>;
  private drawn: Drawn | undefined;
  private model: StageModel | undefined;
  private marked = new Map<number, NoteChange>(); // what has been told, for a picture that is drawn anew
  private told = new Map<string, HTMLElement>(); // needles
  private everyPass = false;
  private playing = false;
  private line = -1; // current, and whether its half is over
  private overHalf = false;
  private bar = -1;
  private size = "";
  private readonly watch: ResizeObserver;

  /** `redraw` is called when the room has changed and no drill is drawn. `stop` stands in the strip. */
  constructor(
    choices: Choices,
    private readonly redraw: () => void,
    stop: () => void,
  ) {
    this.staff = new Map(choices.drums.map(({ voice, staff }) => [voice, staff]));
    this.strip = h(
      "div",
      { class: "strip" },
      this.counter,
      this.needles,
      h(
        "div",
        { class: "where" },
        this.progress,
        this.left,
        h("button", { type: "button", class: "stop", onclick: stop }, "Stop"),
      ),
    );
    this.watch = new ResizeObserver(() => void this.resized());
    this.watch.observe(this.score);
  }
  private async resized(): Promise<void> {
    const size = `${this.score.clientWidth} ${this.playing ? this.score.clientHeight : 0}`;
    if (size === this.size) return;
    this.size = size;
    if (this.drawn) await this.draw();
    else this.redraw();
  }

  /** The open chart, of so many bars; nothing is played. */
  async chart(bars: number): Promise<void> {
    this.drawn = this.model = undefined;
    this.lines.style.transform = "";
    const room = this.score.clientWidth || 1100;
    this.lines.replaceChildren(await notation(notationWidth(room, bars)));
  }

  /** The bars that will be played, counted from 0, of a chart that is shown. */
  choose(from: number, to: number): void {
    for (const rect of this.lines.querySelectorAll("[data-bar]")) {
      const bar = Number(rect.getAttribute("data-bar"));
      rect.classList.toggle("chosen", bar >= from && bar <= to);
    }
  }

  /** A drill over the open chart begins: from now on the picture is that of every pass. */
  async begin(drawn: Drawn): Promise<void> {
    this.drawn = drawn;
    this.model = new StageModel(drawn.plan, drawn.delay);
    this.playing = true;
    this.marked.clear();
    this.told.clear();
    this.needles.replaceChildren();
    await this.draw();
  }
  private async draw(): Promise<void> {
    const { drawn } = this;
    if (!drawn) return;
    const window = { width: innerWidth, height: innerHeight };
    const room = { width: this.score.clientWidth || 1100, height: this.score.clientHeight || innerHeight };
    let high = kUsualHigh;
    for (let attempt = 0; attempt < 2; ++attempt) {
      const units = this.playing
        ? notationUnits(window, room, high)
        : notationUnits({ width: 1100, height: 560 }, { ...room, height: 1e6 }, high);
      const whole = await drillNotation(drawn.settings, units);
      this.everyPass = whole !== undefined;
      this.lines.replaceChildren(whole ?? (await notation(units)));
      if (drawn !== this.drawn) return;
      high = this.crop();
      if (!this.playing || 2 * high * (room.width / units) <= room.height + 1) break;
    }
    this.bar = this.line = -1;
    for (const group of this.lines.querySelectorAll("g[id^=n]")) this.mark(group, "upcoming");
    for (const change of this.marked.values()) this.show(change);
    this.size = `${this.score.clientWidth} ${this.playing ? this.score.clientHeight : 0}`;
    this.showExtras();
    if (!this.playing) this.lines.style.transform = "";
  }
  /** Every line as high as the highest one needs; returns that, in units. */
  private crop(): number {
    let top = Infinity;
    let foot = -Infinity;
    const systems = [...this.lines.querySelectorAll("svg")];
    for (const system of systems) {
      for (const part of system.querySelectorAll<SVGGraphicsElement>(
        ".staff, .ink, .solid, .sticking, .tuplet",
      )) {
        const { y, height } = part.getBBox();
        top = Math.min(top, y);
        foot = Math.max(foot, y + height);
      }
      for (const head of system.querySelectorAll("g[id^=n] > path")) {
        const [, y] = headPlace(head.getAttribute("d")!);
        top = Math.min(top, y - 8);
        foot = Math.max(foot, y + 8);
      }
    }
    for (const system of systems) {
      const width = system.viewBox.baseVal.width;
      system.setAttribute("viewBox", `0 ${top - 4} ${width} ${foot - top + 8}`);
    }
    return foot - top + 8;
  }

  /** What the engine tells of a drill that is played. */
  news(news: Pick<News, "strokes" | "bars">): void {
    if (!this.model) return;
    for (const change of this.model.news(news)) {
      this.marked.set(change.note, change);
      this.show(change);
    }
    this.showExtras();
    if (news.bars.length > 0) this.turn(this.model.voices);
  }
  private show(change: NoteChange): void {
    const group = this.lines.querySelector(`#n${this.id(change.note)}`);
    if (!group) return;
    this.mark(group, change.state);
    if (change.error === undefined) group.removeAttribute("data-error");
    else group.setAttribute("data-error", String(change.error));
    if (change.text) group.querySelector("title")?.replaceChildren(change.text);
  }
  private mark(group: Element, state: NoteState): void {
    const head = (["o", "x", "d"] as Head[]).find((one) => group.classList.contains(one)) ?? "o";
    const path = group.querySelector<SVGPathElement>(":scope > path:not(.mark)");
    if (!path) return;
    const [x, y] = headPlace(path.getAttribute("d")!);
    const shape = markPath(state, head, x, y);
    const drawn = group.querySelector<SVGPathElement>(".mark");
    if (drawn) drawn.setAttribute("d", shape);
    else group.append(svg("path", { class: "mark", d: shape }));
    group.classList.remove(...kStates, "plain");
    group.classList.add(state, "drawn");
  }
  private showExtras(): void {
    for (const old of this.lines.querySelectorAll(".extra-tick")) old.remove();
    for (const { bar, share, voice } of this.model?.extra ?? []) {
      const place = this.place(bar);
      if (!place) continue;
      const x = place.x.baseVal.value + share * place.width.baseVal.value;
      const y = kStaffTop + kHalfSpace * (this.staff.get(voice) ?? 3);
      const tick = svg("path", { class: "extra-tick", d: extraPath(Number(x.toFixed(1)), y) });
      tick.setAttribute("data-voice", voice satisfies Stroke["voice"]);
      place.ownerSVGElement!.append(tick);
    }
  }
  private turn(voices: Needle[]): void {
    for (const voice of voices) {
      let figure = this.told.get(voice.line);
      if (!figure) {
        figure = h("figure", { class: "needle", role: "img" }, h("figcaption", {}, voice.name));
        this.told.set(voice.line, figure);
        this.needles.append(figure);
      }
      figure.setAttribute("aria-label", voice.text);
      figure.querySelector("svg")?.remove();
      figure.append(needlePicture(voice));
    }
  }

  /** The bar line at a frame of the click; before the first one the count. */
  move(at: number, countIn: number): void {
    const { model, drawn } = this;
    if (!model || !drawn) return;
    const where = model.place(at);
    const { text, counting } = model.beat(at, where, countIn);
    this.say(text, counting);
    setText(this.progress, model.progress(where));
    setText(this.left, model.left(at));
    const place = this.place(where.bar);
    if (!place) return;
    const system = place.ownerSVGElement!;
    if (where.bar !== this.bar) {
      this.bar = where.bar;
      if (!this.everyPass) this.renew(where.bar);
    }
    this.follow(system, where, place);
    if (counting) {
      this.now.remove();
      return;
    }
    if (this.now.ownerSVGElement !== system) {
      system.append(this.now);
      const { y, height } = system.viewBox.baseVal;
      this.now.setAttribute("y1", String(y));
      this.now.setAttribute("y2", String(y + height));
    }
    const x = (place.x.baseVal.value + where.share * place.width.baseVal.value).toFixed(1);
    this.now.setAttribute("x1", x);
    this.now.setAttribute("x2", x);
  }
  /** Moves the lines, half a line ahead of need. */
  private follow(system: SVGSVGElement, { share }: { share: number }, place: SVGRectElement): void {
    const systems = [...this.lines.children];
    const line = systems.indexOf(system);
    const width = system.viewBox.baseVal.width;
    const along = (place.x.baseVal.value + share * place.width.baseVal.value) / width;
    const overHalf = along > 0.5;
    if (line === this.line && overHalf === this.overHalf) return;
    this.line = line;
    this.overHalf = overHalf;
    const high = this.lines.scrollHeight / systems.length;
    const up = movedUp(line, overHalf, high, this.score.clientHeight);
    this.lines.style.transform = `translateY(${(-up).toFixed(1)}px)`;
  }
  /** Of a chart whose passes are drawn over each other: the bar that begins is as yet unplayed. */
  private renew(bar: number): void {
    const { plan } = this.drawn!;
    const end = plan.bar_first[bar + 1] ?? plan.bar_first[bar] + plan.notes;
    for (let note = plan.bar_first[bar]; note < end; ++note) {
      const group = this.lines.querySelector(`#n${this.id(note)}`);
      if (group) this.mark(group, "upcoming");
    }
  }

  /** A beat, a count or nothing. */
  say(text: string, counting = true): void {
    setText(this.counter, text);
    this.counter.classList.toggle("counting", counting);
  }
  /** The drill is over: bar line and beat go, what was told of it stays. */
  async rest(): Promise<void> {
    this.playing = false;
    this.now.remove();
    this.say("");
    await this.draw();
  }
  leave(): void {
    this.watch.disconnect();
  }

  private id(note: number): number {
    const { first_note, notes } = this.drawn!.plan;
    return this.everyPass ? note : first_note + (note % notes);
  }
  private place(bar: number): SVGRectElement | null {
    const shown = this.everyPass ? bar : this.drawn!.plan.bar_numbers[bar] - 1;
    return this.lines.querySelector<SVGRectElement>(`[data-bar="${shown}"]`);
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A scale from 30 ms early to 30 ms late: the needle is as wide as its interval. */
function needlePicture({ lean }: Needle): SVGSVGElement {
  const x = (ms: number) => (240 * onScale(ms)).toFixed(1);
  const picture = svg("svg", {
    viewBox: "0 0 240 40",
    "aria-hidden": "true",
    preserveAspectRatio: "none",
  });
  picture.append(svg("rect", { class: "scale", x: 0, y: 14, width: 240, height: 12 }));
  picture.append(svg("rect", { class: "inside", x: 80, y: 14, width: 80, height: 12 }));
  picture.append(svg("path", { class: "middle", d: "M120 4v32" }));
  if (!lean) return picture;
  const [value, low, high] = lean;
  const side = low > 0 ? " is-late" : high < 0 ? " is-early" : "";
  const width = Math.max(4, Number(x(high)) - Number(x(low))).toFixed(1);
  picture.append(svg("rect", { class: `width${side}`, x: x(low), y: 4, width, height: 32 }));
  picture.append(svg("path", { class: "value", d: `M${x(value)} 0v40` }));
  return picture;
}

/** What the shapes mean. */
export const legend = ({ marks }: Choices): HTMLElement =>
  h(
    "ul",
    { class: "legend", "aria-label": "Marks of the notes" },
    ...marks.map(({ id, text }) => {
      const key = svg("svg", { class: "key", viewBox: "-9 -9 18 18", "aria-hidden": "true" });
      if (id === "extra") key.append(svg("path", { class: "extra-tick", d: extraPath(0, 0) }));
      else {
        const group = svg("g", { class: `o drawn ${id}` });
        group.append(svg("path", { class: "mark", d: markPath(id, "o", 0, 0) }));
        key.append(group);
      }
      const item = h("li", {}, text);
      item.prepend(key);
      return item;
    }),
  );
