// The stage while it is played and what comes after a take. An e-kit plays; its strokes carry their own times.
import assert from "node:assert";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { shots, strokesWav } from "./browser.mjs";
import { kNotes, play, rock, strokesOf } from "./groove.mjs";
import {
  begin,
  context,
  drawnAnew,
  end,
  ended,
  eventually,
  found,
  go,
  kDeskTabletPhone,
  kept,
  photograph,
  picture,
  playing,
  problems,
  server,
  tab,
  until,
} from "./suite.mjs";

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

before(() => begin({ window: kDeskTabletPhone[0], wav: strokesWav([], 1) }));
after(end);

test("what is drawn is what was played: early, late, missed and extra, each with its shape", async () => {
  await go("drill", rock({ bpm: 180 }));
  await tab.keyboard.press(" ");
  await playing();
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
  await play(struck, 180);
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
  await photograph("ended", kDeskTabletPhone);
  await picture("after");
});

test("colours of a take survive every change of the window", async () => {
  const before = await drawn();
  for (const [width, height] of [...kDeskTabletPhone.slice(1), kDeskTabletPhone[0]]) {
    await tab.$$eval(".lines > *", (lines) => lines.forEach((line) => line.classList.add("old")));
    await tab.setViewportSize({ width, height });
    await until(() => document.querySelector(".lines > *") && !document.querySelector(".lines > .old"));
    assert.deepStrictEqual(await drawn(), before, `${width}`);
    assert.strictEqual((await tab.$$(".lines .extra-tick")).length, 1);
  }
  // F fills the screen, and gives it back.
  for (const full of [true, false]) {
    await tab.keyboard.press("f");
    await tab.waitForFunction((now) => (document.fullscreenElement !== null) === now, full, { polling: 50 });
    await drawnAnew();
    assert.deepStrictEqual(await drawn(), before);
  }
});

test("one press does what the order asks, with its tempo, bars and voices", async () => {
  const asked = await tab.textContent(".asks");
  assert.match(asked, / at \d+\. Space does it\.$/);
  const buttons = await tab.$$eval(".after > *", (all) => all.map((one) => one.textContent));
  assert.deepStrictEqual(buttons, ["Do it", "Again", "Look", "Throw away"]);
  await tab.keyboard.press(" ");
  await playing();
  const now = await kept();
  assert.strictEqual(Math.round(now.bpm), Number(/ at (\d+)\. Space/.exec(asked)[1]));
  if (/alone/.test(asked)) {
    assert.ok(now.lines.length > 0);
    assert.match(await tab.textContent("h1"), / alone$/);
  }
  await tab.getByRole("button", { name: "Stop" }).click();
  await ended();
});

