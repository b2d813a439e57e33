// Compare: two takes of the same thing on the same lanes. From the book, which says what changed; or from this device,
// where the book cannot be asked.
import { field, h } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import { lanePicture, laneName } from "./lanes.ts";
import { alike, barsOf, lanesOf } from "./model/compare_model.ts";
import { tempoText } from "./model/numbers.ts";
import { comparable } from "./model/take_model.ts";
import { server } from "./server.ts";
import { choices } from "./shared.ts";
import { takes } from "./takes.ts";
import type { About } from "./takes_worker.ts";
import { wordsOf } from "./text.ts";

const when = (at: Date) => at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

async function lanes(first: Take, second: Take): Promise<HTMLElement> {
  const told = await choices;
  const bars = Math.max(barsOf(first), barsOf(second));
  const said = (words: string[]) => words.join(" ") || "not measured";
  return h(
    "div",
    { class: "lanes" },
    ...lanesOf(first, second).map((lane) => {
      const figure = h(
        "figure",
        { class: "lane" },
        h("figcaption", {}, laneName(told, lane.line)),
        h("p", { class: "soft" }, h("span", { class: "key-first" }), said(lane.said[0])),
        h("p", {}, h("span", { class: "key-second" }), said(lane.said[1])),
      );
      figure.querySelector("figcaption")!.after(lanePicture(lane, 0, bars));
      return figure;
    }),
  );
}

/** Something that can stand beside the take. */
interface Other {
  id: string;
  began: Date;
  words: string;
  take: () => Promise<Take>;
  said: () => Promise<string[]>; // what changed, in the engine's words; none: nobody can be asked
}
const read = (json: string): Take => JSON.parse(json) as Take;

async function ofTheBook(place: number): Promise<{ began: Date; others: Other[] }> {
  const { take } = await server.about(place);
  if (!take.item) throw new Error("Played without a chart.");
  const others = comparable(take, (await server.takes(take.item, 100)).takes);
  return {
    began: new Date(1000 * take.began_s),
    others: others.map((one) => ({
      id: String(one.id),
      began: new Date(1000 * one.began_s),
      words: `${tempoText(one.bpm)} BPM, ${one.hits.text}`,
      take: async () => read((await server.take(one.id)).json),
      said: async () => {
        const earlier = one.began_s < take.began_s;
        const both = await (earlier ? server.compare(one.id, place) : server.compare(place, one.id));
        return both.lines.map((line) => line.text);
      },
    })),
  };
}
async function ofThisDevice(about: About): Promise<{ began: Date; others: Other[] }> {
  const others = alike(about, await takes.abouts());
  return {
    began: new Date(about.started),
    others: others.map((one) => ({
      id: one.id,
      began: new Date(one.started),
      words: one.title,
      take: async () => read((await takes.load(one.id)).json),
      said: () =>
        Promise.resolve(["Whether the difference is one is told by the book, once it has both takes."]),
    })),
  };
}

/** The takes that can be compared with one, one to choose: of the book where it answers, else of this device. */
export async function comparison(
  mine: Take,
  place: number | undefined,
  about: About | undefined,
): Promise<HTMLElement> {
  const fromDevice = () => {
    if (!about) throw new Error("The book cannot be asked, and this device has no such take.");
    return ofThisDevice(about);
  };
  const { began, others } =
    place === undefined
      ? await fromDevice()
      : await ofTheBook(place).catch((error: unknown) =>
          about ? fromDevice() : Promise.reject(error as Error),
        );
  if (others.length === 0) throw new Error("There is no other take of it at this tempo.");
  const told = h("div", { role: "status", "aria-live": "polite" });
  const picture = h("div", {});
  const compare = async (other: Other) => {
    try {
      const theirs = await other.take();
      // What was played first comes first.
      const earlier = other.began < began;
      const [first, second] = earlier ? [theirs, mine] : [mine, theirs];
      const [one, two] = earlier ? [other.began, began] : [began, other.began];
      picture.replaceChildren(
        h(
          "p",
          { class: "soft" },
          h("span", { class: "key-first" }),
          `${when(one)}   `,
          h("span", { class: "key-second" }),
          `${when(two)}. Early above the line, late under it, to 30 ms.`,
        ),
        await lanes(first, second),
      );
      told.replaceChildren(...(await other.said()).map((line) => h("p", {}, line)));
    } catch (error) {
      told.replaceChildren(h("p", {}, wordsOf(error)));
    }
  };
  const select = h(
    "select",
    {
      onchange: () => {
        const other = others.find((one) => one.id === select.value);
        if (other) void compare(other);
      },
    },
    h("option", { value: "" }, "Choose a take"),
    ...others.map((one) => h("option", { value: one.id }, `${when(one.began)}, ${one.words}`)),
  );
  return h(
    "section",
    { class: "compare" },
    h("h2", {}, "Compare"),
    h("div", { class: "setup" }, field("With another take of the same item", select)),
    told,
    picture,
  );
}
