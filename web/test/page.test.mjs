// The page in Debian's Chromium, served by firstchair serve. Live parts judge intervals: the fake microphone loses
// some of a file's start, another piece each time, and keeps what follows to the sample. One test after the other.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  addKit,
  chrome,
  firstchair,
  serve,
  shots,
  shownErrors,
  sixteenthsMidi,
  strokesWav,
} from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kPad = (bars, name) => `Title: ${name}\nMeter: 4/4\n\n${"PD|o---o---o---o---|\n\n".repeat(bars)}`;
// One stroke a beat of 1.5 s; the first errors in ms. Wide beats: whatever the file's start loses, every stroke stays
// nearest to its own note.
const kBeat = 1.5;
const kErrors = [0, 12, -9, 25, -18, 6, 0, -24];

const folder = mkdtempSync(join(tmpdir(), "firstchair-page-"));
const book = join(folder, "book.db");
let server, browser, context, tab;
const problems = [];

async function open(hash = "drill", options = {}) {
  const page = await context.newPage(options);
  page.on("pageerror", (error) => problems.push(error.message));
  // What the server does not answer, a browser prints by itself.
  page.on(
    "console",
    (message) =>
      message.type() === "error" && !/\/api\//.test(message.location().url) && problems.push(message.text()),
  );
  await page.goto(server.address + `#${hash}`);
  await page.waitForSelector("html[data-started]");
  return page;
}
const keep = (page, wishes) =>
  page.evaluate((w) => {
    localStorage.setItem(
      "firstchair",
      JSON.stringify({ ...JSON.parse(localStorage.getItem("firstchair") ?? "{}"), ...w }),
    );
  }, wishes);
const order = (page) => page.textContent(".order");
const until = (page, what, timeout = 30000) =>
  page.waitForFunction(what, undefined, { timeout, polling: 50 });
const reload = async (page) => {
  await page.reload();
  await page.waitForSelector("html[data-started]");
};

/** What the server tells of the book. */
async function asked(what) {
  const { origin, searchParams } = new URL(server.address);
  return (
    await fetch(`${origin}/api/book/${what}`, {
      headers: { "X-Firstchair-Token": searchParams.get("token") },
    })
  ).json();
}
async function eventually(find) {
  for (
    const until = Date.now() + 10000;
    Date.now() < until;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    const value = await find();
    if (value) return value;
  }
  throw new Error("waited 10 s");
}

const found = []; // by photograph()
/** The page as it stands, light and dark, wide and narrow: axe, the words, the width, a picture. */
async function photograph(name) {
  if (shots) mkdirSync(shots, { recursive: true });
  for (const [scheme, width] of [
    ["light", 1280],
    ["dark", 1280],
    ["light", 390],
    ["dark", 390],
  ]) {
    await tab.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await tab.setViewportSize({ width, height: 900 });
    await tab.waitForTimeout(60);
    if (scheme === "light" || width === 1280) {
      // Every rule by day; by night only what colours can change.
      const rules = scheme === "dark" ? ', runOnly: ["color-contrast"]' : "";
      const { violations } = await tab.evaluate(
        `window.axe || (() => { ${axe} })(); axe.run(document, { resultTypes: ["violations"]${rules} })`,
      );
      for (const one of violations) {
        if (one.impact === "serious" || one.impact === "critical")
          found.push(
            `${name} ${scheme} ${width}: ${one.id} ${one.nodes.map((node) => node.target).join(", ")}`,
          );
      }
    }
    const never =
      /\b(good|bad|great|sloppy|perfect|excellent|nice|poor|well done|mistakes?|failed|wrong|sorry|oops|unfortunately)\b/i.exec(
        await tab.innerText("main"),
      );
    if (never) found.push(`${name} says "${never[0]}"`);
    const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) found.push(`${name} ${width}: ${over} px wider than the window`);
    if (shots) await tab.screenshot({ path: join(shots, `${name}-${scheme}-${width}.png`), fullPage: true });
  }
  await tab.emulateMedia({ colorScheme: null, reducedMotion: null });
  await tab.setViewportSize({ width: 1280, height: 900 });
}

