// Everything of a person as a file: asked for, made behind by the school, loaded for a day.
import { h } from "../dom.ts";
import type { Export } from "../generated/school_api.ts";
import { exportText } from "../model/behind_model.ts";
import { press, saying, whileShown } from "./forms.ts";
import { school } from "./school_server.ts";

const kLookMs = 2000;

/** `words` stand on its button. What was asked for before stands there at once. */
export function exportPart(person: number, words: string): HTMLElement {
  const said = saying();
  const link = h("a", { class: "button", download: true, hidden: true }, "Load it");
  let looks = false;
  const draw = (newest: Export | undefined): boolean => {
    said.textContent = newest ? exportText(newest) : "";
    link.hidden = !newest?.link;
    if (newest?.link) link.href = newest.link;
    return newest?.state !== "waiting";
  };
  const look = async () => draw((await school.exports(person)).exports[0]);
  const wait = () => {
    if (looks) return;
    looks = true;
    whileShown(element, kLookMs, async () => {
      const done = await look();
      if (done) looks = false;
      return done;
    });
  };
  const element = h(
    "div",
    { class: "export" },
    h(
      "div",
      { class: "buttons" },
      press(words, async () => {
        if (!draw(await school.askExport(person))) wait();
      }),
      link,
    ),
    said,
  );
  look().then(
    (done) => done || wait(),
    () => undefined, // who may not look is told so by the press
  );
  return element;
}
