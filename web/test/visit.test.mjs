// The page as a drummer comes to it: the first visit, a take, charts, keys, files, and what goes wrong.
import assert from "node:assert";
import { availableParallelism, loadavg } from "node:os";
import { after, before, test } from "node:test";
import { aviOf, sixteenthsMidi, strokesWav } from "./browser.mjs";
import { kNotes, play, rock, strokesOf } from "./groove.mjs";
import {
  begin,
  browser,
  context,
  end,
  ended,
  eventually,
  found,
  go,
  kDeskTabletPhone,
  kept,
  order,
  photograph,
  picture,
  playing,
  problems,
  server,
  started,
  tab,
  until,
} from "./suite.mjs";

before(() =>
  begin({
    window: kDeskTabletPhone[0],
    wav: strokesWav([0.5, 1.5, 2.5, 3.5, 4.5], 6),
    // What is made to sound, and when: clicks that were started; strokes as they come out of the audio thread, where
    // they rise to three times what was there in the 30 ms before.
    opened: (context) =>
      context.addInitScript(() => {
        window.sounded = [];
        window.sources = [];
        const { start } = AudioBufferSourceNode.prototype;
        AudioBufferSourceNode.prototype.start = function (...when) {
          window.sources.push({ context: this.context, when: when[0] });
          return start.apply(this, when);
        };
        const { connect } = AudioNode.prototype;
        AudioNode.prototype.connect = function (to, ...more) {
          if (this instanceof GainNode && to === this.context.destination) {
            const ear = this.context.createScriptProcessor(1024, 1, 1);
            const before = Array(30).fill(0);
            ear.onaudioprocess = ({ inputBuffer, playbackTime }) => {
              const samples = inputBuffer.getChannelData(0);
              const ms = Math.round(inputBuffer.sampleRate / 1000);
              for (let at = 0; at < samples.length; at += ms) {
                const peak = samples
                  .subarray(at, at + ms)
                  .reduce((most, x) => Math.max(most, Math.abs(x)), 0);
                if (peak > 0.02 && peak > 3 * Math.max(...before))
                  window.sounded.push(playbackTime + at / inputBuffer.sampleRate);
                before.shift();
                before.push(peak);
              }
            };
            connect.call(this, ear);
            connect.call(ear, to);
          }
          return connect.call(this, to, ...more);
        };
      }),
  }),
);
after(end);

