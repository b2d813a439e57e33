// The engine for the page's own thread: charts, notation, the round trip. Loaded once; workers get the same module.
import { Engine, fetchEar, Refusal } from "./engine.ts";
import type { Builtin, ChartFacts, Choices, SoundTold } from "./generated/told.ts";
import { isMidi } from "./model/charts_model.ts";
import { chooseChart, type KeptChart } from "./model/kept.ts";
import { ownCharts } from "./model/library.ts";
import { notice } from "./notice.ts";
import { kept } from "./settings_store.ts";
import { decode, encode, fromBase64, parse, settingsText, toBase64 } from "./text.ts";

export const engineModule: Promise<WebAssembly.Module> = WebAssembly.compileStreaming(
  fetch("firstchair.wasm"),
);
export const engine: Promise<Engine> = engineModule.then((module) => new Engine(module));

let weights: Promise<Uint8Array> | undefined;
/** The ear's weights: who looks does not need them, who plays does. */
export const earWeights = (): Promise<Uint8Array> =>
  (weights ??= fetchEar().catch((error: unknown) => {
    weights = undefined; // asked again by the next take
    throw error;
  }));

export const choices: Promise<Choices> = engine.then((e) => parse<Choices>(e.told(e.door.choices())));
export const builtins: Promise<Builtin[]> = engine.then((e) => parse<Builtin[]>(e.told(e.door.charts())));

export async function builtinTab(name: string): Promise<string> {
  const e = await engine;
  e.put(encode(name));
  return decode(await forHands(e.told(e.door.chart_builtin())));
}

/** A chart of the world's as this player has it, and one of this player's as the world has it: who leads with the left
 * has stickings changed over. */
export async function forHands(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (!kept.leftHanded) return bytes;
  const e = await engine;
  e.put(bytes);
  return e.told(e.door.chart_mirrored());
}

/** Drum tab or MIDI as it is kept. */
export const keptOf = (name: string, title: string, bytes: Uint8Array): KeptChart =>
  isMidi(bytes) ? { name, title, text: "", midi: toBase64(bytes) } : { name, title, text: decode(bytes) };
export const bytesOf = ({ text, midi }: KeptChart): Uint8Array<ArrayBuffer> =>
  midi ? fromBase64(midi) : encode(text);

/** The charts of one's own, the latest first. */
export const ownBytes = (): { name: string; bytes: Uint8Array }[] =>
  ownCharts(kept).map((chart) => ({ name: chart.title, bytes: bytesOf(chart) }));

/** The chosen chart's bytes, as they were given. */
export async function chartBytes(): Promise<Uint8Array<ArrayBuffer>> {
  if (!kept.chart) {
    const { chart: name } = await choices;
    const { title } = (await builtins).find((chart) => chart.name === name)!;
    kept.chart = { name, title, text: await builtinTab(name) };
  }
  return bytesOf(kept.chart);
}

/** Opens a chart in the page's engine; throws its refusal. */
export async function openChart(bytes: Uint8Array): Promise<ChartFacts> {
  const e = await engine;
  e.put(bytes);
  return parse<ChartFacts>(e.told(e.door.chart_open()));
}

/** The chosen chart, opened. One that the engine refuses gives way to the usual one, and that is said. */
export async function openedChart(): Promise<{ bytes: Uint8Array<ArrayBuffer>; facts: ChartFacts }> {
  try {
    const bytes = await chartBytes();
    return { bytes, facts: await openChart(bytes) };
  } catch (error) {
    if (!(error instanceof Refusal) || !kept.chart) throw error;
    notice(`${kept.chart.title || "The chart"} cannot be read: ${decode(error.bytes)} Another one is open.`);
    chooseChart(kept, { name: "", title: "", text: "" });
    kept.chart = null;
    const bytes = await chartBytes();
    return { bytes, facts: await openChart(bytes) };
  }
}

/** The chosen chart, with the chosen voices alone: opened in the page's engine, and as bytes for another one. */
export async function drillChart(): Promise<{ bytes: Uint8Array<ArrayBuffer>; facts: ChartFacts }> {
  const { bytes, facts } = await openedChart();
  const lines = kept.lines.filter((id) => facts.lines.some((line) => line.id === id));
  if (lines.length === 0 || lines.length === facts.lines.length) return { bytes, facts };
  const e = await engine;
  e.put(encode(lines.join(" ")));
  const alone = parse<ChartFacts>(e.told(e.door.chart_lines()));
  return { bytes: e.told(e.door.chart_write(kept.chart?.midi ? 1 : 0)), facts: alone };
}

/** What lies between click and microphone, by what the browser says of them (door/page_sound.h). */
export async function soundTold(said: Record<string, number | boolean | undefined>): Promise<SoundTold> {
  const e = await engine;
  e.put(settingsText(said));
  return parse<SoundTold>(e.told(e.door.sound_told()));
}

/** The open chart as SVG. The markup is the engine's own, with every text escaped. */
export async function notation(width: number): Promise<DocumentFragment> {
  const e = await engine;
  return drawn(e.told(e.door.chart_notation(width)));
}
/** Every pass of a drill over the open chart as SVG; nothing where there are too many notes. */
export async function drillNotation(
  settings: Uint8Array,
  width: number,
): Promise<DocumentFragment | undefined> {
  const e = await engine;
  e.put(settings);
  try {
    return drawn(e.told(e.door.drill_notation(width)));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
function drawn(html: Uint8Array): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = decode(html);
  return template.content;
}