test("while playing the line that is played and the whole next one are in view, and all can be read at two metres", async () => {
  await go("drill", rock({ times: 16, bpm: 240 }));
  await tab.keyboard.press(" ");
  await playing();
  const off = { 3: 16, 7: -14, 12: 18 };
  const played = play(
    strokesOf(12, (eighth, voice) => {
      if (eighth % 16 === 10 && voice === "hat") return [];
      const ms = off[eighth % 16];
      return ms && voice === "hat" ? [[eighth, kNotes.hat, ms]] : undefined;
    }),
    240,
  );
  // Lines glide to their places, but not where somebody wants no motion.
  const glides = () => tab.$eval(".lines", (lines) => getComputedStyle(lines).transitionDuration);
  assert.strictEqual(await glides(), "0.3s");
  await tab.emulateMedia({ reducedMotion: "reduce" });
  assert.strictEqual(await glides(), "0s");
  let seen = 0;
  const kLooks = 10;
  for (let i = 0; i < 3 * kLooks; ++i) {
    const [width, height] = kDeskTabletPhone[Math.floor(i / kLooks)];
    if (i % kLooks === 0) {
      if (i > 0)
        await tab.$$eval(".lines > *", (lines) => lines.forEach((line) => line.classList.add("old")));
      await tab.setViewportSize({ width, height });
      await tab.emulateMedia({ reducedMotion: "reduce", colorScheme: i === kLooks ? "dark" : "light" });
      await until(() => document.querySelector(".lines > *") && !document.querySelector(".lines > .old"));
      await drawnAnew();
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
      assert.ok(
        sizes.now[0] < sizes.room[0] + (2 / 3) * high && sizes.now[1] > sizes.room[0] + high / 3,
        `${width}: not in the middle third: ${JSON.stringify(sizes)}`,
      );
    }
    if (i % kLooks === 6 && shots) {
      mkdirSync(shots, { recursive: true });
      await tab.screenshot({ path: join(shots, `stage-${width}.png`) });
    }
    await tab.waitForTimeout(200); // the music goes on
  }
  assert.ok(seen > 1.2 * kLooks * 3, `${seen}`);
  assert.match(await tab.textContent(".progress"), /^pass \d+ of 16$/);
  assert.match(await tab.textContent(".left"), /^\d:\d\d left$/);
  assert.ok((await tab.$$(".needle .value")).length >= 1, "a needle has a value");
  await tab.emulateMedia({ reducedMotion: null, colorScheme: null });
  await tab.setViewportSize({ width: 1366, height: 768 });
  assert.strictEqual(await tab.isDisabled(".settings select"), true, "no control works while playing");
  await until(() => document.querySelector(".lines svg")?.clientWidth > 1200);
  await drawnAnew();
  await picture("stage");
  await tab.keyboard.press(" ");
  await played;
  await ended();
});

test("a drill in which nothing is heard says so after a bar, and does not begin again for ever", async () => {
  await go("drill", rock({ times: 4, stop: true, countIn: 0, bpm: 240 }));
  await tab.keyboard.press(" ");
  await playing();
  await until(() =>
    /Nothing heard in bar 1|^Stop\./.test(document.querySelector(".order.seen")?.textContent ?? ""),
  );
  await until(() => /^No stroke heard\. Hit a pad/.test(document.querySelector(".order").textContent), 40000);
  await ended();
});

test("why it stopped stays to be read in the count-in of the next run", async () => {
  await go("drill", rock({ times: 4, stop: true, countIn: 1 }));
  await tab.keyboard.press(" ");
  await playing();
  const played = play(strokesOf(2, (eighth) => (eighth > 9 ? [] : undefined)));
  await until(() => /^Stop\. Bar/.test(document.querySelector(".order.seen")?.textContent ?? ""));
  await played;
  await until(() => document.querySelector(".counting") && document.body.classList.contains("playing"));
  await until(() => document.querySelector(".counter.counting")?.textContent === "3");
  assert.match(await tab.textContent(".order.seen"), /^Stop\. Bar/);
  await tab.keyboard.press(" ");
  await ended();
});

test("the tempo climbs by bars, and every other wish of the click is taken", async () => {
  const wishes = { rampBars: 1, rampStep: 40, rampLimit: 240, mute: 50, offbeat: true, clickDb: -24 };
  await go("drill", rock({ times: 4, countIn: 0, ...wishes }));
  // Under More: what the engine lists, and what is written; beats that are none are refused in its words.
  await tab.click(".more summary");
  await tab.getByLabel("Sound").selectOption("wood");
  await tab.getByLabel("Own time").selectOption("other");
  await tab.getByLabel("Bars without it").fill("3");
  await tab.getByLabel("Accented beats").fill("one");
  await tab.keyboard.press("Tab");
  await photograph("more", kDeskTabletPhone);
  await tab.getByRole("button", { name: "Start" }).click();
  await until(() => /^one: no beats to accent/.test(document.querySelector(".order").textContent));
  await tab.getByLabel("Accented beats").fill("2 4");
  await tab.keyboard.press("Tab");
  const chosen = await kept();
  assert.deepStrictEqual([chosen.clickSound, chosen.gap, chosen.accents], ["wood", "2/3", "2 4"]);
  await tab.keyboard.press("Escape");
  await tab.getByRole("button", { name: "Start" }).click();
  await playing();
  await until(() => /left$/.test(document.querySelector(".left").textContent));
  // Four bars at 120, 160, 200 and 240 take 2 + 1.5 + 1.2 + 1 s; at 120 throughout they would take 8.
  assert.match(await tab.textContent(".left"), /^0:0[4-7] left$/);
  await tab.keyboard.press(" ");
  await ended();
  await go(
    "drill",
    rock({ rampBars: 0, mute: 0, offbeat: false, clickDb: -12, clickSound: "beep", accents: "1" }),
  );
});