test("somebody who has never been here plays a judged take of four bars within two minutes", async () => {
  const began = Date.now();
  assert.strictEqual(await tab.getAttribute("main", "data-ready"), "first");
  assert.match(await tab.textContent(".first"), /stays on this machine/);
  await photograph("first-1", kDeskTabletPhone);
  await tab.getByRole("button", { name: "Drums, by microphone" }).click();
  await until(() => /3 of 3|Heard\./.test(document.querySelector(".first .order").textContent));
  await photograph("first-2", kDeskTabletPhone);
  await tab.getByRole("button", { name: "Next" }).click();
  assert.match(await tab.textContent(".card"), /three times/);
  await photograph("first-3", kDeskTabletPhone);
  await tab.getByRole("button", { name: "Back" }).click();
  await tab.getByRole("button", { name: "Back" }).click();
  await tab.getByRole("button", { name: "E-kit, by cable" }).click();
  await until(() => document.querySelector(".card h2").textContent.includes("Hit"));
  // It is listened for a moment after the card stands.
  await eventually(async () => {
    await tab.evaluate(() => window.hit(38, 90, performance.now()));
    return /Note 38, velocity 90\. Heard\./.test(await order());
  });
  await tab.keyboard.press(" "); // Next
  await until(() => /tap one pad 16 times/.test(document.querySelector(".card").textContent));
  await photograph("first-3-kit", kDeskTabletPhone);
  await tab.getByRole("button", { name: "Later" }).click();
  // What is going to be played stands there, and can be heard, before it is.
  await tab.getByRole("button", { name: "Hear it" }).click();
  await until(() => document.querySelector(".card .score .sounding"));
  await photograph("first-4-bars", kDeskTabletPhone);
  await tab.keyboard.press(" ");
  await playing();
  // The chart is the built-in rock: eighths at 80, kicks on 1, 3 and the and of 3.
  const eighths = Array.from({ length: 32 }, (_, i) => i);
  await play(
    eighths.flatMap((i) => [
      [i, kNotes.hat, 0],
      ...(i % 4 === 2 ? [[i, kNotes.snare, 0]] : []),
      ...([0, 4, 5].includes(i % 8) ? [[i, kNotes.kick, 0]] : []),
    ]),
    80,
  );
  await ended();
  await until(() => document.querySelector(".start").textContent === "Do it");
  assert.ok(Date.now() - began < 120000);
  assert.ok((await tab.$$(".explained dt")).length >= 3, "the words of the result are explained");
  const lines = await tab.$$eval(".explained h3", (all) => all.map((one) => one.textContent));
  assert.deepStrictEqual(lines, ["Hat", "Snare", "Kick"], "and the result, line by line");
  assert.match(await tab.textContent(".explained ul"), /\d+ of 32 notes heard/);
  assert.match(await tab.textContent(".explained ul"), /Lean: not told before the round trip is measured/);
  await photograph("first-4", kDeskTabletPhone);
  // Until the round trip is known no lean is printed.
  assert.doesNotMatch(await tab.textContent(".setup-line"), /\bms (late|early)\b/);
  assert.match(await tab.textContent(".setup-line"), /against your own lean/);
  // From now on the day is the start page.
  await tab.goto(server.address);
  await tab.reload();
  await started(tab);
  assert.strictEqual(await tab.getAttribute("main", "data-ready"), "today");
  // The next day the take is found again from there.
  const tomorrow = await context.newPage();
  await tomorrow.clock.setFixedTime(Date.now() + 24 * 3600 * 1000);
  await tomorrow.goto(server.address);
  await started(tomorrow);
  await tomorrow.getByRole("link", { name: /^Rock eighths at 80, / }).click();
  await tomorrow.waitForSelector(".report .staves [data-bar]");
  await tomorrow.close();
});

test("an e-kit's round trip is tapped sixteen times, and later takes are laid by it", async () => {
  await go("first", { roundTrips: {} });
  await tab.getByRole("button", { name: "E-kit, by cable" }).click();
  await tab.getByRole("button", { name: "Next" }).click();
  await tab.evaluate(() => (window.sources = []));
  await tab.getByRole("button", { name: "Tap" }).click();
  await until(() => window.sources.length > 0);
  // 14 ms before each of the sixteen clicks, and 6 either way; the first of them sounds after 500 ms and four others.
  await tab.evaluate(async () => {
    const [{ context, when }] = window.sources;
    const offsets = [];
    while (offsets.length < 60) {
      await new Promise(requestAnimationFrame);
      const { performanceTime, contextTime } = context.getOutputTimestamp();
      if (performanceTime > 0) offsets.push(performanceTime - 1000 * contextTime);
    }
    const begun = 1000 * when + offsets.sort((a, b) => a - b)[30];
    for (let i = 0; i < 16; ++i) window.hit(38, 100, begun + 3500 + 750 * i - 14 + (i % 2 ? 6 : -6));
  });
  await until(() => /Taps/.test(document.querySelector(".first .order").textContent));
  const told =
    /^Taps (\d+) ms early ±(\d+): 16 of 16, (\d+\.\d) ms \(SD\) apart\. Kept\. Leans are told against these taps/.exec(
      await order(),
    );
  assert.ok(told, await order());
  assert.ok(Math.abs(told[1] - 14) <= 4 && Number(told[2]) >= 3 && Math.abs(told[3] - 6.2) <= 1.5, told[0]);
  const [[key, trip]] = Object.entries((await kept()).roundTrips);
  assert.match(key, /^E-kit @ \d+$/);
  assert.ok(trip.low_ms < trip.ms && trip.ms < trip.high_ms && trip.frames < 0, JSON.stringify(trip));
  await photograph("first-tapped", [kDeskTabletPhone[0]]);
  await go("drill", rock({ times: 1, bpm: 240 }));
  await tab.keyboard.press(" ");
  await playing();
  await play(strokesOf(1), 240);
  await ended();
  await until(() => document.querySelector(".after a"));
  assert.match(await tab.textContent(".setup-line"), /e-kit, its zero by your taps: \d+ ms early ±/);
  // What the take was laid by is kept beside it.
  const laid = await tab.evaluate(async () => {
    const id = document.querySelector(".after a").getAttribute("href").slice("#take/".length);
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle("takes")).getDirectoryHandle(id);
    const about = JSON.parse(await (await (await folder.getFileHandle("about.json")).getFile()).text());
    return about.settings;
  });
  assert.match(laid, new RegExp(`^round_trip ${String(trip.frames).replace(".", "\\.")}$`, "m"));
  assert.match(laid, /^relative 0$/m);
  await go("setup");
  await until(() => /E-kit @ \d+ Hz: -\d+\.\d ms \(-/.test(document.querySelector(".setup").textContent));
  await tab.getByRole("button", { name: "Forget" }).click();
  assert.deepStrictEqual((await kept()).roundTrips, {});
});

