// Grooves to play: quarters on a pad; a plain rock groove, its drill, and an e-kit that plays it with known errors.
import { tab } from "./suite.mjs";

/** Quarters on a pad, as drum tab. */
export const quartersTab = (bars, name) =>
  `Title: ${name}\nMeter: 4/4\n\n${"PD|o---o---o---o---|\n\n".repeat(bars)}`;

export const kBpm = 120;
export const kRock = "Title: Plain rock\nMeter: 4/4\n\nHH|xxxxxxxx|\nSN|--o---o-|\nBD|o---o---|\n";
/** Settings of a drill of it. */
export const rock = (more = {}) => ({
  chart: { name: "own", title: "Plain rock", text: kRock },
  bpm: kBpm,
  times: 4,
  countIn: 1,
  from: 1,
  to: 0,
  lines: [],
  gap: "",
  stop: false,
  input: "midi",
  visited: true,
  ...more,
});

export const kNotes = { hat: 42, snare: 38, kick: 36, tom: 48 };
/** Every stroke of so many bars; `change` makes others of one, [] leaves it out. */
export function strokesOf(bars, change = () => undefined) {
  const strokes = [];
  for (let eighth = 0; eighth < 8 * bars; ++eighth) {
    const voices = ["hat", ...(eighth % 4 === 2 ? ["snare"] : eighth % 4 === 0 ? ["kick"] : [])];
    for (const voice of voices) strokes.push(...(change(eighth, voice) ?? [[eighth, kNotes[voice], 0]]));
  }
  return strokes.sort((a, b) => a[0] - b[0] || a[2] - b[2]);
}
/** In the page: strikes [eighth, note, ms off] from the first bar's beginning on, which the bar line tells. */
export async function strike([list, tempo]) {
  const line = () => document.querySelector(".lines .now");
  while (!line() || document.querySelector(".counting")) await new Promise(requestAnimationFrame);
  // The bar that it is in: on a busy machine the first one may be over before it is looked for.
  const at = Number(line().getAttribute("x1"));
  const bars = [...line().ownerSVGElement.querySelectorAll("[data-bar]")];
  const bar = bars.findLast(({ x }) => x.baseVal.value <= at) ?? bars[0];
  const share = (at - bar.x.baseVal.value) / bar.width.baseVal.value;
  const first = performance.now() - (240000 / tempo) * (Number(bar.dataset.bar) + share);
  for (const [eighth, note, ms] of list) {
    const at = first + (30000 / tempo) * eighth + ms;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
    window.hit(note, 100, at);
  }
}
/** Resolves when the last one was struck. */
export const play = (strokes, bpm = kBpm) => tab.evaluate(strike, [strokes, bpm]);
