// Which chart is assigned: a built-in one, one of the school's, or one's own, which the school keeps then.
import { field, h } from "../dom.ts";
import type { SchoolChart } from "../generated/school_api.ts";
import type { ChartFacts } from "../generated/told.ts";
import { grouped } from "../model/charts_model.ts";
import { ownCharts } from "../model/library.ts";
import { kept } from "../settings_store.ts";
import { builtins, builtinTab, openChart } from "../shared.ts";
import { encode, fromBase64, toBase64 } from "../text.ts";
import { school } from "./school_server.ts";

export interface ChosenChart {
  item: string;
  title: string;
  facts?: ChartFacts; // none: a chart of the school's, which the page has not
}

const kOwn = "own:";

/** Opens what an item names, where the page has it. */
export async function factsOf(item: string): Promise<ChartFacts | undefined> {
  if (!(await builtins).some(({ name }) => name === item)) return undefined;
  return openChart(encode(await builtinTab(item)));
}

/** A field; `chosen` hears of another one. One's own is sent to the school as it is chosen. */
export async function chartToAssign(
  item: string,
  charts: SchoolChart[],
  chosen: (chart: ChosenChart) => Promise<void>,
  said: (words: unknown) => void,
): Promise<HTMLElement> {
  const list = await builtins;
  const own = ownCharts(kept);
  const group = (label: string, options: [string, string][]) =>
    options.length > 0 &&
    h(
      "optgroup",
      { label },
      ...options.map(([value, text]) => h("option", { value, selected: value === item }, text)),
    );
  async function choose(value: string): Promise<void> {
    if (!value.startsWith(kOwn)) {
      const title = [...list.map(({ name, title }) => ({ hash: name, title })), ...charts].find(
        ({ hash }) => hash === value,
      )!.title;
      await chosen({ item: value, title, facts: await factsOf(value) });
      return;
    }
    const { title, text, midi } = own.find(({ name }) => kOwn + name === value)!;
    const facts = await openChart(midi ? fromBase64(midi) : encode(text));
    const data = midi ?? toBase64(encode(text));
    const kept = await school.addChart(midi ? "chart.mid" : "chart.tab", data);
    await chosen({ item: kept.hash, title: kept.title || title, facts });
  }
  const select = h(
    "select",
    { onchange: () => void choose(select.value).catch(said) },
    group(
      "Your own",
      own.map(({ name, title }): [string, string] => [kOwn + name, title]),
    ),
    group(
      "The school's",
      charts.map(({ hash, title }): [string, string] => [hash, title]),
    ),
    ...grouped(list).map(({ name, charts: some }) =>
      group(
        name,
        some.map(({ name, title }): [string, string] => [name, title]),
      ),
    ),
  );
  return field("Chart", select);
}