test("who declines on the first card is asked for nothing, and is at the charts", async () => {
  await tab.goto(`${server.address}#first`);
  await started(tab);
  await tab.evaluate(() => {
    window.asked = 0;
    navigator.mediaDevices.getUserMedia = () => (++window.asked, Promise.reject(new Error("asked")));
    navigator.requestMIDIAccess = navigator.mediaDevices.getUserMedia;
  });
  await tab.getByRole("button", { name: "Neither now" }).click();
  await until(() => document.querySelector("main").dataset.ready === "charts");
  assert.strictEqual(await tab.evaluate(() => window.asked), 0);
  await tab.goto(server.address);
  await tab.reload();
  await started(tab);
  assert.strictEqual(await tab.getAttribute("main", "data-ready"), "today");
});

test("over plain http from another machine one page says what to do", async () => {
  const away = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await away.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  // What a browser says and gives there.
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    for (const name of ["mediaDevices", "storage", "serviceWorker", "locks"])
      Object.defineProperty(Navigator.prototype, name, { value: undefined });
    delete Navigator.prototype.serviceWorker;
  });
  for (const hash of ["drill", "today", "setup"]) {
    await page.goto(`${server.address}#${hash}`);
    await page.reload();
    await page.waitForSelector("main[data-ready=plain]");
    assert.match(
      await page.textContent("main"),
      /^This page was opened over plain http from another machine\. .*serve it over HTTPS/,
    );
  }
  assert.deepStrictEqual(errors, []);
  await away.close();
});