test("a roll on one pad after a take does what space does, once Setup has it on", async () => {
  await go("drill", rock({ times: 2, bpm: 240, handsFree: "pad" }));
  await tab.keyboard.press(" ");
  await playing();
  await play(strokesOf(2), 240);
  await ended();
  await until(() => document.querySelector(".after a"));
  // It is listened for a moment after the take.
  await eventually(() =>
    tab.evaluate(() => {
      for (let i = 0; i < 8; ++i) window.hit(38, 100, performance.now() + 100 * i);
      return document.body.classList.contains("playing");
    }),
  );
  await tab.keyboard.press(" ");
  await ended();
});

test("two loud strokes after silence do the same by the microphone, which nothing measures any more then", async () => {
  await go("drill", rock({ times: 1, bpm: 200, handsFree: "microphone" }));
  await tab.evaluate(() => {
    AudioContext.prototype.createMediaStreamSource = function () {
      return (window.heard = new GainNode(this));
    };
    window.levels = 0;
    const Made = window.AudioWorkletNode;
    window.AudioWorkletNode = class extends Made {
      constructor(context, name, options) {
        super(context, name, options);
        if (name === "meter") this.port.addEventListener("message", () => ++window.levels);
      }
    };
  });
  await tab.keyboard.press(" ");
  await playing();
  await play(strokesOf(1), 200);
  await ended();
  await until(() => window.levels > 0);
  // Silence for two seconds, then two strokes of 50 ms, .4 s apart.
  await tab.evaluate(() => {
    const { context } = window.heard;
    const buffer = context.createBuffer(1, Math.round(0.05 * context.sampleRate), context.sampleRate);
    buffer
      .getChannelData(0)
      .forEach((_, i, sound) => (sound[i] = 0.6 * Math.sin((2 * Math.PI * 200 * i) / context.sampleRate)));
    for (const after of [2.3, 2.7]) {
      const source = new AudioBufferSourceNode(context, { buffer });
      source.connect(window.heard);
      source.start(context.currentTime + after);
    }
  });
  await playing();
  await drawnAnew();
  const levels = await tab.evaluate(() => window.levels);
  await tab.keyboard.press(" ");
  await ended();
  assert.strictEqual(await tab.evaluate(() => window.levels), levels);
});

test("a whole drill by roles and names alone; a take that is thrown away is gone", async () => {
  await go("drill", rock({ times: 2, countIn: 1, bpm: 240, handsFree: "off" }));
  const role = (name, more) => tab.getByRole(name, more);
  await role("navigation", { name: "Pages" }).getByRole("link", { name: "Drill" }).press("Enter");
  assert.strictEqual(await role("heading", { level: 1 }).textContent(), "Plain rock");
  assert.strictEqual(await role("group", { name: "Notation" }).count(), 1);
  assert.strictEqual(await role("combobox", { name: "Chart" }).count(), 1);
  assert.strictEqual(await role("spinbutton", { name: "Tempo, BPM" }).inputValue(), "240");
  assert.deepStrictEqual(
    await role("list", { name: "Marks of the notes" }).getByRole("listitem").allTextContents(),
    (await tab.$$eval(".legend li", (all) => all.map((one) => one.textContent))).filter(Boolean),
  );
  const status = tab.locator("main").getByRole("status").first();
  assert.strictEqual(await status.textContent(), "Press space, or Start.");
  await role("button", { name: "Start" }).press("Enter");
  await playing();
  // What is told by sight alone is hidden; what must be known is said, and the needles have their words.
  assert.strictEqual(await role("button", { name: "Stop" }).count(), 1);
  await until(() => document.querySelector("main [role=status]").textContent === "Count-in: 1 bar.");
  assert.strictEqual(await role("button", { name: "Start" }).count(), 0);
  await play(strokesOf(2), 240);
  await ended();
  for (const image of await role("img").all()) assert.ok((await image.getAttribute("aria-label")).length > 2);
  assert.ok((await status.textContent()).length > 10, "the order is said");
  assert.deepStrictEqual(
    await Promise.all(["Again", "Throw away"].map((name) => role("button", { name }).count())),
    [1, 1],
  );
  assert.strictEqual(await role("link", { name: "Look" }).count(), 1);
  const id = /#take\/(.*)$/.exec(await tab.getAttribute(".after a", "href"))[1];
  await tab.getByRole("button", { name: "Throw away" }).click();
  await until(() => /^Thrown away/.test(document.querySelector(".order").textContent));
  await tab.goto(`${server.address}#take/${id}`);
  await until(() => /It is not on this device/.test(document.querySelector("main").textContent));
});

