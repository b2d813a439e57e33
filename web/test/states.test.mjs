// Every state of the stage as a picture, in three windows, by day and by night, for somebody who looks at them; ./check
// does not make them:
//   FIRSTCHAIR_SHOTS=FOLDER scripts/test_page.sh PROGRAM DOOR_TAKE states
import assert from "node:assert";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { shots, strokesWav } from "./browser.mjs";
import { kNotes, play, rock, strokesOf } from "./groove.mjs";
import {
  begin,
  drawnAnew,
  end,
  ended,
  go,
  kDeskTabletPhone,
  playing,
  problems,
  tab,
  until,
} from "./suite.mjs";

before(() => begin({ window: kDeskTabletPhone[0], wav: strokesWav([], 1) }));
after(end);

let pictures = 0;
/** The window as it stands, in every size and scheme. */
async function look(name) {
  mkdirSync(shots, { recursive: true });
  for (const [width, height] of kDeskTabletPhone) {
    await tab.setViewportSize({ width, height });
    await tab.waitForTimeout(120); // it is drawn anew
    for (const colorScheme of ["light", "dark"]) {
      await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await drawnAnew();
      await tab.screenshot({ path: join(shots, `state-${name}-${width}-${colorScheme}.png`) });
      ++pictures;
    }
  }
  const [width, height] = kDeskTabletPhone[0];
  await tab.setViewportSize({ width, height });
}
const start = async (wishes) => {
  await go("drill", rock({ handsFree: "off", ...wishes }));
  await tab.keyboard.press(" ");
  await playing();
};
const stop = async () => {
  await tab.keyboard.press(" ");
  await ended();
};
const seen = (words) =>
  tab.waitForFunction(
    (source) => new RegExp(source).test(document.querySelector(".order.seen")?.textContent ?? ""),
    words.source,
    { polling: 50, timeout: 60000 },
  );
const kWrong = {
  3: (eighth) => [[eighth, kNotes.hat, -22]],
  7: (eighth) => [[eighth, kNotes.hat, 24]],
  9: () => [],
  13: (eighth) => [
    [eighth, kNotes.hat, 0],
    [eighth, kNotes.tom, 1],
  ],
};
const mixed = (bars) =>
  strokesOf(bars, (eighth, voice) => (voice === "hat" ? kWrong[eighth % 16]?.(eighth) : undefined));

test("at rest", { skip: !shots }, async () => {
  await go("drill", rock({ handsFree: "off" }));
  await look("rest");
});

test("the count-in, and one of a chart of 54 bars in the middle", { skip: !shots }, async () => {
  await start({ bpm: 40, countIn: 2 });
  await until(() => document.querySelector(".counter.counting")?.textContent);
  await look("count-in");
  await stop();
  const bars = Array.from({ length: 54 }, (_, bar) => `SN|--o---o${bar % 2 ? "-" : "o"}|\nBD|o---o---|\n`);
  await start({
    chart: { name: "own", title: "Long", text: `Title: Long\nMeter: 4/4\n\n${bars.join("\n")}` },
    bpm: 240,
    times: 1,
    countIn: 0,
    from: 20,
  });
  await until(() => /bar 2[2-9]/.test(document.querySelector(".progress").textContent));
  await look("long");
  await stop();
});

test("playing, with every mark", { skip: !shots }, async () => {
  await start({ times: 16, bpm: 80 });
  const played = play(mixed(6), 80);
  await until(() => /pass 4/.test(document.querySelector(".progress").textContent));
  await look("playing");
  await played;
  await stop();
  await look("ended");
});

test("nothing heard; another groove; why it stopped; broken off", { skip: !shots }, async () => {
  await start({ times: 8, bpm: 120, countIn: 0 });
  await seen(/^Nothing heard/);
  await look("nothing");
  await stop();
  await start({ times: 4, bpm: 60, stop: true, countIn: 2 });
  const played = play(
    strokesOf(2, (eighth) => (eighth > 9 ? [] : undefined)),
    60,
  );
  await seen(/^Stop\. Bar/);
  await played;
  await until(() => document.querySelector(".counter.counting")?.textContent);
  await look("stopped");
  await stop();
  await start({ times: 8, bpm: 120 });
  await play(strokesOf(1));
  await stop();
  await look("broken-off");
});

test("nothing on the way was an error", { skip: !shots }, () => {
  assert.ok(pictures >= 48, `${pictures}`);
  assert.deepStrictEqual(problems, []);
});