test("a take begins with its coloured chart, whose bars are pressed to be heard and drilled", async () => {
  await go("drill", rock({ times: 4, bpm: 160 }));
  await tab.keyboard.press(" ");
  await playing();
  await play(strokesOf(4), 160);
  await ended();
  await tab.getByRole("link", { name: "Look" }).click();
  await tab.waitForSelector(".report section");
  const first = await tab.$eval(
    ".report section",
    (section) => section.querySelectorAll("[data-bar]").length,
  );
  assert.strictEqual(first, 4, "the chart is the first section");
  assert.ok((await tab.$$(".report details.folded")).length >= 4, "the laboratory is folded");
  await tab.click('.report [data-bar="2"]', { force: true });
  // A line goes through the notes; the lanes below are of the bar that was pressed, then of the one under the pointer.
  // The bar sounds for a second and a half: what is to be seen meanwhile is looked for at once.
  await until(
    () =>
      /^Bar 3, 0:\d\d to/.test(document.querySelector(".tools [role=status]").textContent) &&
      document.querySelector('[data-bar="2"].heard') &&
      document.querySelector(".report svg .playhead"),
  );
  const heads = await tab.evaluate(async () => {
    const at = () => Number(document.querySelector(".playhead")?.getAttribute("x1") ?? NaN);
    const first = at();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return [first, at()];
  });
  assert.ok(heads[1] > heads[0], String(heads));
  const under = () => tab.getAttribute(".of-bar", "aria-label");
  assert.strictEqual(await under(), "Bar 3");
  await tab.dispatchEvent('.report [data-bar="1"]', "pointerover", { bubbles: true });
  assert.strictEqual(await under(), "Bar 2");
  assert.deepStrictEqual(await tab.$$eval(".of-bar figcaption", (all) => all.map((one) => one.textContent)), [
    "Hi-hat",
    "Snare",
    "Kick",
  ]);
  const told = await tab.textContent(".of-bar figure .soft");
  assert.strictEqual(told.split(",").length, 8);
  assert.doesNotMatch(told, /-0\b/);
  // An e-kit's take has no sound of its own: its strokes of that bar and four clicks are made, on eight eighths.
  await until(() => window.sounded.length >= 7);
  await tab.getByRole("button", { name: "Silence" }).click();
  await tab.getByLabel("Loop").check();
  await tab.getByLabel("Speed").selectOption("0.5");
  await tab.evaluate(() => (window.sounded = []));
  await tab.getByRole("button", { name: "Listen" }).click();
  await until(() => window.sounded.length > 10, 15000); // half as fast: a bar of 1.5 s is 3 s, and it comes again
  const gaps = await tab.evaluate(() => window.sounded.slice(1).map((at, i) => at - window.sounded[i]));
  assert.ok(gaps.filter((gap) => Math.abs(gap - 0.375) < 0.06).length >= 5, JSON.stringify(gaps));
  await photograph("take", [kDeskTabletPhone[0], kDeskTabletPhone[2]]);
  await tab.getByRole("button", { name: "Drill these bars" }).click();
  await playing();
  await tab.keyboard.press(" ");
  await ended();
});

test("a chart is heard before it is played, its notes marked as they sound", async () => {
  await go("drill", rock());
  await tab.getByRole("button", { name: "Hear it" }).click();
  await until(() => document.querySelector(".score .sounding") && window.sounded.length >= 3);
  await tab.getByRole("button", { name: "Silence" }).click();
  assert.strictEqual((await tab.$$(".score .sounding")).length, 0);
});

test("charts of one's own are kept, found, taken back, and travel in a link", async () => {
  await go("charts", { ...rock(), library: [], chart: null });
  await tab.fill("textarea", "Title: Mine\n\nSN|oooo|\n");
  await until(() => document.querySelectorAll(".score g[id^=n]").length === 4);
  await tab.fill("textarea", "Title: Mine\n\nSN|oo-o|\n");
  await until(() => document.querySelectorAll(".score g[id^=n]").length === 3);
  await tab.getByRole("button", { name: "Samba" }).click();
  await until(() => /Samba/.test(document.querySelector(".said").textContent));
  await tab.getByRole("button", { name: "Mine", exact: true }).click();
  await until(() => document.querySelectorAll(".score g[id^=n]").length === 3);
  await tab.getByRole("button", { name: "Undo" }).click();
  await until(() => document.querySelectorAll(".score g[id^=n]").length === 4);
  await tab.fill("input[type=search]", "paradid");
  assert.strictEqual(
    await tab.getByRole("button", { name: "Single paradiddle", exact: true }).isVisible(),
    true,
  );
  assert.strictEqual(await tab.getByRole("button", { name: "Samba" }).isVisible(), false);
  await tab.fill("input[type=search]", "");
  await context.grantPermissions(["clipboard-read", "clipboard-write", "microphone"]);
  await tab.getByRole("button", { name: "Copy a link" }).click();
  await until(() => /link is copied/.test(document.querySelector(".said").textContent));
  const link = await tab.evaluate(() => navigator.clipboard.readText());
  await go("charts", { ...rock(), library: [], chart: null });
  await tab.goto(link);
  await until(() => /Mine: 1 bar/.test(document.querySelector(".said").textContent));
  await photograph("charts", [kDeskTabletPhone[0], kDeskTabletPhone[2]]);
});

