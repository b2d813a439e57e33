// The first visit: what is listened to and why, the level while you hit, the round trip; then a take of four bars.
import { closeMicrophone } from "./audio.ts";
import { h, type View } from "./dom.ts";
import { levelMeter, listenToLevel } from "./level_meter.ts";
import { openMidi } from "./midi.ts";
import { notationWidth } from "./model/charts_model.ts";
import { FirstModel, kCards, kFirstBpm, Strokes, type Card } from "./model/first_model.ts";
import type { KeptChart } from "./model/kept.ts";
import { dbText } from "./model/numbers.ts";
import { kOpenings, kTaps, measureRoundTrip, measureTaps } from "./round_trip.ts";
import { keep, kept, recalled, wish } from "./settings_store.ts";
import { builtins, builtinTab, choices, engine, notation, openChart } from "./shared.ts";
import { encode, wordsOf } from "./text.ts";

class FirstView implements View {
  private readonly model = new FirstModel(kept);
  private readonly card = h("section", { class: "card" });
  private readonly said = h("p", { class: "order small", role: "status", "aria-live": "polite" });
  private readonly step = h("p", { class: "soft" });
  private stop: (() => void) | undefined; // what listens, or sounds
  readonly title = "First visit";
  readonly element = h(
    "div",
    { class: "first" },
    h("h1", {}, "firstchair listens to you play and says what was early, late, missed or extra."),
    this.step,
    this.card,
    this.said,
    h("p", {}, h("a", { href: "#drill", onclick: () => void this.over() }, "Without all this: to the drill")),
  );

  constructor() {
    this.show();
  }

  private show(): void {
    this.stop?.();
    this.stop = undefined;
    const { card } = this.model;
    // The first card is a choice; on the others space, which can be struck with a stick, goes on.
    this.step.textContent = `${kCards.indexOf(card) + 1} of ${kCards.length}${card === "input" ? "" : ". Space goes on."}`;
    this.said.textContent = "";
    this.card.replaceChildren(...this.parts(card));
    this.card.querySelector<HTMLElement>("h2")?.focus();
  }
  private parts(card: Card): HTMLElement[] {
    const heading = (words: string) => h("h2", { tabindex: "-1" }, words);
    const button = (words: string, press: () => void, first = true) =>
      h("button", { type: "button", class: first ? "start" : "", onclick: press }, words);
    const row = (...buttons: HTMLElement[]) => h("div", { class: "buttons" }, ...buttons);
    const back = button("Back", () => (this.model.back(), this.show()), false);
    switch (card) {
      case "input":
        return [
          heading("What do you play?"),
          h(
            "p",
            {},
            "A microphone hears any drum or pad. The browser will ask whether this page may listen: what it hears stays on this machine. An e-kit tells its strokes by cable, as MIDI; the browser asks for that too.",
          ),
          row(
            button("Drums, by microphone", () => void this.choose("microphone")),
            button("E-kit, by cable", () => void this.choose("midi")),
            button("Neither now", () => void this.decline(), false),
          ),
        ];
      case "level":
        return [
          heading("Hit a drum, three times"),
          h(
            "p",
            {},
            kept.input === "midi"
              ? "Any pad. What it sends is shown."
              : "As loud as you will play. The bar should come past its middle and stay short of its end.",
          ),
          levelMeter("Level"),
          row(
            button("Next", () => (this.model.next(), this.show())),
            back,
          ),
        ];
      case "trip":
        if (kept.input === "midi")
          return [
            heading("How late does a stroke come in?"),
            h(
              "p",
              {},
              `Between a click and your stroke to it lies the way through kit, cable, computer and loudspeaker. Four clicks, then tap one pad ${kTaps} times, once to each click. How you tap is in it: later leans are told against these taps. Until it is known, early and late are told beside your own average.`,
            ),
            row(
              button("Tap", () => void this.tap()),
              button("Later", () => (this.model.next(), this.show()), false),
              back,
            ),
          ];
        return [
          heading("How late does sound come back?"),
          h(
            "p",
            {},
            "Between the click and the microphone lies the way through computer, loudspeaker and air. Short pulses measure it, three times, in half a minute. Loudspeaker on, nobody plays. Until it is known, early and late are told beside your own average.",
          ),
          row(
            button("Measure", () => void this.measure()),
            button("Later", () => (this.model.next(), this.show()), false),
            back,
          ),
        ];
      case "done": {
        const score = h("div", { class: "score" });
        const buttons = row(
          button("Play", () => void this.play()),
          back,
        );
        void this.draw(score, back);
        return [
          heading("Four bars, slowly"),
          h(
            "p",
            {},
            "One bar of clicks, then play this four times. Space starts and stops, here and everywhere.",
          ),
          score,
          buttons,
        ];
      }
    }
  }