before(async () => {
  const wav = join(folder, "strokes.wav");
  writeFileSync(
    wav,
    strokesWav(
      kErrors.map((ms, i) => 1.2 + i * kBeat + ms / 1000),
      1.2 + kErrors.length * kBeat + 1,
    ),
  );
  // The book begins with a search for the limit that the program made of three recordings.
  writeFileSync(
    join(folder, "sixteenths.tab"),
    `Title: Sixteenths\nMeter: 4/4\n\n${"SN|oooooooooooooooo|oooooooooooooooo|\n\n".repeat(2)}`,
  );
  [
    [100, 10],
    [116, 22],
    [100, 24],
  ].forEach(([bpm, spread], i) =>
    writeFileSync(join(folder, `${i}.mid`), sixteenthsMidi(64, bpm, spread, i + 1)),
  );
  const takes = ["0.mid@100", "1.mid@116", "2.mid@100"].map((take) => join(folder, take));
  execFileSync(firstchair, [
    "limit",
    join(folder, "sixteenths.tab"),
    ...takes,
    "--most",
    "3",
    "--book",
    book,
  ]);
  server = await serve(book);
  browser = await chrome(wav);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, permissions: ["microphone"] });
  await addKit(context);
  tab = await open();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("a drill in an audio worklet tells what the native build tells", async () => {
  const settings = "rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 0\nname fixed\n";
  const native = execFileSync(process.env.DOOR_TAKE, [settings], { encoding: "utf8", maxBuffer: 1 << 26 });
  const heard = await tab.evaluate(async (text) => {
    const module = await WebAssembly.compileStreaming(fetch("firstchair.wasm"));
    const door = new WebAssembly.Instance(module, {}).exports;
    door._initialize();
    const frames = door.fixed_take();
    const bytes = new Uint8Array(door.memory.buffer, door.text());
    const chart = bytes.slice(0, bytes.indexOf(0));
    const whole = frames - (frames % 128);
    const offline = new OfflineAudioContext(1, whole + 128, 48000);
    await offline.audioWorklet.addModule("worklet.js");
    const buffer = offline.createBuffer(1, whole, 48000);
    buffer.copyToChannel(new Float32Array(door.memory.buffer, door.fixed_sound(), whole), 0);
    const node = new AudioWorkletNode(offline, "drill", {
      outputChannelCount: [1],
      processorOptions: { module, chart, settings: new TextEncoder().encode(text) },
    });
    const source = new AudioBufferSourceNode(offline, { buffer });
    source.connect(node).connect(offline.destination);
    source.start();
    const lines = [];
    const told = new Promise((resolve) => {
      node.port.onmessage = ({ data }) => {
        for (const part of [data.plan, data.news, data.take])
          if (part) lines.push(new TextDecoder().decode(part));
        if (data.take) resolve();
      };
    });
    void offline.suspend(whole / 48000).then(async () => {
      node.port.postMessage({ close: true });
      await told;
      await offline.resume();
    });
    await offline.startRendering();
    return lines.join("\n") + "\n";
  }, settings);
  assert.ok(heard.length > 10000);
  assert.strictEqual(heard, native);
});

