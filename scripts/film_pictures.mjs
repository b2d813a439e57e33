// film_pictures.mjs FIRSTCHAIR BENCH_CUT: makes the demo's film and one of five minutes (bench cut --film), and of them
// the pictures in docs/pictures: the contact sheets and film.html in Chromium. It says what the page's console says.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "../web/node_modules/playwright-core/index.mjs";

const [firstchair, bench] = process.argv.slice(2);
if (!bench) throw new Error("film_pictures.mjs FIRSTCHAIR BENCH_CUT");
const pictures = new URL("../docs/pictures/", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "film_pictures."));
const run = (program, ...words) => execFileSync(program, words, { stdio: ["ignore", "inherit", "inherit"], cwd: folder });
const ffmpeg = (...words) => run("ffmpeg", "-v", "error", "-nostdin", "-y", ...words);

try {
  run(firstchair, "cut", "--demo", "--style", "cover", "--out", "demo");
  ffmpeg("-i", "demo/sheet.png", "-vf", "scale=1200:-1:flags=lanczos,palettegen", "palette.png");
  ffmpeg(
    ...["-i", "demo/sheet.png", "-i", "palette.png"],
    ...["-filter_complex", "scale=1200:-1:flags=lanczos[s];[s][1]paletteuse=dither=none", join(pictures, "cut_sheet.png")],
  );
  run("mkdir", "made");
  run(bench, "--film", "made");
  const cameras = ["wide", "hands", "feet"].map((name) => `made/${name}.mp4`);
  run(firstchair, "cut", ...cameras, "--sound", "made/master.wav", "--style", "cover", "--out", "five");
  // The first minute of it.
  ffmpeg("-i", "five/sheet.png", "-vf", "crop=iw:44+3*172:0:0,scale=1200:-1:flags=lanczos", "-quality", "60",
    join(pictures, "cut_five_minutes.webp"));
  const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  for (const [width, name] of [
    [800, "cut_page"],
    [390, "cut_page_phone"],
  ]) {
    const tab = await browser.newPage({ viewport: { width, height: 1130 } });
    tab.setDefaultTimeout(120_000);
    tab.on("console", (message) => console.log(`console: ${message.text()}`));
    tab.on("pageerror", (error) => console.log(`error: ${error}`));
    await tab.goto(pathToFileURL(join(folder, "demo/film.html")).href);
    // A picture in which drums are lit.
    await tab.evaluate(
      () =>
        new Promise((seen) => {
          const video = document.querySelector("video");
          video.addEventListener("seeked", seen);
          video.preload = "auto";
          video.currentTime = 7;
        }),
    );
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) console.log(`at ${width} the page is ${wide} wide`);
    if (name === "cut_page") {
      await tab.screenshot({ path: join(folder, "page.png") });
      ffmpeg("-i", "page.png", "-quality", "60", join(pictures, "cut_page.webp"));
    }
    if (process.env.FIRSTCHAIR_SHOTS)
      await tab.screenshot({ path: join(process.env.FIRSTCHAIR_SHOTS, `${name}.png`), fullPage: true });
    await tab.close();
  }
  await browser.close();
} finally {
  if (process.env.FIRSTCHAIR_KEEP) console.log(folder);
  else rmSync(folder, { recursive: true });
}
