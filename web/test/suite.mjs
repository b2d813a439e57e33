// One suite of the page in a browser: its own folder, book, server and Chromium, so that suites may run side by side.
// A suite calls begin() before its first test and end() after its last; one test after the other.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addKit, chrome, serve, shots } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Windows that a page is looked at in: width and height. */
export const kDeskAndPhone = [
  [1280, 900],
  [390, 900],
];
export const kDeskTabletPhone = [
  [1366, 768],
  [820, 1180],
  [390, 844],
];
export const folder = mkdtempSync(join(tmpdir(), "firstchair-page-"));
export const book = join(folder, "book.db");
export let server, browser, context, tab;
export const problems = []; // errors that a page told
export const found = []; // by photograph()
let usual; // [width, height] of the window

/** `wav`: bytes that the microphone hears, once. `opened` makes the context ready before its first page; `more` are
 * words for the server. */
export async function begin({ window, wav, hash = "", opened = async () => undefined, more = [] }) {
  usual = window;
  const file = join(folder, "strokes.wav");
  writeFileSync(file, wav);
  server = await serve(book, 0, more);
  browser = await chrome(file);
  const [width, height] = window;
  context = await browser.newContext({ viewport: { width, height }, permissions: ["microphone"] });
  await addKit(context);
  await opened(context);
  tab = await open(hash);
}
export async function end() {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
}
/** The server again, at that port. */
export async function serveAgain(port) {
  server = await serve(book, port);
}

/** Another page is the one that is looked at. */
export const lookAt = (page) => void (tab = page);
/** A page whose errors count. */
export function watched(page) {
  page.on("pageerror", (error) => problems.push(error.message));
  // What the server does not answer, a browser prints by itself.
  page.on(
    "console",
    (message) =>
      message.type() === "error" && !/\/api\//.test(message.location().url) && problems.push(message.text()),
  );
  return page;
}

export const started = (page = tab) => page.waitForSelector("html[data-started]");
export async function open(hash = "drill") {
  const page = watched(await context.newPage());
  await page.goto(server.address + (hash && `#${hash}`));
  await started(page);
  return page;
}
export async function reload(page = tab) {
  await page.reload();
  await started(page);
}
export const keep = (wishes, page = tab) =>
  page.evaluate((w) => {
    const kept = JSON.parse(localStorage.getItem("firstchair") ?? "{}");
    localStorage.setItem("firstchair", JSON.stringify({ ...kept, ...w }));
  }, wishes);
export const kept = () => tab.evaluate(() => JSON.parse(localStorage.getItem("firstchair")));
/** That page, read anew, with those settings. */
export async function go(hash, wishes) {
  await tab.bringToFront(); // a page that lies behind another one draws no frames
  await tab.evaluate((to) => history.replaceState(null, "", `#${to}`), hash);
  if (wishes) await keep(wishes);
  await reload();
}

export const untilOf = (page, what, timeout = 30000) =>
  page.waitForFunction(what, undefined, { timeout, polling: 50 });
export const until = (what, timeout) => untilOf(tab, what, timeout);
export const order = () => tab.textContent(".order");
export const playing = () => until(() => document.body.classList.contains("playing"));
export const ended = () => until(() => !document.body.classList.contains("playing"));
/** Two frames have been drawn. */
export const drawnAnew = (page = tab) =>
  page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** What the server tells of the book. */
export async function asked(what) {
  const { origin, searchParams } = new URL(server.address);
  return (
    await fetch(`${origin}/api/book/${what}`, {
      headers: { "X-Firstchair-Token": searchParams.get("token") },
    })
  ).json();
}
export async function eventually(find) {
  for (
    const end = Date.now() + 10000;
    Date.now() < end;
    await new Promise((resolve) => setTimeout(resolve, 50))
  ) {
    const value = await find();
    if (value) return value;
  }
  throw new Error("waited 10 s");
}