  private async choose(input: "microphone" | "midi"): Promise<void> {
    await recalled; // the engine may still be on its way
    this.model.choose(input);
    keep();
    this.show();
    void this.listen();
  }
  private async listen(): Promise<void> {
    try {
      this.stop = kept.input === "midi" ? await this.listenToKit() : await this.listenToSound();
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private heard(words: string): void {
    this.model.hear();
    this.said.textContent = `${words} ${this.model.heard ? "Heard." : `${this.model.strokes} of 3.`}`;
  }
  private listenToKit(): Promise<() => void> {
    return openMidi((_, note, velocity) => {
      this.card.querySelector("meter")?.setAttribute("value", String(-70 + (70 * velocity) / 127));
      this.heard(`Note ${note}, velocity ${velocity}.`);
    });
  }
  private async listenToSound(): Promise<() => void> {
    const strokes = new Strokes();
    return listenToLevel(({ peak }) => {
      const meter = this.card.querySelector("meter");
      if (meter) meter.value = 20 * Math.log10(Math.max(1e-5, peak));
      if (strokes.hear(peak)) this.heard(`Peak ${dbText(peak * peak)}.`);
    });
  }
  /** Until the last click, or until this card is left. */
  private async tap(): Promise<void> {
    const start = this.card.querySelector<HTMLButtonElement>(".start")!;
    const left = new AbortController();
    this.stop = () => left.abort();
    try {
      start.disabled = true;
      this.said.textContent = "Four clicks first; then tap.";
      const told = (click: number) => (this.said.textContent = `${click} of ${kTaps}.`);
      const trip = await measureTaps(await engine, told, left.signal);
      if (!trip) return;
      this.model.next();
      this.show();
      this.said.textContent = trip.text;
    } catch (error) {
      this.said.textContent = wordsOf(error);
    } finally {
      start.disabled = false;
    }
  }
  private async measure(): Promise<void> {
    try {
      const trip = await measureRoundTrip(await engine, (opening) => {
        this.said.textContent = `Pulses, ${opening} of ${kOpenings}.`;
      });
      this.model.next();
      this.show();
      this.said.textContent = trip.text;
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  /** The chart of the first take, opened. */
  private async chart(): Promise<{ chart: KeptChart; bars: number }> {
    const { chart: name } = await choices;
    const text = await builtinTab(name);
    const title = (await builtins).find((one) => one.name === name)?.title ?? "";
    return { chart: { name, title, text }, bars: (await openChart(encode(text))).bars };
  }
  /** What is going to be played, before it is; it can be heard, too. */
  private async draw(score: HTMLElement, back: HTMLElement): Promise<void> {
    try {
      const { bars } = await this.chart();
      score.replaceChildren(await notation(notationWidth(score.clientWidth, bars)));
      const { HearChart } = await import("./hear_chart.ts");
      if (!score.isConnected) return;
      const hear = new HearChart(
        await engine,
        score,
        () => ({ bpm: kFirstBpm, from: 1, to: 0 }),
        (error) => (this.said.textContent = wordsOf(error)),
      );
      this.stop = () => hear.stop();
      back.before(hear.button);
    } catch (error) {
      this.said.textContent = wordsOf(error);
    }
  }
  private async play(): Promise<void> {
    this.stop?.();
    const { chart, bars } = await this.chart();
    this.model.take(chart, bars);
    keep();
    wish.start = wish.first = true;
    location.hash = "drill";
  }
  private async over(): Promise<void> {
    await recalled;
    kept.visited = true;
    keep();
  }
  /** Nothing is asked for: charts can be read, heard and written without it. */
  private async decline(): Promise<void> {
    await this.over();
    location.hash = "charts";
  }

  leave(): void {
    this.stop?.();
    if (!wish.start) closeMicrophone();
  }
  key(event: KeyboardEvent): boolean {
    if (event.key !== " ") return false;
    this.card.querySelector<HTMLButtonElement>(".start")?.click();
    return true;
  }
}

/** Its first card needs no engine, which is on its way. */
export const firstView = (): Promise<View> => Promise.resolve(new FirstView());
