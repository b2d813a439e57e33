// Takes: those on this device, and one of them: the report that the program writes too, with its bars to listen to.
import { audio } from "./audio.ts";
import type { KeptTake } from "./generated/server_api.ts";
import { field, h, number, toggle, type View } from "./dom.ts";
import { clockText } from "./model/numbers.ts";
import { playedBars } from "./model/take_model.ts";
import { server } from "./server.ts";
import { kitSettings } from "./model/kept.ts";
import { kept, wish } from "./settings_store.ts";
import { chartBytes } from "./shared.ts";
import { onSync, sync } from "./sync.ts";
import { takeChanges } from "./take_changes.ts";
import { takes } from "./takes.ts";
import type { Synced } from "./takes_worker.ts";
import { wordsOf } from "./text.ts";
import type { Take } from "./generated/take.ts";

function inBook(synced?: Synced): string {
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
              `${new Date(row.started).toLocaleString()}, ${clockText(row.seconds)}`,
            ),
            h("span", {}, row.order, h("small", {}, inBook(row.synced))),
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
      const common = { name: recorded.name, pad: false, bpm: 0, chart, player: kept.player };
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
        id = await takes.hear({ ...common, rate: sound.sampleRate, mono });
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

const kFromBook = /^book-(\d+)$/; // take/book-12: of the book; else: of this device

/** The other takes of the item in the book, one to choose; what differs, in the engine's words. */
async function comparison(place: number): Promise<HTMLElement> {
  const { take } = await server.about(place);
  if (!take.item) throw new Error("Played without a chart.");
  const others = (await server.takes(take.item, 100)).takes.filter((one) => one.id !== place);
  if (others.length === 0) throw new Error("The book has no other take of it.");
  const told = h("div", { role: "status", "aria-live": "polite" });
  const compare = async (other: KeptTake) => {
    try {
      // What was played first comes first.
      const both =
        other.began_s < take.began_s
          ? await server.compare(other.id, place)
          : await server.compare(place, other.id);
      told.replaceChildren(...both.lines.map((line) => h("p", {}, line.text)));
    } catch (error) {
      told.replaceChildren(h("p", {}, wordsOf(error)));
    }
  };
  const select = h(
    "select",
    {
      onchange: () => {
        const other = others.find((one) => String(one.id) === select.value);
        if (other) void compare(other);
      },
    },
    h("option", { value: "" }, "Choose a take"),
    ...others.map((one) =>
      h(
        "option",
        { value: one.id },
        `${new Date(1000 * one.began_s).toLocaleString()}, ${one.bpm.toFixed(0)} BPM`,
      ),
    ),
  );
  return h(
    "section",
    { class: "compare" },
    h("h2", {}, "Compare"),
    h("div", { class: "setup" }, field("With another take of the same item", select)),
    told,
  );
}

export async function takeView(id: string): Promise<View> {
  const inTheBook = kFromBook.exec(id);
  const held: { json: string; html: string; sound?: Uint8Array<ArrayBuffer>; synced?: Synced } = inTheBook
    ? await server.take(Number(inTheBook[1]))
    : await takes.load(id);
  const place = inTheBook ? Number(inTheBook[1]) : held.synced?.book;
  const take = JSON.parse(held.json) as Take;
  // The program's own page: its body, with the styles this page already has.
  const report = new DOMParser().parseFromString(held.html.replace(/<style>[^]*?<\/style>/, ""), "text/html");
  const body = h("div", { class: "report" });
  for (const part of report.body.querySelectorAll(":scope > header, :scope > main > *, :scope > footer"))
    body.append(document.importNode(part, true));
  const beside = h("div", {});
  const changes = h("div", {});
  if (place !== undefined) {
    comparison(place).then(
      (element) => beside.replaceChildren(element),
      (error: unknown) =>
        beside.replaceChildren(h("p", { class: "soft" }, `Not compared: ${wordsOf(error)}`)),
    );
    server.about(place).then(
      ({ take: mine }) => changes.replaceChildren(takeChanges(mine)),
      () => undefined, // the comparison says it
    );
  } else {
    beside.replaceChildren(
      h("p", { class: "soft" }, "Takes are compared in the book; this one waits for it."),
    );
  }

  const bars = playedBars(take);
  const played = { low: 1, high: bars.length };
  let from = 1;
  let to = Math.min(2, bars.length);
  let click = true;
  let playing: AudioBufferSourceNode[] = [];
  let zoom = 1;
  const said = h("span", { class: "soft", role: "status" });

  function stop(): void {
    for (const node of playing) node.stop();
    playing = [];
  }
  async function listen(): Promise<void> {
    stop();
    try {
      const context = await audio();
      const sound = await context.decodeAudioData(held.sound!.slice().buffer);
      const start = bars[from - 1].from;
      const end = bars[Math.max(from, to) - 1].to;
      const source = new AudioBufferSourceNode(context, { buffer: sound });
      source.connect(context.destination);
      const when = context.currentTime + 0.05;
      source.start(when, start, end - start);
      playing.push(source);
      if (!click) return;
      for (const bar of bars.slice(from - 1, Math.max(from, to))) {
        bar.beats.forEach((beat, index) => {
          const tone = new OscillatorNode(context, { frequency: index === 0 ? 1600 : 1100 });
          const gain = new GainNode(context, { gain: 0 });
          const at = when + beat - start;
          gain.gain.setValueAtTime(0.18, at);
          gain.gain.exponentialRampToValueAtTime(0.001, at + 0.04);
          tone.connect(gain).connect(context.destination);
          tone.start(at);
          tone.stop(at + 0.05);
          playing.push(tone as unknown as AudioBufferSourceNode);
        });
      }
      said.textContent = `Bars ${bars[from - 1].number} to ${bars[Math.max(from, to) - 1].number}, ${clockText(start)} to ${clockText(end)}.`;
    } catch (error) {
      said.textContent = wordsOf(error);
    }
  }
  function zoomTo(value: number): void {
    zoom = value;
    body.style.setProperty("--zoom", String(zoom));
  }
  const save = (bytes: BlobPart, name: string, type: string) => {
    const link = h("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  const tools = h(
    "div",
    { class: "tools" },
    field(
      "Zoom",
      h("input", {
        type: "range",
        min: "1",
        max: "6",
        step: "0.5",
        value: "1",
        oninput: (event: Event) => zoomTo(Number((event.target as HTMLInputElement).value)),
      }),
    ),
    ...(held.sound && bars.length > 0
      ? [
          field(
            "From bar played",
            number(from, played, (value) => (from = value)),
          ),
          field(
            "To",
            number(to, played, (value) => (to = value)),
          ),
          toggle("Click on the pulse", click, (value) => (click = value)),
          h("button", { type: "button", onclick: () => void listen() }, "Listen"),
          h("button", { type: "button", onclick: stop }, "Silence"),
        ]
      : []),
    h(
      "button",
      { type: "button", onclick: () => save(held.json, "take.json", "application/json") },
      "Save take.json",
    ),
    h(
      "button",
      { type: "button", onclick: () => save(held.html, "take.html", "text/html") },
      "Save take.html",
    ),
    ...(held.sound
      ? [
          h(
            "button",
            { type: "button", onclick: () => save(held.sound!, "sound.wav", "audio/wav") },
            "Save sound.wav",
          ),
        ]
      : []),
    said,
  );
  return {
    title: "Take",
    element: h(
      "div",
      { class: "take" },
      h("p", {}, h("a", { href: inTheBook ? "#book" : "#takes" }, inTheBook ? "Book" : "All takes")),
      body,
      changes,
      beside,
      tools,
    ),
    leave: stop,
  };
}
