// How exactly a chart is heard (Hear it) while the page's script is kept busy, measured in Chromium on this machine:
//   FIRSTCHAIR=build/check/apps/cli/firstchair FIRSTCHAIR_PAGE=build/page node web/test/listening.mjs
// Sixteenths of a snare at 120, 125 ms apart; an audio thread's own recorder hears what comes out.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chrome, serve, strokesWav } from "./browser.mjs";

const folder = mkdtempSync(join(tmpdir(), "firstchair-listening-"));
const wav = join(folder, "silence.wav");
writeFileSync(wav, strokesWav([], 1));
const server = await serve(join(folder, "book.db"));
const browser = await chrome(wav);
const context = await browser.newContext({ serviceWorkers: "block", bypassCSP: true });
const recorder = `registerProcessor("recorder", class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage({ frame: currentFrame, samples: input[0].slice() });
    return true;
  }
});`;
await context.addInitScript((code) => {
  window.recorded = [];
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...more) {
    if (this instanceof GainNode && to === this.context.destination) {
      const module = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
      void this.context.audioWorklet.addModule(module).then(() => {
        const node = new AudioWorkletNode(this.context, "recorder");
        node.port.onmessage = ({ data }) => window.recorded.push(data);
        window.rate = this.context.sampleRate;
        connect.call(this, node);
        connect.call(node, to); // silence, but only so is it asked for its blocks
      });
    }
    return connect.call(this, to, ...more);
  };
}, recorder);
const tab = await context.newPage();
await tab.goto(server.address + "#drill");
await tab.evaluate(() =>
  localStorage.setItem(
    "firstchair",
    JSON.stringify({
      visited: true,
      chart: {
        name: "own",
        title: "Sixteenths",
        text: "Title: Sixteenths\nMeter: 4/4\n\nSN|oooooooooooooooo|\n",
      },
      bpm: 120,
    }),
  ),
);
await tab.reload();
await tab.waitForSelector("html[data-started]");
const press = (words) =>
  tab.evaluate(
    (name) => [...document.querySelectorAll("button")].find((one) => one.textContent === name).click(),
    words,
  );
for (const busy of [0, 200, 500, 1000]) {
  await tab.evaluate(() => (window.recorded = []));
  await press("Hear it");
  await tab.evaluate(async (ms) => {
    // Two rounds of 2 s; every 1.3 s the script does nothing else for that long.
    for (const end = performance.now() + 6000; performance.now() < end;) {
      for (const until = performance.now() + ms; performance.now() < until;);
      await new Promise((resolve) => setTimeout(resolve, 1300));
    }
  }, busy);
  const { onsets, lost } = await tab.evaluate(() => {
    const all = window.recorded.sort((a, b) => a.frame - b.frame);
    const onsets = [];
    let quiet = 0; // frames since anything as loud
    let lost = 0;
    for (const [i, { frame, samples }] of all.entries()) {
      if (i > 0) lost += (frame - all[i - 1].frame) / 128 - 1;
      samples.forEach((x, at) => {
        if (Math.abs(x) > 0.1) {
          if (quiet > 960) onsets.push(frame + at);
          quiet = 0;
        } else ++quiet;
      });
    }
    return { onsets, lost };
  });
  await press("Silence");
  const rate = await tab.evaluate(() => window.rate);
  const gaps = onsets.slice(1).map((at, i) => (1000 * (at - onsets[i])) / rate - 125);
  const off = gaps.map(Math.abs).sort((a, b) => a - b);
  console.log(
    `script busy for ${busy} ms at a time: ${onsets.length} strokes, distances off by half ${off[off.length >> 1]?.toFixed(2)}, most ${off.at(-1)?.toFixed(2)} ms; ${off.filter((ms) => ms > 2).length} by over 2 ms (${lost} blocks not recorded)`,
  );
  await tab.waitForTimeout(300);
}
await browser.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
