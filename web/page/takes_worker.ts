// Takes on this device, in the browser's own file system: written while they are played, judged again after a crash,
// recordings heard. A folder a take:
//   about.json   settings, chart, start; written first
//   sound.wav    24 bits, one channel; its header says a length only when it is finished
//   notes.csv    of an e-kit: frame,number,velocity
//   take.json, take.html   when it is over
//   limit.json   of a search: the limit as it was known after it
//   synced.json  when the book has it, or refused it
import type { Again } from "./again.ts";
import { Engine, fetchEar, Refusal } from "./engine.ts";
import type { FoundLimit, SentTake } from "./generated/server_api.ts";
import type { Take } from "./generated/take.ts";
import { kitModule, knowing } from "./kit_engine.ts";
import { hearAgain, heardMidi, heardSound, replay, withoutBand } from "./judge_kept.ts";
import { exists, open, read, readJson, takes, write, type SyncHandle } from "./take_files.ts";
import { kHeaderBytes, packed, wavHeader } from "./model/own_wav.ts";
import { decode, encode, newId, parse, settingsText, toBase64, wordsOf } from "./text.ts";

export interface About {
  id: string;
  title: string;
  started: string;
  midi: boolean;
  settings: string;
  chart: string; // base64 of the chart's bytes
  rate: number;
  mode?: "drill" | "limit" | "hear" | "band"; // none: drill, of takes before there were others
  device?: string; // it was heard with
  roundTripMs?: number; // of a time with the band
  player?: string; // of the book; none: its first
  assignment?: number; // of a school: it is handed in for
  opening?: string; // the school's word for when it was opened
  soundToo?: boolean; // is handed in with it
  kitSound?: string; // as JSON: that its sound is heard with
}

/** What became of it in the book: its place there, or why it cannot be taken. In a school: of what was handed in. */
export interface Synced {
  book?: number;
  submission?: number;
  told?: string; // by the school, of the submission
  refused?: string;
}

let module: WebAssembly.Module;
const weights: { live?: Promise<Uint8Array>; file?: Promise<Uint8Array> } = {};
const weightsOf = (ear: "live" | "file"): Promise<Uint8Array> =>
  (weights[ear] ??= fetchEar(ear).catch((error: unknown) => {
    weights[ear] = undefined; // asked again by the next take
    throw error;
  }));
/** An engine that hears with that ear; none: an e-kit alone. With a kit's sound `told` says why it is not used. */
async function hearing(
  ear?: "live" | "file",
  kitSound?: string,
  told: (why: string) => void = () => undefined,
): Promise<Engine> {
  if (ear === "file" && kitSound) {
    const known = await knowing(kitSound, await weightsOf("file"));
    if (typeof known !== "string") return known;
    told(known);
  }
  const engine = new Engine(module);
  if (!ear) return engine;
  engine.put(await weightsOf(ear));
  engine.told(ear === "file" ? engine.door.file_ear_weights() : engine.door.ear_weights());
  return engine;
}
let recording:
  | { about: About; folder: FileSystemDirectoryHandle; handle: SyncHandle; at: number; done: () => void }
  | undefined;

async function begin(about: About, sound: MessagePort): Promise<void> {
  const folder = await (await takes()).getDirectoryHandle(about.id, { create: true });
  await write(folder, "about.json", encode(JSON.stringify(about)));
  const handle = await open(folder, about.midi ? "notes.csv" : "sound.wav");
  let at = 0;
  if (!about.midi) at += handle.write(wavHeader(about.rate, 0));
  // It comes while somebody plays; where it does not, the end says so.
  if (!about.midi && !about.mode) void weightsOf("file").catch(() => undefined);
  if (about.kitSound) void kitModule().catch(() => undefined);
  // Held as long as this tab lives: another one knows by it that the take is still being played.
  const done = await new Promise<() => void>((taken) => {
    void navigator.locks.request(`take-${about.id}`, () => new Promise<void>((release) => taken(release)));
  });
  recording = { about, folder, handle, at, done };
  sound.onmessage = ({ data }: MessageEvent) => {
    if (!recording || recording.about.id !== about.id) return;
    const bytes = data.sound
      ? packed(data.sound as Float32Array)
      : encode(`${(data.note as number[]).join(",")}\n`);
    if (!(about.midi && data.sound)) recording.at += recording.handle.write(bytes, { at: recording.at });
  };
}

/** `again`: its sound is heard again, and what that told is kept and returned. */
async function end(take?: Uint8Array, html?: Uint8Array, again = false): Promise<Again | string | undefined> {
  if (!recording) return undefined;
  const { about, folder, handle, at, done } = recording;
  recording = undefined;
  if (at >= kHeaderBytes && !about.midi) handle.write(wavHeader(about.rate, at - kHeaderBytes), { at: 0 });
  handle.flush();
  handle.close();
  let told: Again | string | undefined;
  if (take && html) {
    await write(folder, "take.html", html);
    await write(folder, "take.json", take);
    if (again) told = await hearAgain(hearing, folder, about);
  } else {
    await (await takes()).removeEntry(about.id, { recursive: true });
  }
  done();
  return told;
}

