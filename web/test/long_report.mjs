// How a long report opens and scrolls: node test/long_report.mjs TAKE.HTML (docs/measured/page.md).
import { pathToFileURL } from "node:url";
import { chrome } from "./browser.mjs";

const browser = await chrome("/dev/null");
try {
  const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const opened = [];
  for (let round = 0; round < 5; ++round) {
    await tab.goto("about:blank");
    await tab.goto(pathToFileURL(process.argv[2]).href);
    opened.push(
      await tab.evaluate(async () => {
        // Painted: the second frame after everything was laid out.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return performance.now();
      }),
    );
  }
  const frames = await tab.evaluate(async () => {
    const gaps = [];
    const height = document.documentElement.scrollHeight - innerHeight;
    let last = await new Promise(requestAnimationFrame);
    for (let i = 0; i < 300; ++i) {
      scrollTo(0, (height * i) / 300);
      const now = await new Promise(requestAnimationFrame);
      gaps.push(now - last);
      last = now;
    }
    return { gaps: gaps.sort((a, b) => a - b), height };
  });
  const at = (part) => frames.gaps[Math.floor(part * (frames.gaps.length - 1))].toFixed(1);
  console.log(
    `opened in ${opened.map((ms) => (ms / 1000).toFixed(2)).join(", ")} s; height ${frames.height} px`,
  );
  console.log(
    `300 frames of scrolling: half ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, longest ${at(1)} ms`,
  );
} finally {
  await browser.close();
}
