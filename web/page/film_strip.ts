// The cut strip: a lane for every camera with its shots, the strokes and the tension above, a handle for every cut. A
// handle that is dragged shows the stroke it would go to; the server decides where it goes.
import { h, svg } from "./dom.ts";
import type { Film } from "./generated/server_api.ts";
import { cutNear, scaleOf, shotAt, strokeBeside, strokeNear, tensionLine } from "./model/film_model.ts";
import { clockText } from "./model/numbers.ts";

const kLane = 30; // px
const kStrokes = 44;
const kGap = 4;
const kBottom = 20;
const kGrip = 7; // px to either side of a cut

export interface StripWishes {
  /** A cut was let go, or moved by a key. */
  move: (cut: number, at: number) => void;
  /** A moment was pressed. */
  seek: (at: number) => void;
  /** The cut that keys move, from 1; 0: none. */
  chosen: (cut: number) => void;
}

export class FilmStrip {
  private readonly names = h("div", { class: "lane-names", "aria-hidden": "true" });
  private readonly room = h("div", {
    class: "strip-room",
    tabindex: "0",
    role: "group",
    "aria-label": "Cuts",
  });
  private readonly handle = h("button", { type: "button", class: "cut-handle", role: "slider" });
  readonly element = h("div", { class: "film-strip" }, this.names, this.room);
  private film: Film | undefined;
  private cut = 0;
  private closer = 1;
  private scale = 1;
  private dragging: { cut: number; at: number } | undefined;
  private readonly head = svg("line", { class: "playhead", y1: 0, x1: 0, x2: 0, y2: 0 });
  private readonly ghost = svg("line", { class: "ghost", y1: 0, x1: 0, x2: 0, y2: 0, visibility: "hidden" });
  private readonly watch = new ResizeObserver(() => this.draw());

  constructor(private readonly wishes: StripWishes) {
    this.watch.observe(this.room);
    this.handle.addEventListener("keydown", (event) => this.key(event));
    this.room.addEventListener("pointerdown", (event) => this.press(event));
    this.room.addEventListener("pointermove", (event) => this.drag(event));
    this.room.addEventListener("pointerup", (event) => this.letGo(event));
    this.room.addEventListener("pointercancel", () => this.dropped());
  }
  show(film: Film): void {
    this.film = film;
    this.cut = Math.min(this.cut, film.shots.length - 1);
    this.draw();
  }
  zoom(closer: number): void {
    this.closer = closer;
    this.draw();
  }
  choose(cut: number): void {
    if (!this.film || this.film.shots.length < 2) return;
    this.cut = Math.max(1, Math.min(cut, this.film.shots.length - 1));
    this.draw();
    const x = this.x(this.film.shots[this.cut].from_s);
    const { scrollLeft, clientWidth } = this.room;
    if (x < scrollLeft + 40 || x > scrollLeft + clientWidth - 40) this.room.scrollLeft = x - clientWidth / 2;
    this.wishes.chosen(this.cut);
  }
  get chosen(): number {
    return this.cut;
  }
  /** The moment that is seen. */
  at(moment: number): void {
    const x = this.x(moment).toFixed(1);
    this.head.setAttribute("x1", x);
    this.head.setAttribute("x2", x);
  }
  leave(): void {
    this.watch.disconnect();
  }

  private x(moment: number): number {
    return (moment - (this.film?.from_s ?? 0)) * this.scale;
  }
  private moment(event: PointerEvent): number {
    const left = this.room.getBoundingClientRect().left - this.room.scrollLeft;
    return (this.film?.from_s ?? 0) + (event.clientX - left) / this.scale;
  }

  private press(event: PointerEvent): void {
    if (!this.film || event.button !== 0) return;
    const at = this.moment(event);
    const cut = cutNear(this.film.shots, at);
    if (cut > 0 && Math.abs(this.x(this.film.shots[cut].from_s) - this.x(at)) <= kGrip) {
      event.preventDefault();
      this.choose(cut);
      this.handle.focus();
      this.dragging = { cut, at };
      this.room.setPointerCapture(event.pointerId);
    } else this.wishes.seek(at);
  }
  private drag(event: PointerEvent): void {
    if (!this.film || !this.dragging) return;
    this.dragging.at = this.moment(event);
    const stroke = strokeNear(this.film.strokes, this.dragging.at);
    if (!stroke) return;
    const x = this.x(stroke.at_s).toFixed(1);
    this.ghost.setAttribute("x1", x);
    this.ghost.setAttribute("x2", x);
    this.ghost.setAttribute("visibility", "visible");
  }
  private letGo(event: PointerEvent): void {
    if (!this.film || !this.dragging) return;
    const { cut } = this.dragging;
    const at = this.moment(event);
    this.dropped();
    if (Math.abs(this.x(at) - this.x(this.film.shots[cut].from_s)) > kGrip) this.wishes.move(cut, at);
  }
  private dropped(): void {
    this.dragging = undefined;
    this.ghost.setAttribute("visibility", "hidden");
  }
  private key(event: KeyboardEvent): void {
    if (!this.film || this.cut < 1) return;
    const way = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
    if (way !== 0) {
      event.preventDefault();
      event.stopPropagation();
      const stroke = strokeBeside(this.film.strokes, this.film.shots[this.cut].from_s, way);
      if (stroke) this.wishes.move(this.cut, stroke.at_s);
    } else if (event.key === "PageUp" || event.key === "PageDown") {
      event.preventDefault();
      this.choose(this.cut + (event.key === "PageUp" ? -1 : 1));
    }
  }