const noteHeads = (count) =>
  tab.waitForFunction((n) => document.querySelectorAll(".score g[id^=n]").length === n, count, {
    polling: 50,
  });

test("a chart is written by pressing cells, by keys and by the menu, and its tab follows; the tab's own words move the grid", async () => {
  await go("charts", { ...rock(), library: [], chart: null });
  await tab.getByLabel("A new chart").selectOption("4/4, eighths");
  await noteHeads(1);
  const cell = (name) => tab.getByRole("gridcell", { name });
  await cell("Snare, bar 1, cell 3: rest").click();
  await noteHeads(2);
  assert.match(await tab.inputValue("textarea"), /^SN\|--o-----\|$/m);
  // By keys: two to the right an accent; the cell goes on.
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("O");
  assert.match(await tab.inputValue("textarea"), /^SN\|--o-O---\|$/m);
  assert.strictEqual(
    await tab.evaluate(() => document.activeElement.ariaLabel),
    "Snare, bar 1, cell 6: rest",
  );
  // As in GrooveScribe: a right click asks which.
  await cell("Snare, bar 1, cell 8: rest").click({ button: "right" });
  await tab.getByRole("menuitem", { name: "ghost note" }).click();
  assert.match(await tab.inputValue("textarea"), /^SN\|--o-O--g\|$/m);
  await noteHeads(4);
  await photograph("grid", kDeskTabletPhone);
  await picture("grid");
  await cell("Kick, bar 1, cell 1: stroke").click();
  await noteHeads(3);
  await tab.fill("textarea", "Title: New\nMeter: 4/4\n\nHH|xxxx|\n");
  await cell("Hi-hat, bar 1, cell 4: closed").waitFor();
  await noteHeads(4);
  await tab.getByRole("button", { name: "A bar more" }).click();
  await noteHeads(8);
  await tab.getByRole("button", { name: "Undo" }).click();
  await noteHeads(4);
});

test("a performance is asked for its grid, and is a chart to read then", async () => {
  await go("charts", { ...rock(), library: [], chart: null });
  await tab.setInputFiles("#chart-file", {
    name: "played.mid",
    mimeType: "audio/midi",
    buffer: sixteenthsMidi(32, 120, 6, 3),
  });
  const likely = tab.locator(".asking .likely");
  await likely.waitFor();
  assert.match(await likely.textContent(), /^Sixteenths: \d+ of 32 notes move, 0 fall together$/);
  await photograph("asked", [kDeskTabletPhone[0], kDeskTabletPhone[2]]);
  await likely.click();
  await noteHeads(32);
  assert.match(await tab.inputValue("textarea"), /^SD?N?\|[-o|]*o{8}/m);
  assert.strictEqual((await kept()).library.length, 1);
});

test("who leads with the left has stickings changed over once for all, and gives links that are for everybody", async () => {
  await go("setup", { ...rock(), library: [], chart: null, leftHanded: false });
  await tab.getByLabel("I am left-handed").check();
  await tab.goto(`${server.address}#charts`);
  await tab.getByRole("button", { name: "Single paradiddle", exact: true }).click();
  await until(() => /^ST\|LRLLRLRRLRLLRLRR\|/m.test(document.querySelector("textarea").value));
  await context.grantPermissions(["clipboard-read", "clipboard-write", "microphone"]);
  await tab.getByRole("button", { name: "Copy a link" }).click();
  await until(() => /link is copied/.test(document.querySelector(".said").textContent));
  const link = await tab.evaluate(() => navigator.clipboard.readText());
  await go("charts", { leftHanded: false, library: [] });
  await tab.goto(link);
  await until(() => /^ST\|RLRRLRLLRLRRLRLL\|/m.test(document.querySelector("textarea").value));
});

