// Which chart is practised: the built-in ones, and the player's own where one is chosen.
import { field, h } from "./dom.ts";
import { grouped } from "./model/charts_model.ts";
import { chooseChart } from "./model/kept.ts";
import { openOwn } from "./model/library.ts";
import { builtins, builtinTab } from "./shared.ts";
import { keep, kept } from "./settings_store.ts";

/** The chosen chart becomes `kept.chart`, its whole length at its own tempo; then `chosen` is called. */
export async function chartChoice(chosen: () => Promise<void>): Promise<HTMLElement> {
  const list = await builtins;
  const own = kept.chart && !list.some((chart) => chart.name === kept.chart!.name);
  const listed = kept.library.some(({ id }) => id === kept.chart?.name);
  const choose = async (name: string) => {
    const chart = list.find((one) => one.name === name);
    if (!chart) openOwn(kept, name);
    else chooseChart(kept, { name, title: chart.title, text: await builtinTab(name) });
    keep();
    await chosen();
  };
  const select = h("select", { onchange: () => void choose(select.value) });
  if (own && !listed)
    select.append(h("option", { value: "", selected: true }, kept.chart!.title || "Own chart"));
  for (const { name: label, charts } of grouped(list)) {
    const options = charts.map(({ name, title }) =>
      h("option", { value: name, selected: name === kept.chart?.name }, title),
    );
    select.append(h("optgroup", { label }, ...options));
  }
  if (kept.library.length > 0) {
    const yours = kept.library.map(({ id, title }) =>
      h("option", { value: id, selected: id === kept.chart?.name }, title),
    );
    select.prepend(h("optgroup", { label: "Yours" }, ...yours));
  }
  return field("Chart", select);
}
