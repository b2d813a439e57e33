// The page as a drummer uses it: the stage, what comes after a take, the first visit, and what goes wrong.
// An e-kit plays; its strokes carry their own times. One test after the other.
import assert from "node:assert";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { addKit, chrome, serve, shots, strokesWav } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kBpm = 120;
const kWindows = [
  [1366, 768],
  [820, 1180],
  [390, 844],
];
const folder = mkdtempSync(join(tmpdir(), "firstchair-stage-"));
let server, browser, context, tab;
const problems = [];
const found = [];

const until = (what, timeout = 30000) => tab.waitForFunction(what, undefined, { timeout, polling: 50 });
const order = () => tab.textContent(".order");
const started = (page) => page.waitForSelector("html[data-started]");
async function go(hash, wishes) {
  await tab.goto(`${server.address}#${hash}`);
  if (wishes)
    await tab.evaluate((w) => {
      const kept = JSON.parse(localStorage.getItem("firstchair") ?? "{}");
      localStorage.setItem("firstchair", JSON.stringify({ ...kept, ...w }));
    }, wishes);
  await tab.reload();
  await started(tab);
}
const kRock = "Title: Plain rock\nMeter: 4/4\n\nHH|xxxxxxxx|\nSN|--o---o-|\nBD|o---o---|\n";
const rock = (more = {}) => ({
  chart: { name: "own", title: "Plain rock", text: kRock },
  bpm: kBpm,
  times: 4,
  countIn: 1,
  from: 1,
  to: 0,
  lines: [],
  gap: "",
  stop: false,
  input: "midi",
  visited: true,
  ...more,
});

/** Plays from the first beat on: strokes [eighth, note, ms off]. Resolves when the last one was struck. */
async function play(strokes) {
  await until(() => document.querySelector(".now") && !document.querySelector(".counting"));
  return tab.evaluate(
    async ([list, bpm]) => {
      const first = performance.now() - 20;
      for (const [eighth, note, ms] of list) {
        const at = first + (30000 / bpm) * eighth + ms;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
        window.hit(note, 100, at);
      }
    },
    [strokes, kBpm],
  );
}
const kNotes = { hat: 42, snare: 38, kick: 36, tom: 48 };
/** Every stroke of so many bars; `change` makes others of one, [] leaves it out. */
function strokesOf(bars, change = () => undefined) {
  const strokes = [];
  for (let eighth = 0; eighth < 8 * bars; ++eighth) {
    const voices = ["hat", ...(eighth % 4 === 2 ? ["snare"] : eighth % 4 === 0 ? ["kick"] : [])];
    for (const voice of voices) strokes.push(...(change(eighth, voice) ?? [[eighth, kNotes[voice], 0]]));
  }
  return strokes.sort((a, b) => a[0] - b[0] || a[2] - b[2]);
}
const ended = () => until(() => !document.body.classList.contains("playing"));
/** What the score shows: state by note of the plan. */
const drawn = () =>
  tab.$$eval(".lines g.drawn", (groups) =>
    Object.fromEntries(
      groups.map((group) => [
        Number(group.id.slice(1)),
        ["upcoming", "on-time", "early", "late", "missed", "not-told"].find((one) =>
          group.classList.contains(one),
        ),
      ]),
    ),
  );

