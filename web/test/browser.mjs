// What the browser tests share: the server, Chromium, a microphone that plays a file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const firstchair = process.env.FIRSTCHAIR;
export const page = process.env.FIRSTCHAIR_PAGE;
export const shots = process.env.FIRSTCHAIR_SHOTS;

/** firstchair serve on any port, or on that one; {address, stop}. `printed` is the line of the address. */
export const serve = (book, port = 0, more = [], printed = /^Open (\S+)$/) =>
  served(
    ["serve", "--port", String(port), "--no-open", "--page", page, "--book", book, ...more],
    dirname(book),
    printed,
  );
/** firstchair school serve on any port. */
export const serveSchool = (database) =>
  served(
    ["school", "serve", "--port", "0", "--page", page, "--database", database],
    dirname(database),
    /^Listens at (\S+)$/,
  );

async function served(command, home, printed) {
  const server = spawn(firstchair, command, {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
  });
  const address = await new Promise((resolve, reject) => {
    server.on("exit", (code) => reject(new Error(`${command[0]} ended with ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = printed.exec(line);
      if (found) resolve(found[1]);
    });
  });
  const ended = new Promise((resolve) => server.on("exit", resolve));
  return { address, stop: () => (server.kill("SIGTERM"), ended) };
}

export function chrome(wav) {
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-audio-capture=${wav}%noloop`,
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
}

/** In the page: an e-kit that window.hit(note, velocity, time stamp) strikes and window.unplug() takes away. */
export function makeKit() {
  const input = new EventTarget();
  window.hit = (note, velocity, timeStamp) => {
    const event = new Event("midimessage");
    Object.defineProperties(event, {
      data: { value: new Uint8Array([0x99, note, velocity]) },
      timeStamp: { value: timeStamp },
    });
    input.dispatchEvent(event);
  };
  const access = { inputs: new Map([["kit", input]]) };
  window.unplug = () => access.onstatechange?.({ port: { type: "input", state: "disconnected" } });
  navigator.requestMIDIAccess = async () => access;
}
/** Every page of the context has that kit. */
export const addKit = (context) => context.addInitScript(makeKit);

/** A wav of short strokes (noise over a falling tone) at those seconds, 16 bits, 48 kHz. */
export function strokesWav(times, seconds) {
  const rate = 48000;
  const sound = new Float32Array(Math.round(seconds * rate));
  let state = 1;
  const noise = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x3fffffff - 1;
  for (let i = 0; i < sound.length; ++i) sound[i] = 1e-4 * noise();
  for (const time of times) {
    const start = Math.round(time * rate);
    for (let i = 0; i < 0.2 * rate && start + i < sound.length; ++i) {
      const t = i / rate;
      sound[start + i] += 0.5 * Math.exp(-t / 0.03) * (0.6 * noise() + 0.6 * Math.sin(2 * Math.PI * 190 * t));
    }
  }
  const bytes = Buffer.alloc(44 + 2 * sound.length);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 2 * sound.length, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(2 * sound.length, 40);
  sound.forEach((x, i) => bytes.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, x))), 44 + 2 * i));
  return bytes;
}

/** Such a wav as the first of two channels, of which the other is it upside down. */
export function oppositesWav(wav) {
  const samples = wav.subarray(44);
  const bytes = Buffer.concat([wav.subarray(0, 44), Buffer.alloc(2 * samples.length)]);
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(2 * wav.readUInt32LE(28), 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let at = 0; at < samples.length; at += 2) {
    const sample = Math.max(-32767, samples.readInt16LE(at));
    bytes.writeInt16LE(sample, 44 + 2 * at);
    bytes.writeInt16LE(-sample, 46 + 2 * at);
  }
  return bytes;
}

/** The samples of such a wav as an avi without pictures, which no browser reads. */
export function aviOf(wav) {
  const samples = wav.subarray(44);
  const word = (...values) => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, i) => bytes.writeUInt32LE(value, 4 * i));
    return bytes;
  };
  const chunk = (name, ...parts) => {
    const all = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(name), word(all.length), all]);
  };
  const list = (name, ...parts) => chunk("LIST", Buffer.from(name), ...parts);
  const rate = wav.readUInt32LE(24);
  const kPart = 2 * 4800; // bytes
  const parts = [];
  for (let at = 0; at < samples.length; at += kPart) parts.push(samples.subarray(at, at + kPart));
  const avih = chunk("avih", word(100000, 2 * rate, 0, 0x10, parts.length, 0, 1, kPart, 0, 0, 0, 0, 0, 0));
  const strh = chunk(
    "strh",
    Buffer.from("auds"),
    word(1, 0, 0, 0, 2, 2 * rate, 0, samples.length / 2, kPart, 0xffffffff, 2, 0, 0),
  );
  const strf = chunk("strf", wav.subarray(20, 36));
  const movi = list("movi", ...parts.map((part) => chunk("00wb", part)));
  let offset = 4;
  const index = parts.map((part) => {
    const entry = Buffer.concat([Buffer.from("00wb"), word(0x10, offset, part.length)]);
    offset += 8 + part.length;
    return entry;
  });
  return chunk(
    "RIFF",
    Buffer.from("AVI "),
    list("hdrl", avih, list("strl", strh, strf)),
    movi,
    chunk("idx1", ...index),
  );
}

/** A MIDI file of an e-kit: strokes [ms, note], spread so, in ms (SD); a seed gives the same ones. */
function spreadMidi(strokes, spread, seed) {
  let state = seed;
  const chance = () => ((state = (state * 1103515245 + 12345) & 0x7fffffff) + 1) / 0x80000001;
  const normal = () => Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
  const struck = strokes.map(([ms, note]) => [ms + spread * normal(), note]).sort((a, b) => a[0] - b[0]);
  const varint = (value) =>
    value < 128 ? [value] : [...varint(value >> 7).map((byte) => byte | 128), value & 127];
  let last = 0;
  const events = struck.flatMap(([ms, note]) => {
    const tick = Math.round(ms * 60); // 30,000 a quarter at 120 a minute
    const delta = tick - last;
    last = tick;
    return [...varint(delta), 0x99, note, 100];
  });
  events.push(0, 0xff, 0x2f, 0);
  const head = Buffer.from("MThd\0\0\0\x06\0\0\0\x01\x75\x30MTrk\0\0\0\0", "latin1");
  head.writeUInt32BE(events.length, head.length - 4);
  return Buffer.concat([head, Buffer.from(events)]);
}
/** That many sixteenths of a snare. */
export const sixteenthsMidi = (strokes, bpm, spread, seed) =>
  spreadMidi(
    Array.from({ length: strokes }, (_, i) => [500 + (15000 / bpm) * i, 38]),
    spread,
    seed,
  );
/** That many bars of rock eighths: hats, kick on 1 and 3 and the & of 3, snare on 2 and 4. */
export const grooveMidi = (bars, bpm, spread, seed) =>
  spreadMidi(
    Array.from({ length: 8 * bars }, (_, i) => {
      const ms = 500 + (30000 / bpm) * i;
      const other = { 0: 36, 2: 38, 4: 36, 5: 36, 6: 38 }[i % 8];
      return [[ms, 42], ...(other ? [[ms, other]] : [])];
    }).flat(),
    spread,
    seed,
  );

/** Signed errors of the notes as the page shows them, by note. */
export const shownErrors = (tab) =>
  tab.$$eval("[data-error]", (notes) =>
    notes.map((note) => [Number(note.id.slice(1)), Number(note.dataset.error)]).sort((a, b) => a[0] - b[0]),
  );