test("Today lists the day's plan with its reasons, and one press drills a step", async () => {
  await keep(tab, { input: "midi", minutes: 30 });
  await tab.goto(server.address + "#today");
  await reload(tab);
  await tab.waitForSelector(".steps li");
  assert.match(await tab.textContent(".order"), /^[\d.]+ min of playing, [\d.]+ min in all\.$/);
  const step = await tab.innerText(".steps li:has-text('Sixteenths from')");
  assert.match(
    step,
    /Why: breaks at \d+ \(\d+-\d+\).*\.\s+Until: \d clean at \d+ or above, else [\d.]+ min\./,
  );
  await tab.focus("body");
  await tab.keyboard.press("d");
  await tab.waitForSelector(".steps .done");
  assert.match(
    await tab.textContent(".plan > p"),
    /^0 of 5 steps ended, [\d.]+ min played, \d takes? beside the plan\.$/,
  );
  await photograph("today");
  await tab.click(".steps li:has-text('Sixteenths from') button");
  await until(tab, () => document.body.classList.contains("playing"));
  assert.strictEqual(await tab.textContent("h1"), "Sixteenths");
  assert.strictEqual(await tab.inputValue("#bpm"), /from (\d+)/.exec(step)[1]);
  await tab.keyboard.press(" ");
  await until(tab, () => !document.body.classList.contains("playing"));
});

test("Book shows an item's way with its intervals, sets a goal, and compares its takes", async () => {
  await tab.goto(server.address + "#book");
  await reload(tab);
  await tab.waitForSelector(".book table");
  await tab.fill("input[type=search]", "no such");
  await until(tab, () => /^0 of/.test(document.querySelector(".book [role=status]").textContent));
  await tab.fill("input[type=search]", "sixt");
  assert.match(await tab.innerText(".book tbody tr:has-text('Sixteenths')"), /Sixteenths\s+\d+ \(\d+-\d+\)/);
  await photograph("book");
  await tab.click(".book tbody a:has-text('Sixteenths')");
  await tab.waitForSelector(".book.item");
  assert.match(await tab.innerText(".book.item"), /Breaks at \d+ \(\d+-\d+\), 3 takes/);
  assert.match(await tab.innerText(".book.item"), /Snare, spread: [\d.]+ \([\d.]+ to [\d.]+\) ms/);
  await until(tab, () => document.querySelectorAll(".growth .interval").length >= 5); // level twice, spread of three takes
  await tab.fill("label:has-text('Goal') input", "140");
  await tab.keyboard.press("Tab");
  await until(tab, () =>
    /goal 140, breaks at \d+ \(\d+-\d+\)/.test(document.querySelector(".order").textContent),
  );
  await photograph("item");
  await tab.click(".takes a >> nth=-1");
  await tab.waitForSelector(".compare option >> nth=1", { state: "attached" });
  const of = async (bpm) =>
    (await tab.$$eval(".compare option", (all) => all.map((one) => [one.value, one.textContent]))).find(
      ([, text]) => text.includes(`${bpm} BPM`),
    )[0];
  // Another tempo cannot be compared, and is not offered.
  assert.doesNotMatch(await tab.textContent(".compare select"), /116 BPM/);
  await tab.selectOption(".compare select", await of(100));
  await until(tab, () =>
    /Snare spread [\d.]+ -> [\d.]+ ms \(ratio [\d.]+ to [\d.]+\): /.test(
      document.querySelector(".compare [role=status]").textContent,
    ),
  );
});

test("errors played into the microphone are shown within 2 ms, as intervals", async () => {
  await tab.goto(server.address + "#drill");
  await keep(tab, {
    chart: { name: "own", title: "Eight strokes", text: kPad(2, "Eight strokes") },
    bpm: 40,
    times: 1,
    countIn: 0,
    pad: true,
    clickHeard: false,
    input: "microphone",
    from: 1,
    to: 0,
    gap: "",
  });
  // Where the machine is too busy the fake device inserts silence, 10 ms at a time: one interval of the seven may have
  // slipped by it; more, and the file is played again.
  let slipped = Infinity;
  for (let attempt = 0; attempt < 3 && slipped > 1; ++attempt) {
    await reload(tab);
    await tab.keyboard.press(" ");
    await until(tab, () => document.body.classList.contains("playing"));
    await until(
      tab,
      () =>
        document.querySelectorAll("[data-error]").length >= 8 || !document.body.classList.contains("playing"),
    );
    const off = (await shownErrors(tab)).map(([note, ms]) => ms - kErrors[note]);
    console.log(`strokes off by ${off.map((ms) => (ms - off[0]).toFixed(2)).join(" ")} ms`);
    if (off.length === 8) slipped = off.filter((ms, i) => i > 0 && Math.abs(ms - off[i - 1]) > 2).length;
  }
  assert.ok(slipped <= 1, `${slipped} of 7 intervals are off by more than 2 ms`);
  await until(tab, () => !document.body.classList.contains("playing"));
  await until(tab, () => document.querySelector('a[href^="#take/"]') !== null);
});

