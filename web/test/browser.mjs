// What the browser tests share: the server, Chromium, a microphone that plays a file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const firstchair = process.env.FIRSTCHAIR;
export const page = process.env.FIRSTCHAIR_PAGE;
export const shots = process.env.FIRSTCHAIR_SHOTS;

/** firstchair serve on any port; {address, stop}. */
export async function serve() {
  const server = spawn(firstchair, ["serve", "--port", "0", "--no-open", "--page", page], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    server.on("exit", (code) => reject(new Error(`serve ended with ${code}`)));
    createInterface({ input: server.stdout }).on("line", (line) => {
      const found = /^Open (\S+)$/.exec(line);
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

/** A wav of short strokes (noise over a falling tone) at those seconds, 16 bits, 48 kHz. */
export function strokesWav(times, seconds) {
  const rate = 48000;
  const sound = new Float32Array(Math.round(seconds * rate));
  let state = 1;
  const noise = () => ((state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x3fffffff) - 1;
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

/** Signed errors of the notes as the page shows them, by note. */
export const shownErrors = (tab) =>
  tab.$$eval("[data-error]", (notes) => notes.map((note) => [Number(note.id.slice(1)), Number(note.dataset.error)]).sort((a, b) => a[0] - b[0]));
