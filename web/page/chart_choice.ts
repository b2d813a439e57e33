// Which chart is practised: the built-in ones, and the player's own where one is chosen.
import { field, h } from "./dom.ts";
import { builtins, builtinTab } from "./shared.ts";
import { keep, kept } from "./settings_store.ts";

/** The chosen chart becomes `kept.chart`, its whole length at its own tempo; then `chosen` is called. */
export async function chartChoice(chosen: () => Promise<void>): Promise<HTMLElement> {
  const list = await builtins;
  const own = kept.chart && !list.some((chart) => chart.name === kept.chart!.name);
  const choose = async (name: string) => {
    const chart = list.find((one) => one.name === name);
    if (!chart) return;
    kept.chart = { name, title: chart.title, text: await builtinTab(name) };
    Object.assign(kept, { bpm: 0, from: 1, to: 0 });
    keep();
    await chosen();
  };
  const select = h("select", { onchange: () => void choose(select.value) });
  if (own) select.append(h("option", { value: "", selected: true }, kept.chart!.title || "Own chart"));
  for (const group of ["groove", "rudiment"] as const) {
    select.append(
      h(
        "optgroup",
        { label: group === "groove" ? "Grooves" : "Rudiments" },
        ...list
          .filter((chart) => chart.group === group)
          .map((chart) =>
            h("option", { value: chart.name, selected: chart.name === kept.chart?.name }, chart.title),
          ),
      ),
    );
  }
  return field("Chart", select);
}
