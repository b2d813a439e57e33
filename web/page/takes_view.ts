// Takes: those on this device, and recordings that become one.
import { h, toggle, type View } from "./dom.ts";
import { handedText } from "./model/handing_model.ts";
import { clockText } from "./model/numbers.ts";
import { kitSettings } from "./model/kept.ts";
import { inSchool } from "./school/school_server.ts";
import { kept, wish } from "./settings_store.ts";
import { chartBytes, ownBytes } from "./shared.ts";
import { onSync, sync } from "./sync.ts";
import { takes } from "./takes.ts";
import type { TakeRow } from "./takes_worker.ts";
import { wordsOf } from "./text.ts";

function inBook({ synced, assignment }: Pick<TakeRow, "synced" | "assignment">): string {
  if (inSchool) return handedText({ synced, assignment });
  if (!synced) return "Waits for the book.";
  return synced.refused ? `Not in the book: ${synced.refused}` : `In the book, ${synced.book}.`;
}

export async function takesView(note = ""): Promise<View> {
  const said = h("p", { class: "said", role: "status", "aria-live": "polite" }, note);
  const rows = h("ul", { class: "takes" });
  const file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "take-file",
    accept: "audio/*,video/*,.mid,.midi",
  });
  let withChart = false;

  async function list(): Promise<void> {
    const all = await takes.list();
    rows.replaceChildren(
      ...all.map((row) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: `#take/${row.id}` },
            h("b", {}, row.title),
            h(
              "span",
              { class: "soft" },
              `${new Date(row.started).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}, ${clockText(row.seconds)}`,
            ),
            h("span", {}, row.order, h("small", {}, inBook(row))),
          ),
          h(
            "button",
            {
              type: "button",
              class: "quiet",
              "aria-label": `Delete ${row.title}`,
              onclick: () =>
                confirm(`Delete ${row.title}? Its sound goes too.`) && void takes.remove(row.id).then(list),
            },
            "Delete",
          ),
        ),
      ),
    );
    if (all.length === 0)
      rows.replaceChildren(
        h(
          "li",
          { class: "empty" },
          "0 takes on this device. A drill makes one; so does a recording opened here.",
        ),
      );
  }
  async function hear(recorded: File): Promise<void> {
    try {
      said.textContent = `Hearing ${recorded.name}.`;
      const bytes = await recorded.arrayBuffer();
      const chart = withChart ? await chartBytes() : undefined;
      const start = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
      const own = ownBytes();
      const common = { name: recorded.name, pad: false, bpm: 0, chart, player: kept.player, own };
      let id: string;
      if (String.fromCharCode(...start) === "MThd") {
        id = await takes.hear({ ...common, ...kitSettings(kept), rate: 48000, midi: new Uint8Array(bytes) });
      } else {
        const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes).catch(() => {
          throw new Error(`${recorded.name}: the browser cannot read it. Save it as wav or flac.`);
        });
        const mono = sound.getChannelData(0).slice();
        for (let c = 1; c < sound.numberOfChannels; ++c) {
          const channel = sound.getChannelData(c);
          for (let i = 0; i < mono.length; ++i) mono[i] += channel[i];
        }
        if (sound.numberOfChannels > 1)
          for (let i = 0; i < mono.length; ++i) mono[i] /= sound.numberOfChannels;
        const whole = clockText(sound.duration);
        id = await takes.hear({ ...common, rate: sound.sampleRate, mono }, (share) => {
          said.textContent = `Hearing ${recorded.name}: ${clockText(share * sound.duration)} of ${whole}.`;
        });
      }
      void sync();
      location.hash = `take/${id}`;
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  file.addEventListener("change", () => file.files?.[0] && void hear(file.files[0]));
  await list();
  const dropped = wish.file;
  wish.file = undefined;
  if (dropped) void hear(dropped);
  const leave = onSync(() => void list());
  return {
    title: "Takes",
    leave,
    element: h(
      "div",
      { class: "takes-page" },
      h("h1", {}, "Takes"),
      said,
      h(
        "div",
        { class: "buttons" },
        h("label", { class: "button", for: "take-file" }, "Open a recording"),
        file,
        toggle("Against the chosen chart", withChart, (value) => (withChart = value)),
      ),
      rows,
    ),
  };
}
