// A take whose bars are pressed to be heard: looped, slower, and marked while they sound.
import { choice, field, h, onBars, svg, toggle } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import { clockText } from "./model/numbers.ts";
import { playedBars, stretchOf, type PlayedBar } from "./model/take_model.ts";
import { TakeSound } from "./take_sound.ts";
import { wordsOf } from "./text.ts";

const kSpeeds: [string, string][] = ["1", "0.75", "0.5", "0.33"].map((one) => [
  one,
  `${Number(one) * 100} %`,
]);

export class TakePlayer {
  readonly bars: PlayedBar[];
  readonly said = h("span", { class: "soft", role: "status" });
  /** Bars, from 0. */
  chosen: [number, number];
  private readonly sound: TakeSound;
  private loop = false;
  private speed = 1;
  private frame = 0;
  private readonly head = svg("line", { class: "now playhead" });
  private readonly places = new Map<number, Element[]>(); // of a bar, from 0, in the body
  private marks = { first: -1, last: -1, sounds: -1 }; // bars, as they are marked

  /** `body` has a [data-bar] for every bar, and keeps them; `marked` hears of what is chosen and of every moment
   * that is heard. */
  constructor(
    take: Take,
    body: HTMLElement,
    sound?: Blob,
    private readonly marked: (heard: number | undefined) => void = () => undefined,
  ) {
    this.bars = playedBars(take);
    this.sound = new TakeSound(take, this.bars, sound);
    this.chosen = [0, Math.min(1, this.bars.length - 1)];
    for (const place of body.querySelectorAll("[data-bar]")) {
      const bar = Number(place.getAttribute("data-bar"));
      this.places.set(bar, [...(this.places.get(bar) ?? []), place]);
      place.classList.remove("heard"); // by another player of this body
    }
    onBars(body, (from, to) => {
      if (Math.max(from, to) >= this.bars.length) return;
      this.chosen = [from, to];
      this.mark();
      if (this.there) void this.listen();
    });
  }

  /** There is something to hear. */
  get there(): boolean {
    return this.sound.there;
  }
  /** What plays it, where there is something to hear. */
  tools(): HTMLElement[] {
    if (!this.there) return [];
    const button = (words: string, press: () => void) =>
      h("button", { type: "button", onclick: press }, words);
    return [
      button("Listen", () => void this.listen()),
      button("Silence", () => this.silence()),
      toggle("Loop", false, (value) => (this.loop = value)),
      field(
        "Speed",
        choice(kSpeeds, "1", (value) => (this.speed = Number(value))),
      ),
      toggle("Click on the pulse", true, (value) => (this.sound.click = value)),
    ];
  }
  async listen(): Promise<void> {
    const [first, last] = [Math.min(...this.chosen), Math.max(...this.chosen)];
    try {
      const { from, to } = stretchOf(this.bars, first, last);
      await this.sound.play({ from, to, loop: this.loop, speed: this.speed });
      const [one, other] = [this.bars[first].number, this.bars[last].number];
      const names = first === last ? `Bar ${one}` : `Bars ${one} to ${other}`;
      this.said.textContent = `${names}, ${clockText(from)} to ${clockText(to)}.`;
      this.mark();
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  silence(): void {
    this.sound.stop();
    this.mark();
  }
  /** Space. */
  press(): boolean {
    if (!this.there) return false;
    if (this.sound.now() === undefined) void this.listen();
    else this.silence();
    return true;
  }
  /** Which bars are chosen, and which one sounds. An hour has 1,500 of them, so only what changes is touched. */
  mark(): void {
    const heard = this.sound.now();
    const [first, last] = [Math.min(...this.chosen), Math.max(...this.chosen)];
    const sounds =
      heard === undefined ? -1 : this.bars.findIndex(({ from, to }) => heard >= from && heard < to);
    const { marks } = this;
    if (first !== marks.first || last !== marks.last) {
      for (const [bar, places] of this.places)
        for (const place of places) place.classList.toggle("chosen", bar >= first && bar <= last);
    }
    if (sounds !== marks.sounds) {
      for (const place of this.places.get(marks.sounds) ?? []) place.classList.remove("heard");
      for (const place of this.places.get(sounds) ?? []) place.classList.add("heard");
    }
    this.marks = { first, last, sounds };
    this.moveHead(sounds, heard);
    this.marked(heard);
    cancelAnimationFrame(this.frame);
    if (heard !== undefined) this.frame = requestAnimationFrame(() => this.mark());
  }
  /** A line through the notes, at what is heard now. */
  private moveHead(bar: number, heard = NaN): void {
    const place = this.places.get(bar)?.find((one) => one instanceof SVGRectElement);
    const system = place?.ownerSVGElement;
    if (!place || !system) {
      this.head.remove();
      return;
    }
    const { from, to } = this.bars[bar];
    const x = place.x.baseVal.value + ((heard - from) / (to - from)) * place.width.baseVal.value;
    const { y, height } = system.viewBox.baseVal;
    for (const [key, value] of Object.entries({ x1: x, x2: x, y1: y, y2: y + height }))
      this.head.setAttribute(key, value.toFixed(1));
    if (this.head.ownerSVGElement !== system) system.append(this.head);
  }
  leave(): void {
    cancelAnimationFrame(this.frame);
    this.sound.stop();
  }
}
