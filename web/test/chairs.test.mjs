// Chairs: an audition from its declaration to a record that somebody else verifies.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firstchair, strokesWav } from "./browser.mjs";
import { kNotes, play, rock, strokesOf } from "./groove.mjs";
import {
  begin,
  end,
  ended,
  folder,
  found,
  go,
  kDeskTabletPhone,
  order,
  photograph,
  playing,
  problems,
  server,
  tab,
  until,
} from "./suite.mjs";

before(() => begin({ window: kDeskTabletPhone[0], wav: strokesWav([0.5], 1) }));
after(end);

let state = 7;
const chance = () => ((state = (state * 1103515245 + 12345) & 0x7fffffff) + 1) / 0x80000001;
const normal = () => Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
const spread = (ms) => (eighth, voice) => [[eighth, kNotes[voice], ms * normal()]];

/** One call of the server, as a program asks. */
async function call(method, path, body) {
  const { origin, searchParams } = new URL(server.address);
  const response = await fetch(`${origin}/api/chairs${path}`, {
    method,
    headers: { "X-Firstchair-Token": searchParams.get("token") },
    body: typeof body === "string" ? body : body && JSON.stringify(body),
  });
  assert.strictEqual(response.status, 200, `${method} ${path}`);
  return response.text();
}
const letters = async (name) =>
  JSON.parse(await call("GET", "/1")).players.find((player) => player.name === name).player;

const press = (name, exact = true) => tab.getByRole("button", { name, exact }).click();
async function openAttempt(name) {
  await press(`Play: ${await letters(name)}, excerpt 1`);
  assert.match(await order(), /there is no second one/);
  await press("Open the attempt");
  await playing();
}

test("an audition is declared in the page, and what it asks stands there for good", async () => {
  await go("chairs", rock());
  assert.match(await tab.textContent("main"), /There is no audition in this book yet/);
  await tab.getByLabel("Title").fill("Spring");
  await tab.getByLabel("Tempo, BPM").fill("380");
  await tab.getByLabel("Bars").fill("16");
  await press("Add this excerpt");
  await until(() => /Plain rock, 16 bars at 380 BPM/.test(document.querySelector("main").textContent));
  await photograph("chairs-1", kDeskTabletPhone);
  await press("Declare");
  await until(() => /Nobody has entered yet/.test(document.querySelector("main").textContent));
  for (const name of ["Jane Doe", "Ben", "Cy"]) {
    await tab.getByLabel("Name of somebody who enters").fill(name);
    await tab.getByLabel("The name may be told at the end").check();
    await press("Enter");
    await tab.waitForFunction(
      (who) => (document.querySelector("tbody")?.textContent ?? "").includes(who),
      name,
    );
  }
  await photograph("chairs-2", kDeskTabletPhone);
});

test("the one attempt is on record before its count-in, and leaving it uses it up", async () => {
  await openAttempt("Cy");
  const lines = (await call("GET", "/1/seating.jsonl")).trim().split("\n").map(JSON.parse);
  assert.strictEqual(lines.filter(({ type }) => type === "opened").length, 1);
  await press("Stop");
  await ended();
  await until(() => /that was the attempt/.test(document.querySelector(".order").textContent));
  assert.match(await tab.textContent(".receipt"), /Receipt: audition 1/);
  const cy = await letters("Cy");
  assert.strictEqual(await tab.getByRole("button", { name: `Play: ${cy}, excerpt 1` }).count(), 0);
});

test("an attempt is heard by the server and counts as live", async () => {
  await openAttempt("Jane Doe");
  const bpm = Number(/at ([\d.]+) BPM/.exec(await order())[1]);
  await play(strokesOf(16, spread(5)), bpm);
  await ended();
  await until(() => /The take is on record/.test(document.querySelector(".order").textContent));
  assert.match(await tab.textContent(".receipt"), /Receipt: audition 1/);
  assert.doesNotMatch(await tab.textContent(".receipt"), /count as sent|counts as sent/);
  const record = (await call("GET", "/1/seating.jsonl")).trim().split("\n").map(JSON.parse);
  const { bars } = record.find(({ type }) => type === "bars");
  assert.strictEqual(bars.length, 18, "the count-in, 16 bars, and what came after them");
  assert.ok(bars.slice(1, 17).every(({ bytes }) => bytes > 0));
});

