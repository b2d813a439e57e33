// The engine for the page's own thread: charts, notation, the round trip. Loaded once; workers get the same module.
import { Engine } from "./engine.ts";
import type { Builtin, ChartFacts, Choices, SoundTold } from "./generated/told.ts";
import { kept } from "./settings_store.ts";
import { decode, encode, fromBase64, parse, settingsText } from "./text.ts";

export const engineModule: Promise<WebAssembly.Module> = WebAssembly.compileStreaming(
  fetch("firstchair.wasm"),
);
export const engine: Promise<Engine> = engineModule.then((module) => new Engine(module));

export const choices: Promise<Choices> = engine.then((e) => parse<Choices>(e.told(e.door.choices())));
export const builtins: Promise<Builtin[]> = engine.then((e) => parse<Builtin[]>(e.told(e.door.charts())));

export async function builtinTab(name: string): Promise<string> {
  const e = await engine;
  e.put(encode(name));
  return decode(e.told(e.door.chart_builtin()));
}

/** The chosen chart's bytes, as they were given. */
export async function chartBytes(): Promise<Uint8Array<ArrayBuffer>> {
  if (!kept.chart) {
    const { chart: name } = await choices;
    const { title } = (await builtins).find((chart) => chart.name === name)!;
    kept.chart = { name, title, text: await builtinTab(name) };
  }
  return kept.chart.midi ? fromBase64(kept.chart.midi) : encode(kept.chart.text);
}

/** Opens a chart in the page's engine; throws its refusal. */
export async function openChart(bytes: Uint8Array): Promise<ChartFacts> {
  const e = await engine;
  e.put(bytes);
  return parse<ChartFacts>(e.told(e.door.chart_open()));
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
  const html = decode(e.told(e.door.chart_notation(width)));
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}
