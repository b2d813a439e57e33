// The guide's pictures of the page, as a drummer of three weeks has it: the book is filled by the program, with takes
// made by arithmetic that grow tighter from week to week. scripts/guide_pictures.sh runs it.
import { execFileSync } from "node:child_process";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstchair } from "./browser.mjs";
import { grooveMidi, sixteenthsMidi, strokesWav } from "./made.mjs";
import { begin, book, end, eventually, folder, found, go, picture, problems, tab, until } from "./suite.mjs";

const run = (...words) =>
  execFileSync(firstchair, [...words, "--book", book], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
const kSixteenths = 64,
  kBars = 8;

/** A file of a drummer whose spread is `times` a professional's (data/norms.csv). */
function made(name, chart, bpm, times, seed, daysAgo = 0) {
  const paradiddle = chart === "single-paradiddle";
  const spread = times * (7.8 + 0.0099 * (60000 / bpm));
  const file = join(folder, `${name}.mid`);
  writeFileSync(
    file,
    paradiddle ? sixteenthsMidi(2 * kSixteenths, bpm, spread, seed) : grooveMidi(kBars, bpm, spread, seed),
  );
  const at = Date.now() / 1000 - daysAgo * 86400;
  utimesSync(file, at, at);
  return file;
}

/** This morning's search for both limits, and the goals. */
function findLimits() {
  // In the order in which a search would ask for them.
  for (const [chart, tempi] of [
    [
      "single-paradiddle",
      [
        [104, 0.9],
        [132, 2.4],
        [120, 1.7],
        [90, 0.8],
        [116, 1.3],
        [112, 1.1],
      ],
    ],
    [
      "rock-8ths",
      [
        [128, 0.9],
        [160, 2.2],
        [146, 1.8],
        [116, 0.8],
        [140, 1.3],
        [134, 1.1],
      ],
    ],
  ]) {
    const takes = tempi.map(
      ([bpm, times]) => `${made(`${chart}-at-${bpm}`, chart, bpm, times, 7 * bpm)}@${bpm}`,
    );
    run("limit", chart, ...takes);
  }
  run("goal", "single-paradiddle", "140");
  run("goal", "rock-8ths", "160", "--weight", "2");
}
/** Three weeks before it: a take of each every other day. They come later, for a plan of the day knows what was known
 * when the day began, where there was a day before. */
function addWeeks() {
  for (let day = 20; day > 0; day -= 2)
    for (const [chart, bpm] of [
      ["single-paradiddle", 96],
      ["rock-8ths", 110],
    ]) {
      const file = made(`${chart}-${day}`, chart, bpm, 1 + day / 25, day + bpm, day);
      run(
        "hear",
        file,
        "--chart",
        chart,
        "--bpm",
        String(bpm),
        "--keep",
        "--out",
        join(folder, "out"),
        "--force",
      );
    }
}

findLimits();
try {
  // A microphone that hears quarters at 80 for as long as it is looked at.
  const strokes = Array.from({ length: 80 }, (_, i) => 0.3 + i * 0.75);
  await begin({ window: [1280, 900], wav: strokesWav(strokes, 63) });
  await picture("first");
  await go("today", { visited: true, input: "midi", minutes: 30 });
  await tab.waitForSelector(".steps li");
  await picture("today");
  addWeeks();
  await go("book");
  await tab.click(".book tbody a:has-text('Single paradiddle')");
  await tab.waitForSelector(".growth .interval");
  await picture("progress");
  await go("setup");
  await tab.getByRole("button", { name: "Listen", exact: true }).click();
  // While a stroke is to be seen.
  await until(() => {
    const [peak, floor] = [...document.querySelectorAll(".setup .facts dd")].map((one) =>
      parseFloat(one.innerText),
    );
    return peak > -25 && floor < -60;
  });
  await picture("microphone");
  // An e-kit whose second crash is shown to it.
  await tab.locator(".setup select").filter({ hasText: "Roland" }).selectOption("roland-td");
  await tab.getByRole("button", { name: "Open MIDI" }).click();
  const hit = (note, said) =>
    eventually(async () => {
      await tab.evaluate((struck) => window.hit(struck, 96, performance.now()), note);
      return (await tab.textContent(".setup")).includes(said);
    });
  await hit(38, "Note 38, velocity 96");
  await tab.getByRole("button", { name: "Crash", exact: true }).click();
  await hit(57, "note 57");
  await hit(38, "Note 38, velocity 96");
  await tab.locator(".pads").scrollIntoViewIfNeeded();
  await picture("kit");
} finally {
  await end();
}
for (const wrong of [...problems, ...found]) console.error(wrong);
process.exitCode = problems.length + found.length > 0 ? 1 : 0;
