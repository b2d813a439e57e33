// Compare: two takes of the same thing on the same lanes. From the book, which says what changed; or from this device,
// where the book cannot be asked.
import { field, h, svg } from "./dom.ts";
import type { Take } from "./generated/take.ts";
import { alike, barsOf, lanesOf, type Lane, type Stroke } from "./model/compare_model.ts";
import { onScale } from "./model/stage_model.ts";
import { comparable } from "./model/take_model.ts";
import { server } from "./server.ts";
import { choices } from "./shared.ts";
import { takes } from "./takes.ts";
import type { About } from "./takes_worker.ts";
import { wordsOf } from "./text.ts";

const kHigh = 64; // px of a lane
const kWide = 1000;
const kEdge = 8;
const kPad = 8; // beside it, for half a dot

const when = (at: Date) => at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Early above the line, late under it, from 30 ms to 30 ms; a bar line a bar. */
function lanePicture({ points }: Lane, bars: number): SVGElement {
  const picture = svg("svg", {
    viewBox: `${-kPad} 0 ${kWide + 2 * kPad} ${kHigh}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  const x = (bar: number) => ((bar / bars) * kWide).toFixed(1);
  const y = (error: number) => (kEdge + onScale(error) * (kHigh - 2 * kEdge)).toFixed(1);
  picture.append(
    svg("rect", {
      class: "inside",
      x: -kPad,
      y: y(-10),
      width: kWide + 2 * kPad,
      height: Number(y(10)) - Number(y(-10)),
    }),
  );
  for (let bar = 0; bar <= bars; ++bar)
    picture.append(svg("path", { class: "line", d: `M${x(bar)} 0V${kHigh}` }));
  picture.append(svg("path", { class: "middle", d: `M0 ${y(0)}H${kWide}` }));
  // A path of no length with round ends is a dot, however the picture is stretched.
  const dots = (strokes: Stroke[], name: string) =>
    svg("path", { class: name, d: strokes.map(({ bar, error }) => `M${x(bar)} ${y(error)}h0`).join("") });
  picture.append(dots(points[0], "dots first"), dots(points[0], "dots hole"), dots(points[1], "dots second"));
  return picture;
}

async function lanes(first: Take, second: Take): Promise<HTMLElement> {
  const { drums } = await choices;
  const bars = Math.max(barsOf(first), barsOf(second));
  const nameOf = (line: string) => {
    const drum = drums.find((one) => one.line === line);
    return line === "hat" ? "Hi-hat" : line === "tom" ? "Toms" : (drum?.name ?? "Pad");
  };
  const said = (words: string[]) => words.join(" ") || "not measured";
  return h(
    "div",
    { class: "lanes" },
    ...lanesOf(first, second).map((lane) => {
      const figure = h(
        "figure",
        { class: "lane" },
        h("figcaption", {}, nameOf(lane.line)),
        h("p", { class: "soft" }, h("span", { class: "key-first" }), said(lane.said[0])),
        h("p", {}, h("span", { class: "key-second" }), said(lane.said[1])),
      );
      figure.querySelector("figcaption")!.after(lanePicture(lane, bars));
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
      words: `${one.bpm.toFixed(0)} BPM, ${one.hits.text}`,
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