test("space starts after a control was clicked, and leaves the control as it is", async () => {
  await go("drill", rock());
  await tab.click(".more summary");
  const box = tab.getByLabel("Stop at the bar that breaks");
  await box.click();
  assert.strictEqual(await box.isChecked(), true);
  await tab.keyboard.press(" ");
  await playing();
  await tab.keyboard.press(" ");
  await ended();
  assert.strictEqual(await box.isChecked(), true);
  // By keys the control keeps its key.
  await tab.keyboard.press("Tab");
  await box.focus();
  await tab.keyboard.press(" ");
  assert.strictEqual(await box.isChecked(), false);
  // Text that is typed keeps its space.
  await tab.fill("#bpm", "96");
  await tab.focus("#bpm");
  await tab.keyboard.press(" ");
  assert.strictEqual(await tab.evaluate(() => document.body.classList.contains("playing")), false);
});

test("bars are chosen by drawing over them, and by More", async () => {
  const text = `Title: Four\nMeter: 4/4\n\n${"SN|oooo|\n\n".repeat(4)}`;
  await go("drill", rock({ chart: { name: "own", title: "Four", text }, handsFree: "off" }));
  const box = async (bar) => tab.locator(`[data-bar="${bar}"]`).boundingBox();
  const [from, to] = [await box(1), await box(2)];
  await tab.mouse.move(from.x + 20, from.y + 20);
  await tab.mouse.down();
  await tab.mouse.move(to.x + 20, to.y + 20);
  await tab.mouse.up();
  await until(() => document.querySelectorAll(".score .chosen").length === 2);
  const now = await kept();
  assert.deepStrictEqual([now.from, now.to], [2, 3]);
});

test("two tabs keep each other's settings", async () => {
  await go("drill", rock({ bpm: 100 }));
  const other = await context.newPage();
  await other.goto(`${server.address}#drill`);
  await started(other);
  await other.fill("#bpm", "77");
  await other.keyboard.press("Enter");
  await tab.click(".more summary");
  await tab.getByLabel("One surface (pad)").click();
  const now = await kept();
  assert.deepStrictEqual([now.bpm, now.pad], [77, true]);
  await tab.getByLabel("One surface (pad)").click();
  // Only one of them plays.
  await tab.keyboard.press(" ");
  await playing();
  await other.keyboard.press(" ");
  await other.waitForFunction(() =>
    /^Another tab of this page is playing\./.test(document.querySelector(".order").textContent),
  );
  assert.strictEqual(await other.evaluate(() => document.body.classList.contains("playing")), false);
  await tab.keyboard.press(" ");
  await ended();
  await other.keyboard.press(" ");
  await other.waitForFunction(() => document.body.classList.contains("playing"));
  await other.close();
});

test("a store that cannot be read, and a chart that cannot, are said, and the page works", async () => {
  await tab.goto(`${server.address}#drill`);
  await tab.evaluate(() => localStorage.setItem("firstchair", "{"));
  await tab.reload();
  await started(tab);
  assert.match(await tab.textContent(".notice"), /could not be read/);
  assert.ok(await tab.isVisible("h1"));
  await tab.evaluate(() => localStorage.removeItem("firstchair"));
  await go("drill", { ...rock(), chart: { name: "own", title: "Broken", text: "no tab at all" } });
  assert.ok(await tab.isVisible(".settings select"), "there are controls");
  assert.match(await tab.textContent(".notice"), /Broken/);
});

test("a file that is dropped on any page goes where it belongs, or says why not", async () => {
  const drop = (name, text) =>
    tab.evaluate(
      ([n, t]) => {
        const data = new DataTransfer();
        data.items.add(new File([t], n));
        document.dispatchEvent(
          new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      },
      [name, text],
    );
  await go("today", rock());
  await drop("groove.tab", "Title: Dropped\nMeter: 4/4\n\nSN|oooo|\n");
  await until(() => document.querySelector("main").dataset.ready === "charts");
  await until(() => /Dropped: 1 bar/.test(document.querySelector(".said").textContent));
  await drop("score.pdf", "%PDF");
  await until(() => /score\.pdf: no chart and no sound/.test(document.querySelector(".notice").textContent));
});

const dropped = (name, bytes) =>
  tab.evaluate(
    ([n, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], n));
      document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    },
    [name, bytes.toString("base64")],
  );