test("the take of that drill is kept, with its report, its sound and its bars", async () => {
  await tab.click('a[href^="#take/"]');
  await tab.waitForSelector(".report section");
  assert.match(await tab.textContent(".report .what"), /Eight strokes/);
  assert.ok((await tab.$$(".report svg")).length > 1);
  assert.ok((await tab.$$("button:has-text('Save sound.wav')")).length === 1);
  await tab.click("button:has-text('Listen')");
  await until(tab, () =>
    /^Bars 1 to \d, 0:0\d to 0:\d\d/.test(document.querySelector(".tools [role=status]").textContent),
  );
  await tab.click("button:has-text('Silence')");
  // Slower, with its pitch: by the browser's own player.
  await tab.getByLabel("Speed").selectOption("0.5");
  await tab.click("button:has-text('Listen')");
  await until(tab, () => document.querySelector("[data-bar].heard"));
  await tab.click("button:has-text('Silence')");
});

test("a recording opened in the page is heard there", async () => {
  await tab.goto(server.address + "#takes");
  await tab.waitForSelector("main[data-ready=takes]");
  await tab.setInputFiles("#take-file", join(folder, "strokes.wav"));
  await tab.waitForSelector(".report section");
  assert.match(await tab.textContent(".report .what"), /strokes\.wav/);
  const native = JSON.parse(
    execFileSync(firstchair, ["hear", join(folder, "strokes.wav"), "--json"], {
      encoding: "utf8",
      maxBuffer: 1 << 24,
    }),
  );
  const facts = await tab.textContent(".report .facts");
  assert.ok(
    facts.startsWith(`Strokes${native.hits.length}Length`),
    `${facts}; native: ${native.hits.length}`,
  );
  // Eleven even strokes are quarters or eighths.
  const { bpm, other_bpm } = native.reading;
  const tempo = other_bpm ? `${bpm.toFixed(0)} or ${other_bpm.toFixed(0)} BPM` : `${bpm.toFixed(1)} BPM`;
  assert.ok(facts.includes(`Tempo${tempo}`), `${facts}; native: ${bpm}, ${other_bpm}`);
  await tab.goto(server.address + "#takes");
  await tab.waitForSelector("main[data-ready=takes]");
  await tab.setInputFiles("#take-file", {
    name: "notes.txt",
    mimeType: "audio/wav",
    buffer: Buffer.from("no sound"),
  });
  await until(tab, () => /cannot read it/.test(document.querySelector(".said").textContent));
});

test("an e-kit's strokes are shown within 2 ms, by the times of their events", async () => {
  await keep(tab, {
    chart: {
      name: "own",
      title: "Kit",
      text: "Title: Kit\nMeter: 4/4\n\nSN|o---o---o---o---|\n\nSN|o---o---o---o---|\n",
    },
    bpm: 120,
    times: 1,
    pad: false,
    input: "midi",
    countIn: 1,
  });
  await tab.goto(server.address + "#drill");
  await reload(tab);
  await tab.focus("body");
  await tab.keyboard.press(" ");
  await until(
    tab,
    () => document.querySelector(".counter")?.textContent === "4" && document.querySelector(".counting"),
  );
  await until(tab, () => document.querySelector(".now") && !document.querySelector(".counting"));
  const errors = [0, 15, -10, 5, -20, 12, 0, -7];
  await tab.evaluate(async (list) => {
    const first = performance.now();
    for (let i = 0; i < list.length; ++i) {
      const at = first + 500 * i + list[i];
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
      window.hit(38, 100, at);
    }
  }, errors);
  await until(tab, () => document.querySelectorAll("[data-error]").length >= 8);
  const off = (await shownErrors(tab)).map(([note, ms]) => ms - errors[note]);
  console.log(`e-kit off by ${off.map((ms) => (ms - off[0]).toFixed(2)).join(" ")} ms`);
  assert.ok(Math.max(...off.map((ms) => Math.abs(ms - off[0]))) <= 2);
  await until(tab, () => document.querySelector('a[href^="#take/"]') !== null);
});

