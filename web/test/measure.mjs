// What docs/measured/page.md says of the page's speed, measured in Chromium on this machine:
//   FIRSTCHAIR=build/check/apps/cli/firstchair FIRSTCHAIR_PAGE=build/page node web/test/measure.mjs
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addKit, chrome, serve, strokesWav } from "./browser.mjs";

const folder = mkdtempSync(join(tmpdir(), "firstchair-measure-"));
const wav = join(folder, "silence.wav");
writeFileSync(wav, strokesWav([], 5));
const server = await serve(join(folder, "book.db"));
const browser = await chrome(wav);
const ranks = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2);
  return `half ${at(0.5)}, 99 % ${at(0.99)}, longest ${sorted.at(-1).toFixed(2)}`;
};

// Cold: another context each time, nothing cached.
const loads = [];
for (let i = 0; i < 7; ++i) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(server.address + "#drill", { waitUntil: "commit" });
  loads.push(
    await tab
      .waitForFunction(() => document.querySelector(".score svg") && performance.now(), undefined, {
        polling: 10,
      })
      .then((told) => told.jsonValue()),
  );
  await context.close();
}
console.log(`Drill from an empty cache until its chart stands: ${ranks(loads)} ms, ${loads.length} times`);

const context = await browser.newContext({ permissions: ["microphone"] });
await addKit(context);
const tab = await context.newPage();
await tab.goto(server.address + "#drill");
await tab.waitForSelector("html[data-started]");

// The audio thread's work, block by block, where there is a clock.
const blocks = await tab.evaluate(async () => {
  const door = (await WebAssembly.instantiateStreaming(fetch("firstchair.wasm"), {})).instance.exports;
  door._initialize();
  const put = (bytes) => {
    const at = door.room(bytes.length); // the memory may grow by it
    new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
  };
  put(new Uint8Array(await (await fetch("ear.weights")).arrayBuffer()));
  door.ear_weights();
  const frames = door.fixed_take();
  const text = new Uint8Array(door.memory.buffer, door.text());
  put(text.slice(0, text.indexOf(0)));
  door.chart_open();
  const shares = [];
  for (let pass = 0; pass < 3; ++pass) {
    put(new TextEncoder().encode("rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 1\nname speed\n"));
    door.drill_open();
    for (let at = 0; at + 128 <= frames; at += 128) {
      const sound = new Float32Array(door.memory.buffer, door.fixed_sound() + 4 * at, 128);
      const before = performance.now();
      new Float32Array(door.memory.buffer, door.drill_in(), 128).set(sound);
      if (door.drill_block(128) > 0) door.drill_news();
      if (pass > 0) shares.push((performance.now() - before) / (128 / 48)); // the first pass is the compiler's
    }
    door.drill_close();
  }
  return shares;
});
console.log(
  `A block of 128 frames, of its time: ${ranks(blocks.map((share) => 100 * share))} %, ${blocks.length} blocks`,
);

// From an e-kit's event to its note's colour in the document, and to the frame that shows it.
await tab.evaluate(() =>
  localStorage.setItem(
    "firstchair",
    JSON.stringify({
      chart: { name: "own", title: "Eighths", text: "Title: Eighths\nMeter: 4/4\n\nSN|o-o-o-o-o-o-o-o-|\n" },
      bpm: 120,
      times: 8,
      countIn: 1,
      input: "midi",
    }),
  ),
);
await tab.reload();
await tab.waitForSelector("html[data-started]");
await tab.keyboard.press(" ");
const [coloured, shown] = await tab.evaluate(async () => {
  // On the beat: strokes 150 ms beside it answer no note and colour none.
  while (!document.querySelector(".now") || document.querySelector(".counting"))
    await new Promise(requestAnimationFrame);
  const coloured = [];
  const shown = [];
  for (let i = 0; i < 30; ++i) {
    const at = performance.now();
    const seen = new Promise((resolve) => {
      const watch = new MutationObserver((changes) => {
        if (!changes.some((one) => one.attributeName === "data-error")) return;
        watch.disconnect();
        coloured.push(performance.now() - at);
        requestAnimationFrame(() => {
          shown.push(performance.now() - at);
          resolve();
        });
      });
      watch.observe(document.querySelector(".score"), { subtree: true, attributes: true });
      setTimeout(() => (watch.disconnect(), resolve()), 1000);
    });
    window.hit(38, 100, at);
    await seen;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, at + 250 - performance.now())));
  }
  return [coloured, shown];
});
console.log(
  `A stroke until its note has its colour: ${ranks(coloured)} ms; until the next frame is drawn: ${ranks(shown)} ms, ${coloured.length} strokes`,
);
await browser.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
