// Charts: the built-in ones, an editor for drum tab with live notation, files in and out.
import { h, type View } from "./dom.ts";
import { keep, kept } from "./settings_store.ts";
import { builtins, builtinTab, chartBytes, engine, notation, openChart } from "./shared.ts";
import { server } from "./server.ts";
import { decode, encode, toBase64, wordsOf } from "./text.ts";

const kFormats: [number, string, string, string][] = [
  [0, "Drum tab", "tab", "text/plain"],
  [1, "MIDI", "mid", "audio/midi"],
  [2, "MusicXML", "musicxml", "application/vnd.recordare.musicxml+xml"],
];

export async function chartsView(): Promise<View> {
  const said = h("p", { class: "said", role: "status", "aria-live": "polite" });
  const score = h("div", { class: "score", tabindex: "0", role: "group", "aria-label": "Notation" });
  const editor = h("textarea", { class: "tab", spellcheck: "false", rows: "12", "aria-label": "Drum tab" });
  const list = h("div", { class: "chart-list" });
  const file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "chart-file",
    accept: ".tab,.txt,.mid,.midi,.musicxml,.xml,.mxl",
  });

  let bars = 1;
  async function show(bytes: Uint8Array): Promise<boolean> {
    try {
      const facts = await openChart(bytes);
      bars = facts.bars;
      score.replaceChildren(await drawn());
      const tempo = facts.bpm ? `, ${facts.bpm} BPM` : "";
      said.textContent = `${facts.title || "Chart"}: ${facts.bars} ${facts.bars === 1 ? "bar" : "bars"} of ${facts.beats}/${facts.unit}, ${facts.notes} notes${tempo}.`;
      said.classList.remove("wrong");
      return true;
    } catch (error) {
      said.textContent = wordsOf(error);
      said.classList.add("wrong");
      return false;
    }
  }
  const drawn = () => notation(Math.min(1100, score.clientWidth || 1100, 200 + 300 * bars));
  const asTab = async () => decode((await engine).told((await engine).door.chart_write(0)));

  async function take(bytes: Uint8Array, name: string, title: string): Promise<void> {
    if (!(await show(bytes))) return;
    editor.value = await asTab();
    const midi = bytes[0] === 0x4d && bytes[1] === 0x54 ? toBase64(bytes) : undefined;
    kept.chart = { name, title, text: midi ? "" : decode(bytes), midi };
    Object.assign(kept, { bpm: 0, from: 1, to: 0 });
    keep();
    mark();
  }

  async function drop(dropped: File): Promise<void> {
    let bytes: Uint8Array = new Uint8Array(await dropped.arrayBuffer());
    if (/\.(musicxml|xml|mxl)$/i.test(dropped.name)) {
      try {
        bytes = await server.convert(bytes, dropped.name); // to drum tab
      } catch (error) {
        said.textContent = wordsOf(error);
        said.classList.add("wrong");
        return;
      }
    }
    await take(bytes, dropped.name, dropped.name.replace(/\.[^.]*$/, ""));
  }
  file.addEventListener("change", () => file.files?.[0] && void drop(file.files[0]));

  let pause: ReturnType<typeof setTimeout> | undefined;
  editor.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const bytes = encode(editor.value);
      if (!(await show(bytes))) return;
      kept.chart = {
        name: "own",
        title: kept.chart?.name === "own" ? kept.chart.title : `${kept.chart?.title ?? "Chart"}, edited`,
        text: editor.value,
      };
      Object.assign(kept, { from: 1, to: 0 });
      keep();
      mark();
    }, 120);
  });

  async function download(format: number, ending: string, type: string): Promise<void> {
    try {
      const e = await engine;
      const bytes = e.told(e.door.chart_write(format));
      const link = h("a", {
        href: URL.createObjectURL(new Blob([bytes], { type })),
        download: `${kept.chart?.name.replace(/\.[^.]*$/, "") || "chart"}.${ending}`,
      });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }

  function mark(): void {
    for (const button of list.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.value === kept.chart?.name));
  }

  for (const group of ["groove", "rudiment"] as const) {
    list.append(
      h("h2", {}, group === "groove" ? "Grooves" : "Rudiments"),
      h(
        "div",
        { class: "chips" },
        ...(await builtins)
          .filter((chart) => chart.group === group)
          .map((chart) =>
            h(
              "button",
              {
                type: "button",
                value: chart.name,
                onclick: () =>
                  void builtinTab(chart.name).then((tab) => take(encode(tab), chart.name, chart.title)),
              },
              chart.title,
            ),
          ),
      ),
    );
  }

  const element = h(
    "div",
    { class: "charts" },
    h("h1", {}, "Charts"),
    said,
    score,
    h(
      "div",
      { class: "editor" },
      h("h2", {}, "Drum tab"),
      h(
        "p",
        { class: "how" },
        "Write here; the notation follows. Or drop a drum tab, MIDI or MusicXML file anywhere on this page.",
      ),
      editor,
      h(
        "div",
        { class: "buttons" },
        h("label", { class: "button", for: "chart-file" }, "Open a file"),
        file,
        ...kFormats.map(([format, words, ending, type]) =>
          h(
            "button",
            { type: "button", onclick: () => void download(format, ending, type) },
            `Save as ${words}`,
          ),
        ),
        h("a", { class: "button", href: "#drill" }, "Drill it"),
      ),
    ),
    list,
  );
  const over = (event: DragEvent) => {
    event.preventDefault();
    document.body.classList.toggle("dropping", event.type === "dragover");
  };
  const dropped = (event: DragEvent) => {
    over(event);
    const one = event.dataTransfer?.files[0];
    if (one) void drop(one);
  };
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", over);
  document.addEventListener("drop", dropped);

  await show(await chartBytes());
  editor.value = await asTab();
  mark();
  let width = 0;
  const watch = new ResizeObserver(() => {
    if (Math.abs(score.clientWidth - width) < 40) return;
    width = score.clientWidth;
    void drawn().then(
      (picture) => score.replaceChildren(picture),
      () => undefined,
    );
  });
  watch.observe(score);
  return {
    title: "Charts",
    element,
    leave: () => {
      watch.disconnect();
      document.removeEventListener("dragover", over);
      document.removeEventListener("dragleave", over);
      document.removeEventListener("drop", dropped);
    },
  };
}