  private draw(): void {
    const { film } = this;
    const width = this.room.clientWidth;
    if (!film || width < 100) return;
    this.scale = scaleOf(film, width - 2, this.closer);
    const whole = (film.to_s - film.from_s) * this.scale;
    const lanes = film.cameras.length;
    const bottom = kStrokes + lanes * (kLane + kGap);
    const height = bottom + kBottom;
    const picture = svg("svg", {
      width: Math.ceil(whole),
      height,
      viewBox: `0 0 ${whole.toFixed(1)} ${height}`,
      role: "img",
      "aria-label": `${film.shots.length} shots of ${lanes} cameras over ${film.strokes.length} strokes`,
    });
    picture.append(
      svg("polyline", { class: "tension", points: tensionLine(film, this.scale, kStrokes - 8) }),
    );
    for (const stroke of film.strokes) {
      const x = this.x(stroke.at_s).toFixed(1);
      const up = kStrokes - 6 - 26 * Math.max(0.1, stroke.strength);
      picture.append(
        svg("line", {
          class: stroke.on_one ? "stroke one" : "stroke",
          x1: x,
          x2: x,
          y1: up.toFixed(1),
          y2: kStrokes - 6,
        }),
      );
    }
    film.shots.forEach((shot, s) => {
      if (shot.camera < 0) return;
      const x = this.x(shot.from_s);
      const block = svg("rect", {
        class: s === this.cut && this.cut > 0 ? "shot chosen" : "shot",
        x: x.toFixed(1),
        y: kStrokes + shot.camera * (kLane + kGap),
        width: Math.max(1, this.x(shot.to_s) - x - 1).toFixed(1),
        height: kLane,
      });
      const words = svg("title", {});
      words.textContent = shot.words;
      block.append(words);
      picture.append(block);
    });
    for (let cut = 1; cut < film.shots.length; ++cut) {
      const x = this.x(film.shots[cut].from_s).toFixed(1);
      picture.append(svg("line", { class: "cut", x1: x, x2: x, y1: kStrokes - 4, y2: bottom }));
    }
    const every = [1, 2, 5, 10, 15, 30, 60, 120, 300].find((step) => step * this.scale >= 60) ?? 600;
    for (let at = 0; at < film.to_s - film.from_s; at += every) {
      const label = svg("text", { class: "clock", x: this.x(film.from_s + at).toFixed(1), y: height - 5 });
      label.textContent = clockText(at);
      picture.append(label);
    }
    for (const line of [this.ghost, this.head]) {
      line.setAttribute("y2", String(bottom));
      picture.append(line);
    }
    const parts: Element[] = [picture];
    if (this.cut > 0) {
      const shot = film.shots[this.cut];
      const { handle } = this;
      handle.style.left = `${(this.x(shot.from_s) - kGrip).toFixed(1)}px`;
      handle.style.top = `${kStrokes - 4}px`;
      handle.style.height = `${bottom - kStrokes + 8}px`;
      handle.setAttribute("aria-label", `Cut ${this.cut} of ${film.shots.length - 1}`);
      handle.setAttribute("aria-orientation", "horizontal");
      handle.setAttribute("aria-valuemin", film.shots[this.cut - 1].from_s.toFixed(2));
      handle.setAttribute("aria-valuemax", shot.to_s.toFixed(2));
      handle.setAttribute("aria-valuenow", shot.from_s.toFixed(2));
      handle.setAttribute("aria-valuetext", shot.words);
      parts.push(handle);
    }
    const focused = document.activeElement === this.handle;
    this.room.replaceChildren(...parts);
    if (focused) this.handle.focus();
    this.names.replaceChildren(...film.cameras.map(({ name }) => h("span", {}, name)));
  }

  /** The shot that is seen at a moment; -1: none. */
  shotAt(moment: number): number {
    return this.film ? shotAt(this.film.shots, moment) : -1;
  }
}
