// A take of an hour in the page (docs/measured/page.md), measured in Chromium on this machine:
//   FIRSTCHAIR=build/check/apps/cli/firstchair FIRSTCHAIR_PAGE=build/page node web/test/long_take.mjs [MINUTES]
// An e-kit's MIDI file of rock eighths at 100 a minute (13 strokes a bar of 2.4 s, a spread of 6 ms) is opened beside
// its chart, its take is opened, scrolled and listened to; then a sound as long lies beside it and is listened to.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chrome, grooveMidi, serve, strokesWav } from "./browser.mjs";

const minutes = Number(process.argv[2] ?? 60);
const kBpm = 100;
const folder = mkdtempSync(join(tmpdir(), "firstchair-long-"));
const wav = join(folder, "silence.wav");
writeFileSync(wav, strokesWav([], 1));
const midi = join(folder, "hour.mid");
const bars = Math.floor((minutes * kBpm) / 4);
writeFileSync(midi, grooveMidi(bars, kBpm, 6, 1));
const server = await serve(join(folder, "book.db"));
const browser = await chrome(wav);
const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
const tab = await context.newPage();
await tab.addInitScript(() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
  }).observe({ type: "longtask", buffered: true });
});
await tab.goto(server.address + "#takes");
// Every bar stands in the chart, so that each can be pressed.
await tab.evaluate((count) => {
  const text = `Title: An hour\nMeter: 4/4\n\n${"HH|xxxxxxxx|\nSN|--o---o-|\nBD|o---oo--|\n\n".repeat(count)}`;
  localStorage.setItem(
    "firstchair",
    JSON.stringify({ visited: true, chart: { name: "own", title: "An hour", text } }),
  );
}, bars);
await tab.reload();
await tab.waitForFunction(() => document.documentElement.dataset.started);
const devtools = await context.newCDPSession(tab);
await devtools.send("Performance.enable");
async function held() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (name) => metrics.find((one) => one.name === name).value;
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const process = processInfo
    .filter((one) => one.type === "renderer")
    .map((one) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one.id}/status`, "utf8"))[1]) / 1024);
  return `script ${(of("JSHeapUsedSize") / 1e6).toFixed(1)} MB, ${of("Nodes")} nodes, process ${Math.max(...process).toFixed(0)} MB`;
}
const since = (began) => `${((performance.now() - began) / 1000).toFixed(2)} s`;
const longest = async () => {
  const ms = await tab.evaluate(() => {
    const most = window.longest;
    window.longest = 0;
    return most;
  });
  return `longest task ${ms.toFixed(0)} ms`;
};
// Without a handle of the element, which would keep the page that it belonged to.
const stands = (selector, timeout = 30000) =>
  tab.waitForFunction((wanted) => document.querySelector(wanted) !== null, selector, {
    timeout,
    polling: 20,
  });
const painted = () =>
  tab.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
console.log(`Takes, empty: ${await held()}`);

await tab.getByLabel("Against the chosen chart").check();
const began = performance.now();
await tab.setInputFiles("#take-file", midi);
await stands(".report section", 300000);
await painted();
const take = await tab.evaluate(() => location.hash);
console.log(`${bars} bars heard and shown in ${since(began)}; ${await longest()}; ${await held()}`);

const reopen = async (hash, selector) => {
  await tab.evaluate((to) => (location.hash = to), hash === "takes" ? "today" : "takes");
  await stands(`main[data-ready="${hash === "takes" ? "today" : "takes"}"]`);
  await longest();
  const began = performance.now();
  await tab.evaluate((to) => (location.hash = to), hash);
  await stands(selector);
  await painted();
  return `${since(began)}; ${await longest()}`;
};
for (let i = 0; i < 4; ++i)
  console.log(`its take opened again: ${await reopen(take, ".report section")}; ${await held()}`);
const scroll = await tab.evaluate(async () => {
  const gaps = [];
  const height = document.documentElement.scrollHeight - innerHeight;
  let last = await new Promise(requestAnimationFrame);
  for (let i = 0; i < 300; ++i) {
    scrollTo(0, (height * i) / 300);
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - last);
    last = now;
  }
  scrollTo(0, 0);
  return { gaps: gaps.sort((a, b) => a - b), height };
});
const rank = (values, share) => values[Math.floor(share * (values.length - 1))].toFixed(1);
console.log(
  `300 frames of scrolling over ${scroll.height} px: half ${rank(scroll.gaps, 0.5)}, 99 % ${rank(scroll.gaps, 0.99)}, longest ${rank(scroll.gaps, 1)} ms`,
);

async function listened(bar) {
  await longest();
  const began = performance.now();
  // As a person does it: the bar is scrolled to, and pressed where it stands then.
  const place = () =>
    tab.evaluate((wanted) => {
      const { x, y, width, height } = document
        .querySelector(`.report [data-bar="${wanted}"]`)
        .getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    }, bar);
  await tab.evaluate(
    (wanted) =>
      document
        .querySelector(`.report [data-bar="${wanted}"]`)
        .scrollIntoView({ block: "center", behavior: "instant" }),
    bar,
  );
  await painted();
  await tab.mouse.click(...(await place()));
  await stands(`[data-bar="${bar}"].heard`, 60000);
  const begins = since(began);
  const frames = await tab.evaluate(async () => {
    const gaps = [];
    let last = await new Promise(requestAnimationFrame);
    for (let i = 0; i < 60; ++i) {
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    return gaps.sort((a, b) => a - b);
  });
  await tab.getByRole("button", { name: "Silence" }).click();
  return `begins after ${begins}, frames half ${rank(frames, 0.5)}, longest ${rank(frames, 1)} ms; ${await longest()}; ${await held()}`;
}
console.log(`bar ${bars - 10} listened to, of strokes: ${await listened(bars - 10)}`);

// A sound as long as the take, as the page writes it.
await tab.evaluate(
  async ([id, seconds]) => {
    const root = await navigator.storage.getDirectory();
    const own = await (await root.getDirectoryHandle("takes")).getDirectoryHandle(id);
    const out = await (await own.getFileHandle("sound.wav", { create: true })).createWritable();
    const bytes = 3 * 48000 * seconds;
    const view = new DataView(new ArrayBuffer(44));
    [...new TextEncoder().encode("RIFF    WAVEfmt ")].forEach((c, i) => view.setUint8(i, c));
    view.setUint32(4, 36 + bytes, true);
    view.setUint32(16, 16, true);
    view.setUint16(20, 1, true);
    view.setUint16(22, 1, true);
    view.setUint32(24, 48000, true);
    view.setUint32(28, 144000, true);
    view.setUint16(32, 3, true);
    view.setUint16(34, 24, true);
    [...new TextEncoder().encode("data")].forEach((c, i) => view.setUint8(36 + i, c));
    view.setUint32(40, bytes, true);
    await out.write(view);
    const second = new Uint8Array(144000);
    for (let i = 0; i < 2000; ++i) second[3 * i + 2] = i & 63;
    for (let s = 0; s < seconds; ++s) await out.write(second);
    await out.close();
  },
  [take.split("/")[1], minutes * 60],
);
console.log(`with its sound, opened: ${await reopen(take, ".report section")}; ${await held()}`);
console.log(`bar ${bars - 10} listened to, of its sound: ${await listened(bars - 10)}`);
console.log(`bar 1 listened to: ${await listened(1)}`);
console.log(`Takes with it: ${await reopen("takes", ".takes li a")}`);
await browser.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
