// What was struck in one bar of a take, a lane a line: the bar under the pointer, or the one that was pressed.
import { h } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import type { Choices } from "./generated/told.ts";
import { lanePicture, laneName } from "./lanes.ts";
import { lanesOfBar } from "./model/compare_model.ts";
import { wholeText } from "./model/numbers.ts";
import type { PlayedBar } from "./model/take_model.ts";

export class BarLanes {
  readonly element = h("div", { class: "lanes of-bar", role: "group" });
  private shown = -1;

  /** `body` has a [data-bar] for every bar. */
  constructor(
    private readonly take: Take,
    private readonly bars: PlayedBar[],
    private readonly choices: Choices,
    body: HTMLElement,
  ) {
    body.addEventListener("pointerover", ({ target }) => {
      const bar = (target as Element).closest?.("[data-bar]")?.getAttribute("data-bar");
      if (bar) this.show(Number(bar));
    });
    this.show(0);
  }
  /** A bar, counted from 0. */
  show(bar: number): void {
    const played = this.bars[bar];
    if (!played || bar === this.shown) return;
    this.shown = bar;
    this.element.setAttribute("aria-label", `Bar ${played.number}`);
    this.element.replaceChildren(
      h("p", { class: "soft" }, `Bar ${played.number}: early above the line, late under it, to 30 ms.`),
      ...lanesOfBar(this.take, bar).map((lane) => {
        const errors = lane.points[0].map(({ error }) => wholeText(error));
        const words = errors.length > 0 ? `${errors.join(", ")} ms` : "no stroke that answers a note";
        const figure = h("figure", { class: "lane" }, h("figcaption", {}, laneName(this.choices, lane.line)));
        const { beats } = this.take.chart.meters[0];
        figure.append(lanePicture(lane, bar, bar + 1, beats), h("p", { class: "soft" }, words));
        return figure;
      }),
    );
  }
}