/** Takes that a closed tab or a crash left behind: judged now. Returns how many; those without a stroke go. */
async function recover(): Promise<number> {
  const root = await takes();
  let recovered = 0;
  for await (const [id, entry] of root.entries()) {
    if (entry.kind !== "directory") continue;
    const folder = entry;
    if (await exists(folder, "take.json")) continue;
    await navigator.locks.request(`take-${id}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      try {
        const about = JSON.parse(decode(await read(folder, "about.json"))) as About;
        if (await (about.mode === "band" ? withoutBand : replay)(hearing, folder, about)) ++recovered;
        else await root.removeEntry(id, { recursive: true });
      } catch (error) {
        console.warn(`take ${id} cannot be read: ${wordsOf(error)}`); // kept as it is
      }
    });
  }
  return recovered;
}

export interface TakeRow {
  id: string;
  title: string;
  started: string;
  order: string;
  seconds: number;
  synced?: Synced; // none: the book has not answered yet
  assignment?: number;
}

/** Every take that is over. */
async function* finished(): AsyncGenerator<[string, FileSystemDirectoryHandle]> {
  for await (const [id, entry] of (await takes()).entries()) {
    if (entry.kind === "directory" && (await exists(entry, "take.json"))) yield [id, entry];
  }
}
/** A mark that was cut off while it was written is none: the take is sent again. */
const syncedOf = async (folder: FileSystemDirectoryHandle): Promise<Synced | undefined> =>
  (await exists(folder, "synced.json"))
    ? readJson<Synced>(folder, "synced.json").catch(() => undefined)
    : undefined;

async function list(): Promise<TakeRow[]> {
  const rows: TakeRow[] = [];
  for await (const [id, folder] of finished()) {
    const about = await readJson<About>(folder, "about.json");
    const take = await readJson<Take>(folder, "take.json");
    rows.push({
      id,
      title: about.title,
      started: about.started,
      order: take.order.text,
      seconds: take.source.duration_s ?? 0,
      synced: await syncedOf(folder),
      assignment: about.assignment,
    });
  }
  return rows.sort((a, b) => b.started.localeCompare(a.started));
}

async function abouts(): Promise<About[]> {
  const found: About[] = [];
  for await (const [, folder] of finished()) found.push(await readJson<About>(folder, "about.json"));
  return found;
}

export interface Waiting {
  id: string;
  player: string;
  mode?: About["mode"];
  limit?: FoundLimit;
  assignment?: number;
  soundToo?: boolean;
}
async function waiting(): Promise<Waiting[]> {
  const found: Waiting[] = [];
  for await (const [id, folder] of finished()) {
    if (await syncedOf(folder)) continue;
    const { player = "", mode, assignment, soundToo } = await readJson<About>(folder, "about.json");
    found.push({
      id,
      player,
      mode,
      assignment,
      soundToo,
      limit: await readJson<FoundLimit>(folder, "limit.json").catch(() => undefined),
    });
  }
  return found.sort((a, b) => a.id.localeCompare(b.id));
}

/** Body of POST /api/book/takes (docs/guide/server.md): the strokes, and what the engine needs to judge them again. */
async function posting(id: string): Promise<string> {
  const folder = await (await takes()).getDirectoryHandle(id);
  const about = await readJson<About>(folder, "about.json");
  const take = await readJson<Take>(folder, "take.json");
  const { kit: kit_read, kit_sound } = take.source;
  const sent: Omit<SentTake, "hits" | "kit" | "kit_read"> &
    Pick<Take, "hits" | "kit"> & { kit_read?: Take["source"]["kit"]; opening?: string } = {
    id,
    began_s: Math.floor(Date.parse(about.started) / 1000),
    mode: about.mode ?? "drill",
    chart: about.chart,
    settings: about.settings,
    midi: about.midi,
    length: take.source.length,
    engine: take.engine,
    ...(take.ear ? { ear: take.ear } : {}),
    device: about.device ?? "",
    ...(about.mode === "band" ? { band: take.source.band, round_trip_ms: about.roundTripMs ?? 0 } : {}),
    ...(kit_read ? { kit_read, kit: take.kit } : {}),
    ...(kit_sound ? { kit_sound } : {}),
    hits: take.hits,
    ...(about.opening ? { opening: about.opening } : {}),
  };
  return JSON.stringify(sent);
}

async function found(id: string, limit: FoundLimit): Promise<void> {
  await write(await (await takes()).getDirectoryHandle(id), "limit.json", encode(JSON.stringify(limit)));
}

async function mark(id: string, synced: Synced): Promise<void> {
  await write(await (await takes()).getDirectoryHandle(id), "synced.json", encode(JSON.stringify(synced)));
}

/** Not read yet: an hour is 500 MB. */
async function wavOf(folder: FileSystemDirectoryHandle): Promise<Blob> {
  const file = await (await folder.getFileHandle("sound.wav")).getFile();
  return file.slice(0, file.size, "audio/wav");
}

async function load(
  id: string,
): Promise<{ json: string; html: string; about: About; sound?: Blob; synced?: Synced }> {
  const folder = await (await takes()).getDirectoryHandle(id);
  const sound = (await exists(folder, "sound.wav")) ? await wavOf(folder) : undefined;
  return {
    json: decode(await read(folder, "take.json")),
    html: decode(await read(folder, "take.html")),
    about: await readJson<About>(folder, "about.json"),
    sound,
    synced: await syncedOf(folder),
  };
}

interface Recording {
  name: string;
  rate: number;
  mono?: Float32Array;
  midi?: Uint8Array;
  chart?: Uint8Array;
  pad: boolean;
  bpm: number;
  kit?: string;
  notes?: string;
  kitSound?: string;
  player: string;
  own: { name: string; bytes: Uint8Array }[];
}

/** A recording judged and kept as a take; `said` is what is to be said of it. */
async function hear(
  recorded: Recording,
  progress: (share: number) => void,
): Promise<{ id: string; said: string }> {
  let said = "";
  const engine = await hearing(recorded.midi ? undefined : "file", recorded.kitSound, (why) => (said = why));
  const door = engine.door;
  const withChart = recorded.chart ? 1 : 0;
  if (recorded.chart) {
    engine.put(recorded.chart);
    engine.told(door.chart_open());
  }
  for (const { name, bytes } of recorded.own) {
    const called = encode(name);
    engine.put(called, bytes);
    door.chart_own(called.length);
  }
  const settings = settingsText({
    rate: recorded.rate,
    name: recorded.name,
    pad: recorded.pad,
    bpm: recorded.bpm,
    ...(recorded.midi ? { kit: recorded.kit, notes: recorded.notes } : { ear: "file" }),
  });
  const take = recorded.midi
    ? heardMidi(engine, settings, withChart, recorded.midi)
    : heardSound(engine, settings, withChart, recorded.mono!, progress);
  const html = engine.told(engine.door.take_html());
  return { id: await keepHearing(recorded, recorded.rate, decode(settings), take, html), said };
}

/** The take of a recording; with `mono` its sound, too. */
async function keepHearing(
  { name, chart, player, midi, mono }: Pick<Recording, "name" | "chart" | "player" | "midi" | "mono">,
  rate: number,
  settings: string,
  take: Uint8Array,
  html: Uint8Array,
): Promise<string> {
  const id = newId();
  const folder = await (await takes()).getDirectoryHandle(id, { create: true });
  const about: About = {
    id,
    title: name,
    started: new Date().toISOString(),
    midi: !!midi,
    settings,
    chart: chart ? toBase64(chart) : "",
    rate,
    mode: "hear",
    player,
  };
  await write(folder, "about.json", encode(JSON.stringify(about)));
  if (mono) {
    const bytes = packed(mono);
    const wav = new Uint8Array(kHeaderBytes + bytes.length);
    wav.set(wavHeader(rate, bytes.length));
    wav.set(bytes, kHeaderBytes);
    await write(folder, "sound.wav", wav);
  }
  await write(folder, "take.html", html);
  await write(folder, "take.json", take);
  return id;
}
/** What the server heard. */
async function keepHeard(
  heard: Pick<Recording, "name" | "chart" | "player"> & { take: string; html: string },
): Promise<string> {
  const rate = parse<Take>(encode(heard.take)).source.rate ?? 48000;
  const settings = settingsText({ rate, name: heard.name, pad: false, bpm: 0, ear: "file" });
  return keepHearing(heard, rate, decode(settings), encode(heard.take), encode(heard.html));
}

onmessage = async ({ data, ports }: MessageEvent) => {
  const answer = ports[0];
  try {
    let result: unknown;
    switch (data.do) {
      case "module":
        module = data.module;
        break;
      case "begin":
        await begin(data.about, ports[1]);
        break;
      case "end":
        result = await end(data.take, data.html, data.again);
        break;
      case "found":
        await found(data.id, data.limit);
        break;
      case "waiting":
        result = await waiting();
        break;
      case "posting":
        result = await posting(data.id);
        break;
      case "mark":
        await mark(data.id, data.synced);
        break;
      case "recover":
        result = await recover();
        break;
      case "list":
        result = await list();
        break;
      case "abouts":
        result = await abouts();
        break;
      case "load":
        result = await load(data.id);
        break;
      case "remove":
        await (await takes()).removeEntry(data.id, { recursive: true });
        break;
      case "keep-heard":
        result = await keepHeard(data.heard);
        break;
      case "hear":
        result = await hear(data.recorded, (share) => answer.postMessage({ share }));
        break;
    }
    answer.postMessage({ result });
  } catch (error) {
    answer.postMessage({ refused: error instanceof Refusal ? decode(error.bytes) : wordsOf(error) });
  }
};
