// The guide's picture of a gradebook: thirty students of bench_school, who have handed in by the page's own calls. They
// are given names first, and the assignments titles. scripts/school_picture.sh runs it:
//   node school_picture.mjs BENCH_SCHOOL, with FIRSTCHAIR, FIRSTCHAIR_PAGE and FIRSTCHAIR_PICTURES as everywhere.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chrome, firstchair, page, strokesWav } from "./browser.mjs";
import { folder } from "./suite.mjs";

const [bench] = process.argv.slice(2);
const pictures = process.env.FIRSTCHAIR_PICTURES;
const kGiven =
  "Ada Ben Clara David Elif Finn Greta Hugo Ida Jonas Karla Leo Mia Noah Olga Paul Rosa Samir Tilda Uwe Vera Wim Yara Zoe Anton Bela Carl Dora Emil Frida";
const kFamily =
  "Acker Baum Celik Dorn Eder Fuchs Graf Hahn Illner Jung Kern Lang Maier Nowak Ott Pohl Rau Sand Thal Ulm Vogt Wolf Yilmaz Zorn Abt Beil Conz Dahl Ebel Falk";
const kTitles = [
  "Eighths at 120",
  "Paradiddle at 90",
  "Money Beat at 100",
  "Shuffle at 84",
  "Sixteenths at 96",
];

const run = spawn(
  bench,
  [
    ...["--part", "term", "--kills", "0", "--students", "30", "--takes", "6"],
    ...["--page", page, "--program", firstchair],
  ],
  { stdio: ["pipe", "pipe", "inherit"] },
);
const [address, login, password] = await new Promise((resolve, reject) => {
  run.on("exit", (code) => reject(new Error(`bench_school ended with ${code}`)));
  createInterface({ input: run.stdout }).on("line", (line) => {
    const found = /^Look at it: (\S+) as (\S+) \((.*)\)\.$/.exec(line);
    if (found) resolve(found.slice(1));
  });
});
const wav = join(folder, "silence.wav");
writeFileSync(wav, strokesWav([0.5], 1));
const browser = await chrome(wav);

/** Somebody who is logged in; what they ask shows the token. */
async function comes(name) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const tab = await context.newPage();
  await tab.goto(`${address}/#school`);
  await tab.getByLabel("Name").fill(name);
  await tab.getByLabel("Password").fill(password);
  await tab.getByRole("button", { name: "Log in", exact: true }).click();
  await tab.waitForSelector(".classes a");
  const { csrf } = await (await context.request.get(`${address}/api/me`)).json();
  const change = async (path, data, headers = {}) => {
    const told = await context.request.patch(address + path, {
      data,
      headers: { "X-Firstchair-Csrf": csrf, ...headers },
    });
    if (!told.ok()) throw new Error(`${path}: ${await told.text()}`);
  };
  return { tab, change, ask: async (path) => (await context.request.get(address + path)).json() };
}
const teacher = await comes(login);
const admin = await comes("adminada");
const klass = 1;
const { members } = await teacher.ask(`/api/school/classes/${klass}/members`);
const students = members.filter(({ role }) => role === "student");
for (const [i, { person }] of students.entries())
  await admin.change(`/api/school/people/${person}`, {
    given: kGiven.split(" ")[i],
    name: kFamily.split(" ")[i],
  });
const { assignments } = await teacher.ask(`/api/classes/${klass}/assignments`);
for (const [i, { id, version }] of assignments.slice(0, kTitles.length).entries())
  await teacher.change(`/api/assignments/${id}`, { title: kTitles[i] }, { "If-Match": String(version) });
const { tab } = teacher;
await tab.locator(".classes a").first().click();
await tab.waitForSelector(".gradebook tbody tr");
mkdirSync(pictures, { recursive: true });
for (const [name, width, height] of [
  ["school-gradebook", 1366, 768],
  ["school-gradebook-phone", 390, 844],
]) {
  await tab.setViewportSize({ width, height });
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  writeFileSync(join(pictures, `${name}.png`), await tab.screenshot());
}
const rows = await tab.locator(".gradebook tbody tr").count();
await browser.close();
const ended = new Promise((resolve) => run.on("exit", resolve));
run.stdin.end();
await ended;
if (rows !== 30) throw new Error(`${rows} students stand in the gradebook`);