test("a whole drill by keyboard", async () => {
  await keep(tab, { bpm: 120, countIn: 0, times: 1 });
  await reload(tab);
  await tab.keyboard.press("ArrowUp");
  await tab.keyboard.press("ArrowUp");
  assert.strictEqual(await tab.inputValue("#bpm"), "122");
  // By tab to the button, then with it.
  await tab.focus("nav a");
  for (let i = 0; i < 12 && (await tab.evaluate(() => document.activeElement.textContent)) !== "Start"; ++i)
    await tab.keyboard.press("Tab");
  assert.strictEqual(await tab.evaluate(() => document.activeElement.textContent), "Start");
  await tab.keyboard.press("Enter");
  await until(tab, () => document.body.classList.contains("playing"));
  await until(
    tab,
    () =>
      /^Nothing heard in bar 1\./.test(document.querySelector(".order").textContent) &&
      document.querySelector(".needle"),
  );
  await tab.keyboard.press(" ");
  await until(tab, () => !document.body.classList.contains("playing"));
  await until(tab, () => /No stroke heard/.test(document.querySelector(".order").textContent));
});

test("Limit by keyboard: takes of a known spread hold and break, one is thrown away, the limit has its interval", async () => {
  const sixteenths = "Title: Sixteenths\nMeter: 4/4\n\nSN|oooooooooooooooo|\n";
  await keep(tab, {
    chart: { name: "own", title: "Sixteenths", text: sixteenths },
    from: 1,
    to: 0,
    pad: false,
    input: "midi",
    limitTimes: 2,
    limitPrior: 150,
    limitMost: 2,
    limitRest: 60,
    limits: {},
  });
  await tab.goto(server.address + "#limit");
  await reload(tab);
  await tab.focus("body");
  // Strokes spread so, in ms (SD), from the first bar line that is drawn on: what is late as a whole does not count.
  const play = async (spread) => {
    await tab.keyboard.press(" ");
    await tab.evaluate(async (sd) => {
      while (!document.querySelector(".now") || document.querySelector(".counting"))
        await new Promise(requestAnimationFrame);
      const first = performance.now();
      const bpm = Number(/: (\d+)\./.exec(document.querySelector(".order").textContent)[1]);
      for (let i = 0; i < 32; ++i) {
        const at = first + (15000 / bpm) * i + sd * Math.sqrt(2) * Math.sin(2.4 * i * i + i);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, at - performance.now())));
        window.hit(38, 100, at);
      }
    }, spread);
    await until(
      tab,
      () =>
        (/Limit|Breaks|above not tried/.test(document.querySelector(".order").textContent) &&
          !document.body.classList.contains("playing")) ||
        /Cool/.test(document.querySelector(".order").textContent),
    );
    const said = await order(tab);
    console.log(said);
    return said;
  };
  const throwAway = async () => {
    await tab.keyboard.press("u");
    await until(tab, () => /^Take 1 thrown away\./.test(document.querySelector(".order").textContent));
    assert.strictEqual((await tab.$$(".growth .held, .growth .broke")).length, 0);
  };
  // Where the machine is too busy the output's clock jumps, and with it strokes that came before or after: such a take
  // is thrown away and played again.
  const playEven = async () => {
    for (let attempt = 0; ; ++attempt) {
      const said = await play(7);
      if (/^Held/.test(said) || attempt === 3) return said;
      await throwAway();
    }
  };
  assert.match(
    await playEven(),
    /^Held at \d+: spread 0\.\d+ of the norm, 0 of 32 notes missed or extra\. Held at \d+; above not tried, 1 take\. Next: \d+\.$/,
  );
  assert.strictEqual((await tab.$$(".growth .held")).length, 1);
  await throwAway();
  const held = await playEven();
  const z = Number(/spread ([\d.]+)/.exec(held)[1]);
  const bpm = Number(/Held at (\d+)/.exec(held)[1]);
  const norm = 1.1 * (7.8 + 0.0099 * (60000 / bpm)); // data/norms.csv: a snare's
  assert.ok(Math.abs(z / (7 / norm) - 1) < 0.2, `${held}: ${(7 / norm).toFixed(2)} was played`);
  const said = await play(22);
  assert.match(said, /^Breaks at \d+ \(\d+-\d+\), 2 takes\..* Work at \d+\. Cool-down: \d+\.$/);
  assert.match(
    await tab.textContent(".trials tbody tr"),
    /Broke at \d+: .*spread (1\.[5-9]|2\.)\d* of the norm/,
  );
  assert.strictEqual((await tab.$$(".growth .interval")).length, 2);
  assert.strictEqual((await tab.$$(".growth .broke")).length, 1);
  await photograph("limit");
  await tab.keyboard.press(" ");
  await until(
    tab,
    () =>
      /^Cool-down: \d+\.$/.test(document.querySelector(".order").textContent) &&
      document.body.classList.contains("playing"),
  );
  await tab.keyboard.press(" ");
  await until(tab, () => !document.body.classList.contains("playing"));
  await tab.keyboard.press("e");
  assert.strictEqual(await order(tab), said.replace(/ Cool-down: \d+\.$/, ""));
  await tab.click("nav a:has-text('Takes')");
  await tab.waitForSelector(".takes a:has-text('Sixteenths')");
  assert.strictEqual(
    (await tab.$$(".takes a:has-text('Sixteenths')")).length,
    2,
    "the one thrown away is gone",
  );
  // Once the book has both takes it has the limit of them, as the page said it.
  const kept = await eventually(async () =>
    (await asked("limits")).limits.find((limit) => limit.title === "Sixteenths"),
  );
  // The book keeps mean and standard deviation, so an end of the interval may be elsewhere by a little.
  const [, ...told] = /^Breaks at (\d+) \((\d+)-(\d+)\)/.exec(said).map(Number);
  for (const [i, within] of [1, 8, 8].entries())
    assert.ok(Math.abs(kept.bpm[i] - told[i]) <= within, `${kept.bpm} of the book, ${told} said`);
  assert.strictEqual(kept.takes, 2);
  const counted = (await asked(`takes?item=${kept.item}`)).takes.filter((take) => take.mode === "limit");
  assert.strictEqual(counted.length, 2);
});