async function look(name, sizes = kWindows) {
  if (shots) mkdirSync(shots, { recursive: true });
  for (const [width, height] of sizes) {
    for (const colorScheme of ["light", "dark"]) {
      await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await tab.setViewportSize({ width, height });
      await tab.waitForTimeout(80);
      const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) found.push(`${name} ${width}: ${over} px wider than the window`);
      if (shots) await tab.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  for (const colorScheme of ["light", "dark"]) {
    await tab.emulateMedia({ colorScheme });
    const { violations } = await tab.evaluate(
      `window.axe || (() => { ${axe} })(); axe.run(document, { resultTypes: ["violations"] })`,
    );
    for (const one of violations)
      if (one.impact === "serious" || one.impact === "critical")
        found.push(`${name} ${colorScheme}: ${one.id} ${one.nodes.map((node) => node.target).join(", ")}`);
  }
  await tab.emulateMedia({ colorScheme: null, reducedMotion: null });
  await tab.setViewportSize({ width: 1366, height: 768 });
}

before(async () => {
  const wav = join(folder, "strokes.wav");
  writeFileSync(wav, strokesWav([0.5, 1.5, 2.5, 3.5, 4.5], 6));
  server = await serve(join(folder, "book.db"));
  browser = await chrome(wav);
  context = await browser.newContext({ viewport: { width: 1366, height: 768 }, permissions: ["microphone"] });
  await addKit(context);
  // What is made to sound, and when.
  await context.addInitScript(() => {
    window.sounded = [];
    const { start } = AudioBufferSourceNode.prototype;
    AudioBufferSourceNode.prototype.start = function (...when) {
      window.sounded.push(when[0]);
      return start.apply(this, when);
    };
  });
  tab = await context.newPage();
  tab.on("pageerror", (error) => problems.push(error.message));
  await tab.goto(server.address);
  await started(tab);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("somebody who has never been here plays a judged take of four bars within two minutes", async () => {
  const began = Date.now();
  assert.strictEqual(await tab.getAttribute("main", "data-ready"), "first");
  assert.match(await tab.textContent(".first"), /stays on this machine/);
  await look("first-1");
  await tab.getByRole("button", { name: "Drums, by microphone" }).click();
  await until(() => /3 of 3|Heard\./.test(document.querySelector(".first .order").textContent));
  await look("first-2");
  await tab.getByRole("button", { name: "Next" }).click();
  assert.match(await tab.textContent(".card"), /three times/);
  await look("first-3");
  await tab.getByRole("button", { name: "Back" }).click();
  await tab.getByRole("button", { name: "Back" }).click();
  await tab.getByRole("button", { name: "E-kit, by cable" }).click();
  await until(() => document.querySelector(".card h2").textContent.includes("Hit"));
  await tab.waitForTimeout(100);
  for (let i = 0; i < 3; ++i) await tab.evaluate(() => window.hit(38, 90, performance.now()));
  assert.match(await order(), /Note 38, velocity 90\. Heard\./);
  await tab.getByRole("button", { name: "Next" }).click();
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  // The chart is the built-in rock: eighths at 80, kicks on 1, 3 and the and of 3.
  await until(() => document.querySelector(".now") && !document.querySelector(".counting"));
  await tab.evaluate(async () => {
    const first = performance.now() - 20;
    for (let i = 0; i < 32; ++i) {
      const at = first + 375 * i;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
      window.hit(42, 90, at);
      if (i % 4 === 2) window.hit(38, 90, at);
      if ([0, 4, 5].includes(i % 8)) window.hit(36, 90, at);
    }
  });
  await ended();
  await until(() => document.querySelector(".start").textContent === "Do it");
  assert.ok(Date.now() - began < 120000);
  assert.ok((await tab.$$(".explained dt")).length >= 3, "the words of the result are explained");
  // Until the round trip is known no lean is printed.
  assert.doesNotMatch(await tab.textContent(".setup-line"), /\bms (late|early)\b/);
  assert.match(await tab.textContent(".setup-line"), /against your own lean/);
  // From now on the day is the start page.
  await tab.goto(server.address);
  await tab.reload();
  await started(tab);
  assert.strictEqual(await tab.getAttribute("main", "data-ready"), "today");
});

test("what is drawn is what was played: early, late, missed and extra, each with its shape", async () => {
  await go("drill", rock());
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  // Bar 2: a hat 26 ms early, one 26 ms late; bar 3: a hat and a snare left out; bar 4: a tom too many.
  const struck = strokesOf(4, (eighth, voice) => {
    if (voice === "hat" && eighth === 9) return [[eighth, kNotes.hat, -26]];
    if (voice === "hat" && eighth === 11) return [[eighth, kNotes.hat, 26]];
    if (voice === "hat" && eighth === 17) return [];
    if (voice === "snare" && eighth === 18) return [];
    if (voice === "hat" && eighth === 29)
      return [
        [eighth, kNotes.hat, 0],
        [eighth, kNotes.tom, 1],
      ];
  });
  await play(struck);
  await ended();
  const notes = await drawn();
  assert.strictEqual(Object.keys(notes).length, 48);
  // A bar has 12 notes in order of time and voice: kick hat, hat, snare hat, hat ...
  const states = Object.entries(notes).filter(([, state]) => state !== "on-time");
  const count = (state) => states.filter(([, one]) => one === state).length;
  assert.deepStrictEqual(
    [count("early"), count("late"), count("missed"), count("upcoming"), count("not-told")],
    [1, 1, 2, 0, 0],
    JSON.stringify(states),
  );
  const bars = (state) =>
    states.filter(([, one]) => one === state).map(([note]) => Math.floor(Number(note) / 12) + 1);
  assert.deepStrictEqual([bars("early"), bars("late"), bars("missed")], [[2], [2], [3, 3]]);
  assert.strictEqual((await tab.$$(".extra-tick")).length, 1 + 1, "one, and the legend's");
  await look("ended");
});

test("colours of a take survive every change of the window", async () => {
  const before = await drawn();
  for (const [width, height] of [...kWindows, [1366, 768]]) {
    await tab.setViewportSize({ width, height });
    await tab.waitForTimeout(150);
    assert.deepStrictEqual(await drawn(), before, `${width}`);
    assert.strictEqual((await tab.$$(".lines .extra-tick")).length, 1);
  }
});

test("one press does what the order asks, with its tempo, bars and voices", async () => {
  const asked = await tab.textContent(".asks");
  assert.match(asked, / at \d+\.$/);
  const buttons = await tab.$$eval(".after > *", (all) => all.map((one) => one.textContent));
  assert.deepStrictEqual(buttons, ["Do it", "Again", "Look", "Throw away"]);
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem("firstchair")));
  assert.strictEqual(Math.round(kept.bpm), Number(/ at (\d+)\.$/.exec(asked)[1]));
  if (/alone/.test(asked)) {
    assert.ok(kept.lines.length > 0);
    assert.match(await tab.textContent("h1"), / alone$/);
  }
  await tab.getByRole("button", { name: "Stop" }).click();
  await ended();
});

test("a take begins with its coloured chart, whose bars are pressed to be heard and drilled", async () => {
  await go("drill", rock({ times: 4 }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  await play(strokesOf(4));
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
  await until(() => /^Bar 3, 0:\d\d to/.test(document.querySelector(".tools [role=status]").textContent));
  await until(() => document.querySelector('[data-bar="2"].heard'));
  // An e-kit's take has no sound of its own: its twelve strokes of that bar and four clicks are made.
  await until(() => window.sounded.length >= 14);
  await tab.getByRole("button", { name: "Silence" }).click();
  await tab.getByLabel("Loop").check();
  await tab.getByLabel("Speed").selectOption("0.5");
  await tab.evaluate(() => (window.sounded = []));
  await tab.getByRole("button", { name: "Listen" }).click();
  await until(() => window.sounded.length > 18, 15000); // half as fast: a bar of 2 s is 4 s, and it comes again
  const gaps = await tab.evaluate(() => {
    const times = [...new Set(window.sounded.map((at) => at.toFixed(2)))].map(Number).sort((a, b) => a - b);
    return times.slice(1).map((at, i) => at - times[i]);
  });
  assert.ok(gaps.filter((gap) => Math.abs(gap - 0.5) < 0.06).length >= 5, JSON.stringify(gaps));
  await look("take", [
    [1366, 768],
    [390, 844],
  ]);
  await tab.getByRole("button", { name: "Drill these bars" }).click();
  await until(() => document.body.classList.contains("playing"));
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
  await look("charts", [
    [1366, 768],
    [390, 844],
  ]);
});

test("while playing the line that is played and the whole next one are in view, and all can be read at two metres", async () => {
  await go("drill", rock({ times: 16 }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  const playing = play(strokesOf(12));
  let seen = 0;
  for (let i = 0; i < 36; ++i) {
    const [width, height] = kWindows[Math.floor(i / 12)];
    if (i % 12 === 0) {
      await tab.setViewportSize({ width, height });
      await tab.emulateMedia({ reducedMotion: "reduce", colorScheme: i === 12 ? "dark" : "light" });
      await tab.waitForTimeout(250);
    }
    const sizes = await tab.evaluate(() => {
      const box = (element) => element.getBoundingClientRect();
      const room = box(document.querySelector(".score"));
      const systems = [...document.querySelectorAll(".lines svg")];
      const at = systems.findIndex((one) => one.querySelector(".now"));
      const heads = [...document.querySelectorAll(".lines .o .mark")].map((one) => box(one).height);
      const texts = [...document.querySelectorAll(".strip p, .strip figcaption, .strip button")]
        .filter((one) => one.textContent && one.offsetParent)
        .map((one) => parseFloat(getComputedStyle(one).fontSize));
      return {
        room: [room.top, room.bottom],
        now: at < 0 ? null : [box(systems[at]).top, box(systems[at]).bottom],
        next:
          at < 0 || at + 1 >= systems.length ? null : [box(systems[at + 1]).top, box(systems[at + 1]).bottom],
        head: Math.min(...heads),
        text: Math.min(...texts),
        stop: box(document.querySelector(".stop")).bottom,
      };
    });
    const least = Math.min(width, height);
    assert.ok(sizes.head >= 0.025 * least - 0.5, `${width}: heads of ${sizes.head} px`);
    assert.ok(sizes.text >= 0.03 * height - 0.1, `${width}: text of ${sizes.text} px`);
    assert.ok(sizes.stop <= height, `${width}: Stop is cut off`);
    for (const line of [sizes.now, sizes.next]) {
      if (!line) continue;
      assert.ok(
        line[0] >= sizes.room[0] - 1.5 && line[1] <= sizes.room[1] + 1.5,
        `${width}: ${JSON.stringify(sizes)}`,
      );
      ++seen;
    }
    if (sizes.now) {
      const high = sizes.room[1] - sizes.room[0];
      assert.ok(sizes.now[0] < sizes.room[0] + (2 / 3) * high && sizes.now[1] > sizes.room[0] + high / 3);
    }
    if (i % 12 === 8 && shots) {
      mkdirSync(shots, { recursive: true });
      await tab.screenshot({ path: join(shots, `stage-${width}.png`) });
    }
    await tab.waitForTimeout(350);
  }
  assert.ok(seen > 40, `${seen}`);
  assert.match(await tab.textContent(".progress"), /^pass \d+ of 16$/);
  assert.match(await tab.textContent(".left"), /^\d:\d\d left$/);
  assert.ok((await tab.$$(".needle .value")).length >= 1);
  await tab.emulateMedia({ reducedMotion: null, colorScheme: null });
  await tab.setViewportSize({ width: 1366, height: 768 });
  assert.strictEqual(await tab.isDisabled(".settings select"), true, "no control works while playing");
  await tab.keyboard.press(" ");
  await playing;
  await ended();
});

test("a drill in which nothing is heard says so after a bar, and does not begin again for ever", async () => {
  await go("drill", rock({ times: 4, stop: true, countIn: 0 }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  await until(() =>
    /Nothing heard in bar 1|^Stop\./.test(document.querySelector(".order.seen")?.textContent ?? ""),
  );
  await until(() => /^No stroke heard\. Hit a pad/.test(document.querySelector(".order").textContent), 40000);
  await ended();
});

test("why it stopped stays to be read in the count-in of the next run", async () => {
  await go("drill", rock({ times: 4, stop: true, countIn: 1 }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  const playing = play(strokesOf(2, (eighth) => (eighth > 9 ? [] : undefined)));
  await until(() => /^Stop\. Bar/.test(document.querySelector(".order.seen")?.textContent ?? ""));
  await playing;
  await until(() => document.querySelector(".counting") && document.body.classList.contains("playing"));
  await tab.waitForTimeout(500);
  assert.match(await tab.textContent(".order.seen"), /^Stop\. Bar/);
  await tab.keyboard.press(" ");
  await ended();
});

test("space starts after a control was clicked, and leaves the control as it is", async () => {
  await go("drill", rock());
  await tab.click(".more summary");
  const box = tab.getByLabel("Stop at the bar that breaks");
  await box.click();
  assert.strictEqual(await box.isChecked(), true);
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
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

test("the tempo climbs by bars, and every other wish of the click is taken", async () => {
  const wishes = { rampBars: 1, rampStep: 40, rampLimit: 240, mute: 50, offbeat: true, clickDb: -24 };
  await go("drill", rock({ times: 4, countIn: 0, ...wishes }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  await until(() => /left$/.test(document.querySelector(".left").textContent));
  // Four bars at 120, 160, 200 and 240 take 2 + 1.5 + 1.2 + 1 s; at 120 throughout they would take 8.
  assert.match(await tab.textContent(".left"), /^0:0[4-7] left$/);
  await tab.keyboard.press(" ");
  await ended();
  await go("drill", rock({ rampBars: 0, mute: 0, offbeat: false, clickDb: -12 }));
});

test("a roll on one pad after a take does what space does, once Setup has it on", async () => {
  await go("drill", rock({ times: 2, handsFree: "pad" }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  await play(strokesOf(2));
  await ended();
  await until(() => document.querySelector(".after a"));
  await tab.waitForTimeout(300);
  await tab.evaluate(() => {
    for (let i = 0; i < 8; ++i) window.hit(38, 100, performance.now() + 100 * i);
  });
  await until(() => document.body.classList.contains("playing"));
  await tab.keyboard.press(" ");
  await ended();
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
  const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem("firstchair")));
  assert.deepStrictEqual([kept.from, kept.to], [2, 3]);
});

test("a take that is thrown away is gone from this device and counts in the book no more", async () => {
  await go("drill", rock({ times: 2, countIn: 1 }));
  await tab.keyboard.press(" ");
  await until(() => document.body.classList.contains("playing"));
  await play(strokesOf(2));
  await ended();
  const id = /#take\/(.*)$/.exec(await tab.getAttribute(".after a", "href"))[1];
  await tab.getByRole("button", { name: "Throw away" }).click();
  await until(() => /^Thrown away/.test(document.querySelector(".order").textContent));
  await tab.goto(`${server.address}#take/${id}`);
  await until(() => /It is not on this device/.test(document.querySelector("main").textContent));
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
  const kept = await tab.evaluate(() => JSON.parse(localStorage.getItem("firstchair")));
  assert.deepStrictEqual([kept.bpm, kept.pad], [77, true]);
  await tab.getByLabel("One surface (pad)").click();
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

test("nothing moves while a page comes up, and the first load is under 480 KB on the wire", async () => {
  for (const hash of ["", "drill", "today", "charts"]) {
    const fresh = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await fresh.newPage();
    await page.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const one of list.getEntries()) window.shift += one.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    let bytes = 0;
    const session = await fresh.newCDPSession(page);
    await session.send("Network.enable");
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.goto(`${server.address}${hash && `#${hash}`}`);
    await started(page);
    const loaded = bytes; // before the worker takes its own copies
    await page.waitForTimeout(500);
    assert.ok((await page.evaluate(() => window.shift)) <= 0.05, hash);
    assert.ok(loaded > 300000 && loaded <= 480 * 1024, `${hash}: ${loaded}`);
    await fresh.close();
  }
});

test("nothing on the way was an error, and axe found nothing serious", () => {
  assert.deepStrictEqual([problems, found], [[], []]);
});