test("everybody is seated, and the page verifies the record", async () => {
  const player = await letters("Ben");
  const opened = JSON.parse(await call("POST", "/1/attempts", { player, excerpt: 1 }));
  const told = Object.fromEntries(opened.settings.split("\n").map((line) => line.split(" ")));
  const eighth = (30 / opened.bpm) * told.rate;
  const first = told.start * told.rate + opened.count_in * 8 * eighth;
  const input = strokesOf(16, spread(20))
    .map(([at, note, ms]) => [Math.round(first + at * eighth + (ms / 1000) * told.rate), note])
    .sort((a, b) => a[0] - b[0])
    .map(([frame, note]) => `${frame},${note},${90 + Math.round(5 * normal())}\n`)
    .join("");
  assert.match(await call("PUT", "/1/attempts/3/input", input), /counts as sent, not as live/);
  await go("chairs/1");
  await press("Seat everybody");
  await tab.waitForSelector(".sheet svg");
  assert.match(await tab.textContent(".sheet"), /no bar was committed while it was played/);
  assert.match(await tab.textContent(".sheet"), /has no take of excerpt 1: seated last, as declared/);
  await photograph("chairs-3", kDeskTabletPhone);
  await press("Verify here");
  await until(() =>
    /Everything is as told: 2 takes judged again/.test(document.querySelector(".sheet").textContent),
  );
});

test("a panel strikes out and adds strokes, and the sheet says so", async () => {
  const jane = await letters("Jane Doe");
  await press(`Appeal: ${jane}, excerpt 1`);
  await tab.getByLabel("Why", { exact: true }).fill("The ear lost one.");
  await press("Appeal");
  await until(() => /The appeal is on record/.test(document.querySelector(".order").textContent));
  await press("Change strokes");
  await tab.waitForSelector(".by-hand .strokes li");
  await press("Put the changes on record");
  assert.match(await tab.textContent(".by-hand .said"), /No stroke is struck out and none is added/);
  await tab.locator(".by-hand .strokes input").nth(6).check();
  assert.match(await tab.textContent(".by-hand .said"), /1 struck out, 0 to add/);
  await tab.getByLabel("Second of a lost stroke").fill("3,2");
  await press("Add this stroke");
  assert.match(await tab.textContent(".by-hand"), /3\.2000 s, snare/i);
  await photograph("chairs-4", kDeskTabletPhone);
  await press("Put the changes on record");
  await until(() => /The ruling is on record/.test(document.querySelector(".order").textContent));
  const lines = (await call("GET", "/1/seating.jsonl")).trim().split("\n").map(JSON.parse);
  const { effect, struck_out, added } = lines.find(({ type }) => type === "ruling");
  assert.deepStrictEqual([effect, struck_out, added], ["strokes", [7], [{ at: "3.2000", voice: "snare" }]]);
  await press("Seat again");
  await until(() =>
    /1 stroke struck out and 1 added by hand, by ruling/.test(document.querySelector(".sheet").textContent),
  );
});

test("the names are told, and the record is verified elsewhere", async () => {
  await press("Tell the names");
  await until(() =>
    /names of those who agreed are on record/.test(document.querySelector(".order").textContent),
  );
  for (const name of ["seating.jsonl", "seating.jsonl.minisig", "seating.pub"])
    writeFileSync(join(folder, name), await call("GET", `/1/${name}`));
  const said = execFileSync(firstchair, ["chairs", "verify", join(folder, "seating.jsonl")], {
    encoding: "utf8",
  });
  assert.match(said, /^Everything is as told: 2 takes judged again/);
  execFileSync("minisign", [
    "-V",
    "-q",
    "-p",
    join(folder, "seating.pub"),
    "-m",
    join(folder, "seating.jsonl"),
  ]);
});

test("nothing went wrong in the page", () => {
  assert.deepStrictEqual(problems, []);
  assert.deepStrictEqual(found, []);
});
