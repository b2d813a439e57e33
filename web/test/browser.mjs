// What the browser tests share: the server, Chromium, a microphone that plays a file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export * from "./made.mjs";

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

/** In the page: an e-kit that window.hit(note, velocity, time stamp) strikes, whose pedal window.pedal() presses and
 * which window.unplug() takes away; beside it an output called Lights, whose bytes are in window.lights. */
export function makeKit() {
  const input = new EventTarget();
  const tell = (bytes, timeStamp) => {
    const event = new Event("midimessage");
    Object.defineProperties(event, {
      data: { value: new Uint8Array(bytes) },
      timeStamp: { value: timeStamp },
    });
    input.dispatchEvent(event);
  };
  window.hit = (note, velocity, timeStamp) => tell([0x99, note, velocity], timeStamp);
  window.pedal = () => tell([0xb0, 64, 127], performance.now());
  window.lights = [];
  const lights = { name: "Lights", send: (bytes, at) => window.lights.push([at, ...bytes]) };
  const access = { inputs: new Map([["kit", input]]), outputs: new Map([["lights", lights]]) };
  window.unplug = () => access.onstatechange?.({ port: { type: "input", state: "disconnected" } });
  navigator.requestMIDIAccess = async () => access;
}
/** Every page of the context has that kit. */
export const addKit = (context) => context.addInitScript(makeKit);

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

/** Signed errors of the notes as the page shows them, by note. */
export const shownErrors = (tab) =>
  tab.$$eval("[data-error]", (notes) =>
    notes.map((note) => [Number(note.id.slice(1)), Number(note.dataset.error)]).sort((a, b) => a[0] - b[0]),
  );
