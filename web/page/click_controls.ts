// What the click is asked for: its sound, which beats it accents, where it is silent, and the tempo that climbs.
import { choice, field, h, number, text, toggle } from "./dom.ts";
import type { Choices } from "./generated/told.ts";
import { gapOf } from "./model/drill_model.ts";
import { keep, keeper, kept } from "./settings_store.ts";

const kVolumes: [string, string][] = [
  ["-6", "loud"],
  ["-12", "as usual"],
  ["-24", "soft"],
  ["-36", "softer"],
];
const kOther = "other";

/** Its sound and volume, as every drill and every search has them. */
export const clickSound = ({ click_sounds }: Choices): HTMLElement[] => [
  field(
    "Sound",
    choice(
      click_sounds.map(({ id, text: words }): [string, string] => [id, words]),
      kept.clickSound,
      keeper("clickSound"),
    ),
  ),
  field(
    "Volume",
    choice(kVolumes, String(kept.clickDb), (db) => keeper("clickDb")(Number(db))),
  ),
];

/** Bars with the click and bars without: one of the list, or as many as are written. */
function ownTime(gaps: [string, string][]): HTMLElement {
  const own = h("div", { class: "controls own-time" });
  const write = (at: 0 | 1) => (value: number) => {
    const gap = gapOf(kept) ?? [2, 2];
    gap[at] = value;
    keeper("gap")(gap.join("/"));
  };
  const show = (shown: boolean) => {
    const [on, off] = gapOf(kept) ?? [2, 2];
    const range = { low: 1, high: 64 };
    own.replaceChildren(
      ...(shown
        ? [
            field("Bars with the click", number(on, range, write(0))),
            field("Bars without it", number(off, range, write(1))),
          ]
        : []),
    );
  };
  const select = choice([...gaps, [kOther, "other bars"]], kept.gap, (gap) => {
    if (gap !== kOther) keeper("gap")(gap);
    else if (!kept.gap) keeper("gap")("2/2");
    show(gap === kOther);
  });
  return h("div", { class: "own-time" }, field("Own time", select), own);
}

/** All of it, as a drill has it. */
export const clickControls = (choices: Choices, gaps: [string, string][]): HTMLElement =>
  h(
    "fieldset",
    { class: "click" },
    h("legend", {}, "Click"),
    h(
      "div",
      { class: "controls" },
      ...clickSound(choices),
      field(
        "Accented beats (0: none)",
        text(kept.accents, (value) => {
          kept.accents = value.trim() || "1";
          keep();
        }),
      ),
      field("Clicks a beat", number(kept.subdivision, choices.drill.subdivision, keeper("subdivision"))),
      ownTime(gaps),
      field("Clicks left out, %", number(kept.mute, { low: 0, high: 100 }, keeper("mute"))),
      field("Faster after bars (0: never)", number(kept.rampBars, { low: 0, high: 64 }, keeper("rampBars"))),
      field("by BPM", number(kept.rampStep, { low: 1, high: 40 }, keeper("rampStep"))),
      field("up to BPM", number(kept.rampLimit, choices.drill.bpm, keeper("rampLimit"))),
    ),
    h(
      "div",
      { class: "toggles" },
      toggle("And slower again", kept.rampBack, keeper("rampBack")),
      toggle("Click between the beats", kept.offbeat, keeper("offbeat")),
    ),
  );