async function look(name, colorScheme, [width, height]) {
  await tab.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await tab.setViewportSize({ width, height });
  await drawnAnew();
  const fits = () => document.documentElement.scrollWidth <= innerWidth;
  await until(fits, 1000).catch(() => found.push(`${name} ${width}: wider than the window`));
  // What starts a drill is reached without scrolling.
  const below = await tab.evaluate(() => {
    if (!location.hash.startsWith("#drill")) return 0;
    const start = [...document.querySelectorAll("main .start")].find((one) => one.checkVisibility());
    return start ? start.getBoundingClientRect().bottom + scrollY - innerHeight : 0;
  });
  // A report is laid out for the width it has, whatever of it is open.
  const sideways = await tab.evaluate(() => {
    const folded = [...document.querySelectorAll(".report details:not([open])")];
    for (const one of folded) one.open = true;
    const wide = [...document.querySelectorAll(".report .fit")].filter(
      (box) => box.scrollWidth > box.clientWidth + 1,
    );
    const names = wide.map((box) => box.closest("section, details")?.textContent.slice(0, 30));
    for (const one of folded) one.open = false;
    return names;
  });
  if (sideways.length > 0) found.push(`${name} ${width}: ${sideways.join(", ")} scroll sideways`);
  if (below > 0) found.push(`${name} ${width}: "Start" is ${below.toFixed(0)} px below the window`);
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await tab.waitForTimeout(100); // a notation may be on its way
  await tab.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`), fullPage: true });
}
/** Every rule; or, with `by`, those of colours alone (true) or all but them (false): by night only colours can be
 * other, in another width all but colours. */
async function obeys(name, colours) {
  const contrast = 'rules: { "color-contrast": { enabled: false } }';
  const which = colours === undefined ? "" : colours ? ', runOnly: ["color-contrast"]' : `, ${contrast}`;
  if (!(await tab.evaluate(() => "axe" in window))) await tab.evaluate(axe); // half a megabyte, once a page
  const { violations } = await tab.evaluate(`axe.run(document, { resultTypes: ["violations"]${which} })`);
  for (const one of violations)
    if (one.impact === "serious" || one.impact === "critical")
      found.push(`${name}: ${one.id} ${one.nodes.map((node) => node.target).join(", ")}`);
}

/** The window as it stands, as a picture of the documents: docs/pictures/page-NAME.png, where they are made anew
 * (FIRSTCHAIR_PICTURES=FOLDER); else the one that is there must be as wide and as high. */
export async function picture(name) {
  const size = (bytes) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const now = await tab.screenshot();
  const folder = process.env.FIRSTCHAIR_PICTURES;
  if (folder) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `page-${name}.png`), now);
    return;
  }
  const there = readFileSync(new URL(`../../docs/pictures/page-${name}.png`, import.meta.url));
  if (String(size(there)) !== String(size(now)))
    found.push(`docs/pictures/page-${name}.png is ${size(there)}`);
}

/** The page as it stands in windows of those sizes, the widest first: axe, the words, the width; with FIRSTCHAIR_SHOTS
 * a picture of each, by day and by night. */
export async function photograph(name, sizes) {
  const never =
    /\b(good|bad|great|sloppy|perfect|excellent|nice|poor|well done|mistakes?|failed|wrong|sorry|oops|unfortunately)\b/i.exec(
      await tab.innerText("main"),
    );
  if (never) found.push(`${name} says "${never[0]}"`);
  for (const [i, size] of sizes.entries()) {
    await look(name, "light", size);
    if (i === 0) await obeys(`${name} by day`);
    else if (i === sizes.length - 1) await obeys(`${name} ${size[0]} px wide`, false);
    if (i > 0 && !shots) continue;
    await look(name, "dark", size);
    if (i === 0) await obeys(`${name} by night`, true);
  }
  await tab.emulateMedia({ colorScheme: null, reducedMotion: null });
  const [width, height] = usual ?? sizes[0];
  await tab.setViewportSize({ width, height });
}