test("a MusicXML file dropped on Charts is read, drawn and drilled", async () => {
  const tabText = "Title: Dropped\nMeter: 3/4\n\nHH|x-x-x-|\nSN|--o---|\nBD|o---o-|\n";
  const token = new URL(server.address).searchParams.get("token");
  const origin = new URL(server.address).origin;
  const xml = await (
    await fetch(`${origin}/api/charts/convert?to=musicxml&name=x.tab`, {
      method: "POST",
      body: tabText,
      headers: { "X-Firstchair-Token": token },
    })
  ).text();
  await tab.goto(server.address + "#charts");
  await tab.waitForSelector("main[data-ready=charts]");
  await tab.evaluate((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "dropped.musicxml"));
    document.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, xml);
  await until(tab, () => /of 3\/4/.test(document.querySelector(".said").textContent));
  assert.match(await tab.textContent(".said"), /Dropped: 1 bar of 3\/4, 6 notes/);
  assert.strictEqual((await tab.$$(".score g[id^=n]")).length, 6);
  // The editor is live.
  await tab.fill("textarea", "Title: Mine\n\nSN|oooo|\n");
  await until(tab, () => document.querySelectorAll(".score g[id^=n]").length === 4);
  await tab.fill("textarea", "nothing");
  await until(tab, () => document.querySelector(".said.wrong"));
});