test("a browser that may not listen says so, of the microphone and of the e-kit", async () => {
  for (const [input, words] of [
    ["microphone", /^The browser was not allowed to listen\. Allow it beside the address/],
    ["midi", /^MIDI cannot be opened\. .*allow MIDI beside the address/],
  ]) {
    await go("drill", rock({ input, handsFree: "off" }));
    await tab.evaluate(() => {
      const denied = () => Promise.reject(new DOMException("denied", "NotAllowedError"));
      navigator.mediaDevices.getUserMedia = denied;
      navigator.requestMIDIAccess = denied;
    });
    await tab.keyboard.press(" ");
    await until(() => / allow/i.test(document.querySelector(".order").textContent));
    assert.match(await tab.textContent(".order"), words);
    await ended();
    assert.strictEqual(await tab.textContent(".start"), "Start");
  }
});

test("a microphone or an e-kit that is unplugged ends the take, which is kept, and says so", async () => {
  await go("drill", rock({ times: 4, countIn: 0, input: "microphone", stop: true }));
  await tab.evaluate(() => {
    const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => (window.stream = await asked(wishes));
  });
  await tab.keyboard.press(" ");
  await playing();
  await tab.evaluate(() => {
    const [track] = window.stream.getTracks();
    track.stop();
    track.dispatchEvent(new Event("ended"));
  });
  await ended();
  assert.match(await tab.textContent(".order"), /^The microphone is gone\. Plug it in again/);
  await go("drill", rock({ times: 4, countIn: 0, bpm: 240 }));
  await tab.keyboard.press(" ");
  await playing();
  await play(strokesOf(1), 240);
  await tab.evaluate(() => window.unplug());
  await ended();
  assert.match(await tab.textContent(".order"), /^The e-kit is gone\. Plug it in again/);
  // Without the server this device's own takes are compared: both on the same lanes.
  await context.route("**/api/**", (route) => route.abort());
  await tab.getByRole("link", { name: "Look" }).click();
  await tab.locator(".compare option >> nth=1").waitFor({ state: "attached" });
  await tab.locator(".compare select").selectOption({ index: 1 });
  await until(() => document.querySelectorAll(".compare .lane svg").length === 3);
  assert.match(await tab.textContent(".compare [role=status]"), /told by the book/);
  const dots = (name) =>
    tab.$$eval(`.compare .lane .${name}`, (all) =>
      all.map((one) => one.getAttribute("d").split("M").length - 1),
    );
  const [first, second] = [await dots("first"), await dots("second")];
  assert.deepStrictEqual(second, [8, 2, 2], "a bar of it: hats, snares, kicks");
  assert.ok(first[0] > 8 && first[1] > 2, `${first}: the longer one before it`);
  await photograph("compare", kDeskTabletPhone);
  await context.unroute("**/api/**");
});

test("nothing on the way was an error, and axe found nothing serious", () => {
  assert.deepStrictEqual([problems, found], [[], []]);
});
