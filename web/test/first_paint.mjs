// What a visit from an empty cache costs, in Chromium on this machine: the largest paint, what moves meanwhile, the
// bytes on the wire until the page stands; of the first visit, Drill, Charts, Today and a take, on a desk and a phone.
//   FIRSTCHAIR=build/check/apps/cli/firstchair FIRSTCHAIR_PAGE=build/page node web/test/first_paint.mjs [TRIES [PAGE]]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chrome, firstchair, serve, strokesWav } from "./browser.mjs";
import { spawnSync } from "node:child_process";

const tries = Number(process.argv[2] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "firstchair-paint-"));
const wav = join(folder, "quarters.wav");
const book = join(folder, "book.db");
// A take for Today and Take: quarters on a pad at 120.
writeFileSync(
  wav,
  strokesWav(
    Array.from({ length: 32 }, (_, i) => 0.5 + 0.5 * i),
    17,
  ),
);
const tab = join(folder, "quarters.tab");
writeFileSync(tab, `Title: Quarters\nMeter: 4/4\n\n${"PD|o---o---o---o---|\n\n".repeat(8)}`);
const heard = spawnSync(
  firstchair,
  ["hear", wav, "--chart", tab, "--voices", "pad", "--keep", "--book", book, "--out", join(folder, "take")],
  { encoding: "utf8" },
);
if (heard.status !== 0) throw new Error(heard.stderr);

const server = await serve(book);
const browser = await chrome(wav);
const kPages = { "first visit": "", Drill: "drill", Charts: "charts", Today: "today", Take: "take/book-1" };
const kWindows = [
  [1366, 768],
  [390, 844],
];

async function visit(hash, [width, height]) {
  const context = await browser.newContext({ viewport: { width, height } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const one of list.getEntries()) window.shift += one.value;
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      for (const { startTime, element } of list.getEntries())
        window.largest = [startTime, element?.textContent.trim().slice(0, 24) || element?.tagName || ""];
    }).observe({ type: "largest-contentful-paint", buffered: true });
    new MutationObserver(() => {
      if (document.documentElement.dataset.started) window.startedAt ??= performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-started"] });
  });
  await page.goto(server.address + (hash && `#${hash}`));
  await page.waitForSelector("html[data-started]", { timeout: 60000 });
  await page.waitForTimeout(500);
  const told = await page.evaluate(() => {
    const all = performance.getEntries().filter(({ transferSize }) => transferSize > 0);
    const first = all.filter(({ startTime }) => startTime < window.startedAt);
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return {
      bytes: first.reduce((sum, { transferSize }) => sum + transferSize, 0),
      first: paint.startTime,
      largest: window.largest[0],
      what: window.largest[1],
      shift: window.shift,
    };
  });
  await context.close();
  return told;
}

const half = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)].toFixed(0);
console.log(`${tries} visits each, shortest and half; load at the start ${loadavg()[0].toFixed(1)}`);
for (const [name, hash] of Object.entries(kPages)) {
  if (process.argv[3] && name !== process.argv[3]) continue;
  for (const window of kWindows) {
    const told = [];
    for (let i = 0; i < tries; ++i) told.push(await visit(hash, window));
    const of = (key) => told.map((one) => one[key]);
    console.log(
      `${name}, ${window[0]} px: first paint ${Math.min(...of("first")).toFixed(0)} ${half(of("first"))}, ` +
        `largest ${Math.min(...of("largest")).toFixed(0)} ${half(of("largest"))} ms (${told[0].what}), ` +
        `moved ${Math.max(...of("shift")).toFixed(5)}, ${Math.max(...of("bytes"))} bytes; load ${loadavg()[0].toFixed(1)}`,
    );
  }
}
await browser.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