test("Setup shows a level, measures the round trip of a loop of known delay, and maps a pad by its stroke", async () => {
  const loop = await context.newPage();
  await loop.addInitScript(() => {
    // What the page plays comes back to its microphone 50 ms later, softer.
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...more) {
      if (to === this.context.destination && this.context instanceof AudioContext)
        connect.call(this, window.looped(this.context));
      return connect.call(this, to, ...more);
    };
    let into, stream;
    window.looped = (at) => {
      if (!into) {
        into = new DelayNode(at, { delayTime: 0.05 });
        const softer = new GainNode(at, { gain: 0.3 });
        const out = new MediaStreamAudioDestinationNode(at);
        connect.call(into, softer);
        connect.call(softer, out);
        stream = out.stream;
      }
      return into;
    };
    const Context = window.AudioContext;
    window.AudioContext = class extends Context {
      constructor(options) {
        super(options);
        window.looped(this);
      }
    };
    navigator.mediaDevices.getUserMedia = async () => stream.clone(); // each opening its own
  });
  await loop.goto(server.address + "#setup");
  await loop.waitForSelector("html[data-started]");
  await loop.click("button:has-text('Listen')");
  await until(loop, () => /dB|silent/.test(document.querySelector(".facts output").textContent));
  await loop.click("button:has-text('Measure')");
  await until(loop, () =>
    /Round trip|only|silent|pulses came/.test(document.querySelector(".order").textContent),
  );
  const said = await loop.textContent(".order");
  console.log(said);
  const ms = Number(/Round trip ([\d.]+) ms/.exec(said)?.[1]);
  assert.ok(ms >= 50 && ms < 400, said);
  await loop.click(".pads button:has-text('Cross-stick')");
  await until(loop, () => document.querySelector(".pads").textContent.includes("hit it now"));
  await loop.evaluate(() => window.hit(93, 80, performance.now()));
  await until(loop, () => document.querySelector(".pads").textContent.includes("note 93"));
  await loop.evaluate(() =>
    localStorage.setItem(
      "firstchair",
      JSON.stringify({ ...JSON.parse(localStorage.getItem("firstchair")), midiMap: {}, roundTrips: {} }),
    ),
  );
  await loop.close();
});

test("a take whose tab is closed while it is played is judged when the page opens again", async () => {
  await keep(tab, {
    chart: { name: "own", title: "Cut off", text: kPad(2, "Cut off") },
    bpm: 40,
    times: 1,
    countIn: 0,
    pad: true,
    input: "microphone",
    clickHeard: false,
  });
  const cut = await open();
  await cut.keyboard.press(" ");
  await until(cut, () => document.querySelectorAll("[data-error]").length >= 3);
  await cut.close({ runBeforeUnload: false });
  const again = await open();
  await again.waitForSelector(".notice:not([hidden])");
  assert.match(await again.textContent(".notice"), /1 take that was cut off/);
  await again.click(".notice a");
  await again.waitForSelector(".takes a");
  assert.match(await again.textContent(".takes"), /Cut off/);
  await again.click(".takes a:has-text('Cut off')");
  await again.waitForSelector(".report section");
  await again.close();
});

