// What a drill of an hour in real time holds on to in the page, measured in Chromium on this machine:
//   FIRSTCHAIR=build/check/apps/cli/firstchair FIRSTCHAIR_PAGE=build/page node web/test/hour.mjs [MINUTES]
// Sixteenths on an e-kit, 320 a minute, at most the 1,000 bars of a drill, which are 50 minutes; after every minute
// what the page's script holds once its garbage is gone, its nodes, and what the system gives to the page's process.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addKit, chrome, serve, strokesWav } from "./browser.mjs";

const minutes = Number(process.argv[2] ?? 60);
const kBpm = 80;
const folder = mkdtempSync(join(tmpdir(), "firstchair-hour-"));
const wav = join(folder, "silence.wav");
writeFileSync(wav, strokesWav([], 5));
const server = await serve(join(folder, "book.db"));
const browser = await chrome(wav);
const context = await browser.newContext({ permissions: ["microphone"] });
await addKit(context);
const tab = await context.newPage();
await tab.goto(server.address + "#drill");
await tab.waitForSelector("html[data-started]");
await tab.evaluate(
  ([bpm, bars]) =>
    localStorage.setItem(
      "firstchair",
      JSON.stringify({
        chart: {
          name: "own",
          title: "Sixteenths",
          text: "Title: Sixteenths\nMeter: 4/4\n\nSN|oooooooooooooooo|\n",
        },
        bpm,
        times: bars,
        countIn: 0,
        input: "midi",
      }),
    ),
  [kBpm, Math.min(1000, Math.ceil((minutes * kBpm) / 4))],
);
await tab.reload();
await tab.waitForSelector("html[data-started]");
const devtools = await context.newCDPSession(tab);
await devtools.send("Performance.enable");
const renderer = async () => {
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const held = processInfo
    .filter((one) => one.type === "renderer")
    .map((one) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${one.id}/status`, "utf8"))[1]));
  return Math.max(...held) / 1024;
};
await tab.keyboard.press(" ");
await tab.evaluate(async (bpm) => {
  while (!document.querySelector(".now")) await new Promise(requestAnimationFrame);
  const first = performance.now();
  const stroke = (i) => {
    const at = first + (15000 / bpm) * i;
    setTimeout(() => {
      window.hit(38, 100, performance.now());
      if (document.body.classList.contains("playing")) stroke(i + 1);
    }, at - performance.now());
  };
  stroke(0);
}, kBpm);
console.log("minute | script, MB | nodes | process, MB");
for (let minute = 0; minute <= minutes; ++minute) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (name) => metrics.find((one) => one.name === name).value;
  const playing = await tab.evaluate(() => document.body.classList.contains("playing"));
  console.log(
    `${minute} | ${(of("JSHeapUsedSize") / 1e6).toFixed(2)} | ${of("Nodes")} | ${(await renderer()).toFixed(1)}${playing ? "" : " | over"}`,
  );
  if (!playing && minute > 0) break;
  if (minute < minutes) await tab.waitForTimeout(60000);
}
await browser.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
