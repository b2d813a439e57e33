// Takes: those on this device, and recordings that become one.
import { h, toggle, type View } from "./dom.ts";
import { isMidi } from "./model/charts_model.ts";
import { handedText } from "./model/handing_model.ts";
import { clockText } from "./model/numbers.ts";
import { usedKitSound } from "./kit_sound.ts";
import { kitSettings } from "./model/kept.ts";
import { oneChannel } from "./model/one_channel.ts";
import { pageWords } from "./model/page_words.ts";

import { notice } from "./notice.ts";
import { inSchool } from "./school/school_server.ts";
import { kept, wish } from "./settings_store.ts";
import { Away, server } from "./server.ts";
import { builtins, chartBytes, ownBytes } from "./shared.ts";
import { onSync, sync } from "./sync.ts";
import { takes } from "./takes.ts";
import type { TakeRow } from "./takes_worker.ts";
import { wordsOf } from "./text.ts";

const kMostHere = 256 * 1024 * 1024; // bytes of a file that is decoded in the page: it lies in memory twice

/** The name of the chosen chart where it is a built-in one; nothing: it is another. */
async function chosenBuiltin(): Promise<string | undefined> {
  await chartBytes();
  return (await builtins).find(({ name }) => name === kept.chart?.name)?.name;
}

function inBook({ synced, assignment }: Pick<TakeRow, "synced" | "assignment">): string {
  if (inSchool) return handedText({ synced, assignment });
  if (!synced) return "Waits for the book.";
  return synced.refused ? `Not in the book: ${synced.refused}` : `In the book, ${synced.book}.`;
}

/** What is asked before it goes: the book's own is another thing. */
function deleting({ title, synced }: Pick<TakeRow, "title" | "synced">): string {
  const other =
    synced?.book !== undefined ? " The book keeps what it has of it; its page there discards it." : "";
  return `Delete ${title} from this device? Its sound goes too.${other}`;
}

export async function takesView(note = ""): Promise<View> {
  const said = h("p", { class: "said", role: "status", "aria-live": "polite" }, note);
  const rows = h("ul", { class: "takes" });
  const file = h("input", {
    type: "file",
    class: "hidden-file",
    id: "take-file",
    accept: "audio/*,video/*,.mid,.midi,.rmi,.kar,.mkv,.mts,.m2ts,.avi",
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
              onclick: () => confirm(deleting(row)) && void takes.remove(row.id).then(list),
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
  /** The kit's sound lies beside the book under the name that is returned; empty: it is heard without. */
  async function kitThere(name: string): Promise<string> {
    const sound = usedKitSound();
    if (!sound) return "";
    try {
      return (await server.keepKitSound(sound)).id;
    } catch (error) {
      if (error instanceof Away) throw error;
      notice(`${name}: heard without the kit's sound: ${wordsOf(error)}`);
      return "";
    }
  }
  /** What no browser decodes goes to the server as it is. */
  async function heardThere(recorded: File): Promise<string> {
    const { name } = recorded;
    const builtin = withChart ? await chosenBuiltin() : "";
    if (builtin === undefined)
      throw new Error(
        `${name}: firstchair reads it beside a built-in chart or beside none. Save its sound as wav or flac to hear it beside this one.`,
      );
    said.textContent = `${name} goes to firstchair, which reads what the browser does not.`;
    try {
      const heard = await server.hear(
        recorded,
        name,
        builtin,
        await kitThere(name),
        ({ state, heard_s, length_s }) => {
          said.textContent =
            state === "hearing" && length_s > 0
              ? `Hearing ${name}: ${clockText(heard_s)} of ${clockText(length_s)}.`
              : `${name} waits to be heard.`;
        },
      );
      const chart = builtin ? await chartBytes() : undefined;
      return await takes.keepHeard({ ...heard, name, chart, player: kept.player });
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      throw new Error(
        `${name}: the browser cannot read it, and firstchair, which can, is not there. Start firstchair and open it again, or save its sound as wav or flac.`,
      );
    }
  }
  /** The browser's own decoder, into one channel; nothing where it has none for this file. */
  async function decoded(bytes: ArrayBuffer): Promise<AudioBuffer | undefined> {
    return new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes).catch(() => undefined);
  }
  async function heardHere(recorded: File): Promise<string> {
    const { name } = recorded;
    const midi = isMidi(new Uint8Array(await recorded.slice(0, 12).arrayBuffer()));
    if (!midi && recorded.size > kMostHere) return heardThere(recorded);
    const bytes = await recorded.arrayBuffer();
    const chart = withChart ? await chartBytes() : undefined;
    const common = { name, pad: false, bpm: 0, chart, player: kept.player, own: ownBytes() };
    if (midi) {
      const notes = { ...kitSettings(kept), rate: 48000, midi: new Uint8Array(bytes) };
      return (await takes.hear({ ...common, ...notes })).id;
    }
    const sound = await decoded(bytes);
    if (!sound) return heardThere(recorded);
    const channels = Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c));
    const { mono, said: ofChannels } = oneChannel(channels, sound.sampleRate);
    if (ofChannels) notice(`${name}: ${ofChannels}.`);
    const whole = clockText(sound.duration);
    const heardWith = { ...common, rate: sound.sampleRate, mono, kitSound: usedKitSound() };
    const heard = await takes.hear(heardWith, (share) => {
      said.textContent = `Hearing ${name}: ${clockText(share * sound.duration)} of ${whole}.`;
    });
    if (heard.said) notice(`${name}: ${pageWords(heard.said)}`);
    return heard.id;
  }
  async function hear(recorded: File): Promise<void> {
    try {
      said.textContent = `Hearing ${recorded.name}.`;
      const id = await heardHere(recorded);
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