test("takes played without the server come into the book when it answers, each once, though the tab is closed while one is sent", async () => {
  const inBook = async () => {
    const { takes } = await asked("takes");
    return takes.filter((take) => take.title === "Without the server").length;
  };
  await keep(tab, {
    chart: { name: "own", title: "Without the server", text: kPad(1, "Without the server") },
    bpm: 200,
    times: 1,
    countIn: 0,
    pad: true,
    input: "midi",
    from: 1,
    to: 0,
    gap: "",
  });
  const away = await open();
  const { port, origin } = new URL(server.address);
  await server.stop();
  await away.keyboard.press(" ");
  await away.evaluate(async () => {
    while (!document.querySelector(".now")) await new Promise(requestAnimationFrame);
    for (let i = 0; i < 4; ++i) {
      window.hit(38, 100, performance.now());
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  });
  await until(away, () => document.querySelector('a[href^="#take/"]') !== null);
  await away.click("nav a:has-text('Takes')");
  await until(away, () =>
    /Without the server[^]*Waits for the book/.test(document.querySelector(".takes")?.innerText),
  );
  server = await serve(book, port);
  assert.strictEqual(new URL(server.address).origin, origin);
  // The server takes it, and the tab is gone before the answer.
  let sent = 0;
  await context.route(/\/api\/book\/takes\b/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    ++sent;
    await route.fetch();
  });
  const cut = await open("takes"); // with the new key
  for (let i = 0; i < 200 && (await inBook()) === 0; ++i) await cut.waitForTimeout(50);
  assert.match(await cut.innerText(".takes li:has-text('Without the server')"), /Waits for the book/);
  await cut.close({ runBeforeUnload: false });
  await away.close();
  await context.unrouteAll({ behavior: "ignoreErrors" });
  const again = await open("takes");
  await until(
    again,
    () =>
      /Without the server/.test(document.querySelector(".takes")?.innerText) &&
      !/Waits for the book/.test(document.querySelector(".takes").innerText),
  );
  assert.match(await again.innerText(".takes li:has-text('Without the server')"), /In the book, \d+\./);
  assert.ok(sent > 0);
  assert.strictEqual(await inBook(), 1);
  await again.close();
});

test("pain that was told plans nothing and starts no drill until the day ends", async () => {
  await tab.goto(server.address + "#today");
  await reload(tab);
  await tab.waitForSelector("label:has-text('Pain') select");
  await tab.selectOption("label:has-text('Pain') select", "6");
  await tab.click("button:has-text('Plan with that pain')");
  await until(tab, () => /^Pain 6 of 10: stop/.test(document.querySelector(".order").textContent));
  assert.strictEqual((await tab.$$(".steps li")).length, 0);
  await tab.goto(server.address + "#drill");
  await tab.waitForSelector("main[data-ready=drill]");
  await tab.click("button.start");
  await until(tab, () => /^Pain 6 of 10: stop/.test(document.querySelector(".order").textContent));
  assert.strictEqual(await tab.evaluate(() => document.body.classList.contains("playing")), false);
});

test("axe finds nothing serious on any page, light or dark, wide or narrow; all are photographed", async () => {
  await keep(tab, { chart: null, bpm: 0, input: "microphone", pad: false, times: 8, countIn: 1 });
  for (const hash of ["drill", "takes", "charts", "setup", "take"]) {
    let address = hash;
    if (hash === "take") {
      await tab.goto(server.address + "#takes");
      address = (await (await tab.waitForSelector(".takes a")).getAttribute("href")).slice(1);
    }
    await tab.goto(server.address + `#${address}`);
    await tab.waitForSelector(`main[data-ready=${hash}]`);
    await reload(tab);
    await photograph(hash);
  }
  assert.deepStrictEqual(found, []);
});

test("the page asks nothing of anybody but its server, and no error was printed", () => {
  assert.deepStrictEqual(problems, []);
});

test("after the first load the page works without the server", async () => {
  await tab.goto(server.address + "#drill");
  await tab.waitForSelector("main[data-ready=drill]");
  await tab.evaluate(() => navigator.serviceWorker.ready);
  await until(tab, () => navigator.serviceWorker.controller !== null);
  await server.stop();
  await tab.goto(`${new URL(server.address).origin}/#charts`);
  await reload(tab);
  await tab.click("button:has-text('Single paradiddle')");
  await until(tab, () => /Single paradiddle/.test(document.querySelector(".said").textContent));
});
