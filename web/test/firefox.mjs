// The page in Firefox, over WebDriver BiDi, where one is installed; no suite of the check runs it.
//   FIRSTCHAIR=PROGRAM DOOR_TAKE=PROGRAM FIRSTCHAIR_PAGE=build/page node --experimental-websocket web/test/firefox.mjs
// FIREFOX names another one than firefox-esr; FIREFOX_SOUND=pulse-rust and PULSE_SERVER give it a sound server, as
//   pulseaudio -n -L "module-null-sink" -L "module-native-protocol-unix auth-anonymous=1 socket=SOCKET"
// Every page is opened in three widths, and axe looks at it; a chart is written on the grid,
// and heard; a drill over a known sound runs in the audio worklet, by a clock of its own, and tells what the native
// build tells. Where there is a sound card a drill is played by an e-kit that the page makes up: what it says is held
// against what was played only where the sound's clock kept pace with the strokes', and the figures are printed.
// Firefox's fake microphone plays no file, so nothing is heard of one; and it cannot stop rendering at a frame, so the
// take at the end of the known sound is not laid beside the native one's.
import assert from "node:assert";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { makeKit, serve } from "./browser.mjs";
import { kNotes, rock, strokesOf } from "./groove.mjs";

const folder = mkdtempSync(join(tmpdir(), "firstchair-firefox-"));
const prefs = {
  "media.navigator.streams.fake": true,
  "media.navigator.permission.disabled": true,
  "media.autoplay.default": 0,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  // Deeper buffers and fewer pictures, so that the sound does not stand still where others use the machine.
  "media.cubeb_latency_playback_ms": 100,
  "media.cubeb_latency_mtg_frames": 4096,
  "layout.frame_rate": 30,
  ...(process.env.FIREFOX_SOUND ? { "media.cubeb.backend": process.env.FIREFOX_SOUND } : {}),
};
writeFileSync(
  join(folder, "user.js"),
  Object.entries(prefs)
    .map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`)
    .join(""),
);
const firefox = spawn(
  process.env.FIREFOX ?? "firefox-esr",
  ["--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"],
  { stdio: ["ignore", "ignore", "pipe"] },
);
const address = await new Promise((resolve, reject) => {
  firefox.on("error", reject);
  firefox.on("exit", (code) => reject(new Error(`Firefox ended with ${code}`)));
  createInterface({ input: firefox.stderr }).on("line", (line) => {
    const found = /listening on (ws:\S+)/.exec(line);
    if (found) resolve(found[1]);
  });
});
const socket = new WebSocket(`${address}/session`);
await new Promise((resolve, reject) => {
  socket.onopen = resolve;
  socket.onerror = reject;
});
const waiting = new Map();
const problems = [];
socket.onmessage = ({ data }) => {
  const told = JSON.parse(data);
  const { level, type, text } = told.params ?? {};
  // What was on its way when the page was left is no fault of it.
  const left = /NetworkError|ServiceWorker intercepted|operation was aborted/.test(text);
  if (told.method === "log.entryAdded" && level === "error" && type === "javascript" && !left)
    problems.push(text);
  waiting.get(told.id)?.(told);
};
let last = 0;
async function bidi(method, params) {
  const id = ++last;
  const answered = new Promise((resolve) => waiting.set(id, resolve));
  socket.send(JSON.stringify({ id, method, params }));
  const told = await answered;
  if (told.type === "error") throw new Error(`${method}: ${told.message}`);
  return told.result;
}

/** In the page, before its own scripts: what makes sound. */
function keepContexts() {
  window.contexts = [];
  const Made = window.AudioContext;
  window.AudioContext = class extends Made {
    constructor(...all) {
      super(...all);
      window.contexts.push(this);
    }
  };
}
/** In the page: strikes [eighth, note, ms off], as strike() of groove.mjs does, but by the sound's own clock, which a
 * drummer hears: where the sound stands still, the strokes wait for it. Tells how much the clocks moved apart. */
async function strikeBySound([list, tempo]) {
  const line = () => document.querySelector(".lines .now");
  const context = window.contexts.at(-1);
  const latest = [];
  const all = [];
  const apart = () => {
    const { performanceTime, contextTime } = context.getOutputTimestamp();
    all.push(performanceTime - 1000 * contextTime);
    latest.push(all.at(-1));
    if (latest.length > 60) latest.shift();
    return [...latest].sort((a, b) => a - b)[latest.length >> 1];
  };
  while (!line() || document.querySelector(".counting")) {
    apart();
    await new Promise(requestAnimationFrame);
  }
  const bar = line().ownerSVGElement.querySelector('[data-bar="0"]');
  const along = Number(line().getAttribute("x1")) - bar.x.baseVal.value;
  const first = performance.now() - (240000 / tempo) * (along / bar.width.baseVal.value) - apart();
  const began = apart();
  for (const [eighth, note, ms] of list) {
    const due = first + (30000 / tempo) * eighth + ms;
    while (performance.now() < due + apart()) await new Promise((resolve) => setTimeout(resolve, 4));
    window.hit(note, 100, due + apart());
  }
  const jumps = all.slice(1).map((at, i) => Math.abs(at - all[i]));
  return {
    moved: apart() - began,
    jump: Math.max(...jumps),
    seconds: (performance.now() - first - began) / 1000,
  };
}

/** In the page: a drill over the engine's fixed take, in the page's own worklet; what it tells until the sound ends. */
async function fixedDrill(text) {
  const module = await WebAssembly.compileStreaming(fetch("firstchair.wasm"));
  const ear = new Uint8Array(await (await fetch("ear.weights")).arrayBuffer());
  const door = new WebAssembly.Instance(module, {}).exports;
  door._initialize();
  const frames = door.fixed_take();
  const bytes = new Uint8Array(door.memory.buffer, door.text());
  const chart = bytes.slice(0, bytes.indexOf(0));
  const whole = frames - (frames % 128);
  const offline = new OfflineAudioContext(1, whole, 48000);
  await offline.audioWorklet.addModule("worklet.js");
  const buffer = offline.createBuffer(1, whole, 48000);
  buffer.copyToChannel(new Float32Array(door.memory.buffer, door.fixed_sound(), whole), 0);
  const node = new AudioWorkletNode(offline, "drill", {
    outputChannelCount: [1],
    processorOptions: { module, ear, chart, settings: new TextEncoder().encode(text) },
  });
  const source = new AudioBufferSourceNode(offline, { buffer });
  source.connect(node).connect(offline.destination);
  source.start();
  const lines = [];
  node.port.onmessage = ({ data }) => {
    for (const part of [data.plan, data.news]) if (part) lines.push(new TextDecoder().decode(part));
  };
  await offline.startRendering();
  await new Promise((resolve) => setTimeout(resolve, 500)); // what is on its way
  return lines;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const server = await serve(join(folder, "book.db"));
try {
  await bidi("session.new", { capabilities: {} });
  await bidi("session.subscribe", { events: ["log.entryAdded"] });
  const context = (await bidi("browsingContext.getTree", {})).contexts[0].context;
  for (const made of [makeKit, keepContexts])
    await bidi("script.addPreloadScript", { functionDeclaration: String(made) });
  await bidi("browsingContext.setViewport", { context, viewport: { width: 1366, height: 768 } });
  const run = async (expression) => {
    const told = await bidi("script.evaluate", {
      expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
      target: { context },
      awaitPromise: true,
    });
    if (told.type !== "success") throw new Error(`${expression}: ${told.exceptionDetails.text}`);
    return JSON.parse(told.result.value);
  };
  const until = async (expression) => {
    for (const end = Date.now() + 20000; Date.now() < end;) {
      if (await run(expression)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`waited 20 s for ${expression}: ${await run("document.body.innerText")}`);
  };
  const open = async (hash, wishes) => {
    const url = `${server.address}#${hash}`;
    await bidi("browsingContext.navigate", { context, url, wait: "complete" });
    if (wishes) await run(`localStorage.setItem("firstchair", ${JSON.stringify(JSON.stringify(wishes))})`);
    await bidi("browsingContext.reload", { context, wait: "complete" });
    await until("document.documentElement.dataset.started === 'yes'");
  };
  /** As a person does it: sound begins by nothing else. */
  const click = async (selector) => {
    const [x, y] = await run(
      `(({ x, y, width, height }) => [Math.round(x + width / 2), Math.round(y + height / 2)])(document.querySelector("${selector}").getBoundingClientRect())`,
    );
    const actions = [
      { type: "pointerMove", x, y },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    await bidi("input.performActions", { context, actions: [{ type: "pointer", id: "hand", actions }] });
  };
  const press = (selector) => run(`document.querySelector(${JSON.stringify(selector)}).click()`);

  const drill = async () => {
    await open("drill", rock({ times: 4 }));
    await click("button.start");
    await until("document.body.classList.contains('playing')");
    const strokes = strokesOf(4, (eighth, voice) => {
      if (voice === "hat" && eighth === 9) return [[eighth, kNotes.hat, -26]];
      if (voice === "hat" && eighth === 17) return [];
    });
    const clocks = await run(`(${strikeBySound})(${JSON.stringify([strokes, 120])})`);
    console.log(
      `the sound's clock against the strokes': ${clocks.moved.toFixed(1)} ms in ${clocks.seconds.toFixed(1)} s, ${clocks.jump.toFixed(1)} ms at most from one look to the next`,
    );
    await until("!document.body.classList.contains('playing')");
    const states = await run(
      "[...document.querySelectorAll('.lines g.drawn')].map((one) => one.getAttribute('class').split(' ').find((name) => /^(upcoming|on-time|early|late|missed|not-told)$/.test(name)))",
    );
    const count = (state) => states.filter((one) => one === state).length;
    console.log(
      `a drill by e-kit: ${["on-time", "early", "late", "missed"].map((one) => `${count(one)} ${one}`).join(", ")}`,
    );
    // A look is as old as the sound's buffer, 85 ms here; the middle one of many is not.
    const kept = Math.abs(clocks.moved) < 5; // ms
    if (kept) assert.deepStrictEqual([states.length, count("early"), count("missed")], [48, 1, 1]);
    else console.log("the sound stood still: not held against what was played");
    await until("document.querySelector('.after a')");
    await press(".after a");
    await until("document.querySelectorAll('.report [data-bar]').length >= 4");
    console.log("its take is kept and shown");
  };

  const found = [];
  for (const hash of ["first", "today", "drill", "limit", "book", "takes", "chairs", "charts", "setup"]) {
    await open(hash);
    await until(`document.querySelector("main").dataset.ready === "${hash}"`);
    await run(`(() => { ${axe} })()`);
    for (const [width, height] of [
      [1366, 768],
      [820, 1180],
      [390, 844],
    ]) {
      await bidi("browsingContext.setViewport", { context, viewport: { width, height } });
      if (!(await run("document.documentElement.scrollWidth <= innerWidth")))
        found.push(`${hash} is wider than ${width}`);
      if (width === 820) continue;
      const seen = await run(
        `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(({ id, nodes }) => id + " " + nodes.map(({ target }) => target).join(", ")))`,
      );
      found.push(...seen.map((one) => `${hash} ${width}: ${one}`));
    }
    await bidi("browsingContext.setViewport", { context, viewport: { width: 1366, height: 768 } });
  }
  assert.deepStrictEqual(found, []);
  console.log("every page stands in three widths, and axe finds nothing serious");

  const settings = "rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 0\nname fixed\n";
  const native = execFileSync(process.env.DOOR_TAKE, [settings], { encoding: "utf8", maxBuffer: 1 << 26 });
  const told = await run(`(${fixedDrill})(${JSON.stringify(settings)})`);
  assert.ok(told.length > 10);
  assert.ok(native.startsWith(told.join("\n")), "another build tells otherwise");
  console.log(`a drill in the audio worklet tells what the native build tells: ${told.length} lines`);

  await open("charts", rock({ library: [], chart: null }));
  const cell = '[aria-label="Snare, bar 1, cell 2: rest"]';
  await until(`document.querySelector('${cell}')`);
  const before = await run("document.querySelectorAll('.score g[id^=n]').length");
  await press(cell);
  await until(`document.querySelectorAll(".score g[id^=n]").length === ${before + 1}`);
  console.log("a chart is written on the grid");

  // Where there is no sound card, Firefox lets no AudioContext begin.
  const sound = await run(
    "Promise.race([new AudioContext().resume().then(() => true), new Promise((resolve) => setTimeout(resolve, 3000, false))])",
  );
  if (sound) {
    await open("drill", rock());
    await run(
      "[...document.querySelectorAll('button')].find((one) => one.textContent === 'Hear it').click()",
    );
    await until("document.querySelector('.score .sounding')");
    console.log("a chart is heard");
    await drill();
  } else console.log("no sound card: nothing is heard, and no drill is played");
  assert.deepStrictEqual(problems, []);
} finally {
  firefox.removeAllListeners("exit");
  const gone = new Promise((resolve) => firefox.once("exit", resolve));
  firefox.kill("SIGTERM");
  await Promise.all([gone, server.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