test("a video that no browser reads is heard by the server; where that is away, it is said which way there is", async () => {
  const avi = aviOf(
    strokesWav(
      Array.from({ length: 32 }, (_, i) => 0.5 + 0.25 * i),
      9,
    ),
  );
  await go("today", rock());
  await tab.route("**/api/hear?*", (route) => route.abort());
  await dropped("clip.avi", avi);
  await until(() =>
    /^clip\.avi: .*firstchair, which can, is not there\. Start firstchair/.test(
      document.querySelector(".said")?.textContent ?? "",
    ),
  );
  await tab.unroute("**/api/hear?*");
  await go("today", rock());
  await dropped("clip.avi", avi);
  await until(() => location.hash.startsWith("#take/"));
  await tab.waitForSelector(".report section");
  assert.match(await tab.textContent(".report"), /120\.\d* BPM/);
  // The server has forgotten the file; the take is on this device and goes into the book.
  await go("takes");
  await until(() => /clip\.avi.*In the book/s.test(document.querySelector(".takes").textContent));
});

test("nothing moves while a page comes up, and the first load is at most 450 KB on the wire", async () => {
  const load = async (hash) => {
    const fresh = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await fresh.newPage();
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const one of list.getEntries()) window.shift += one.value;
      }).observe({ type: "layout-shift", buffered: true });
      new MutationObserver(() => {
        if (document.documentElement.dataset.started) window.startedAt ??= performance.now();
      }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-started"] });
    });
    await page.goto(`${server.address}${hash && `#${hash}`}`);
    await started(page);
    // What was asked for before the page stood; the other views and the ear come behind it.
    const [loaded, ear] = await page.evaluate(() => {
      const all = performance.getEntries().filter(({ transferSize }) => transferSize > 0);
      const first = all.filter(({ startTime }) => startTime < window.startedAt);
      return [
        first.reduce((sum, { transferSize }) => sum + transferSize, 0),
        first.some(({ name }) => name.endsWith("ear.weights")),
      ];
    });
    assert.strictEqual(ear, false, "a page that is looked at waits for no ear");
    await page.waitForTimeout(500);
    const shift = await page.evaluate(() => window.shift);
    console.log(`#${hash}: ${loaded} bytes on the wire, moved by ${shift.toFixed(5)}`);
    assert.ok(shift <= 0.05, hash);
    assert.ok(loaded > 300000 && loaded <= 450 * 1024, `${hash}: ${loaded}`);
    await fresh.close();
  };
  await Promise.all(["", "drill", "today", "charts"].map(load));
});

test("what is looked at first stands half a second after a visit from an empty cache begins", async () => {
  // The page's own work is the shortest of some visits: what else the machine does only adds to it. Where programs
  // wait for a core it comes as much later.
  const most = 500 * Math.max(1, loadavg()[0] / availableParallelism());
  const painted = async () => {
    const fresh = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await fresh.newPage();
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const { startTime } of list.getEntries()) window.painted = startTime;
      }).observe({ type: "largest-contentful-paint", buffered: true });
    });
    await page.goto(server.address);
    await started(page);
    await page.waitForTimeout(200);
    const at = await page.evaluate(() => window.painted);
    await fresh.close();
    return at;
  };
  const times = [];
  while (times.length < 8 && !(Math.min(...times) <= most)) times.push(await painted());
  console.log(`largest paint after ${times.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  assert.ok(Math.min(...times) <= most, `${times.join(" ")} of ${most}`);
});

test("nothing on the way was an error, and axe found nothing serious", () => {
  assert.deepStrictEqual([problems, found], [[], []]);
});
