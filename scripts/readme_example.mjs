// node scripts/readme_example.mjs PROGRAM [--check]: writes what the README and the guide show of takes: the texts between
// their two marks, and the pictures beside them. data/demo is heard with its chart and without; the first evening's
// paradiddle and the takes of a search for the limit are made by arithmetic (web/test/made.mjs). With --check nothing is
// written, and what differs is an error. A picture is the top of the take's page: the first sentence, the order, the
// facts and the first systems of "Every stroke".
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { normals, sixteenthsMidi, strokesWav } from "../web/test/made.mjs";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = process.argv[2] && resolve(process.argv[2]);
const check = process.argv[3] === "--check";
if (!program) {
  console.error("usage: node scripts/readme_example.mjs PROGRAM [--check]");
  process.exit(2);
}

const kTake = "data/demo/groove.mid";
const kChart = "data/demo/groove.tab";
const kSystems = 2;
const kWidth = 1180,
  kMargin = 32;

const folder = mkdtempSync(join(tmpdir(), "firstchair-readme-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
const env = { ...process.env, TZ: "UTC" };
const saidBy = (words, cwd = top) => execFileSync(program, words, { cwd, env, encoding: "utf8", stdio: "pipe" });

// What `hear` says, and the take: of a file of the repository, or of one that was made in `cwd`.
function hear(args, cwd = top) {
  const out = join(folder, "out");
  const text = saidBy(["hear", ...args, "--out", out, "--force"], cwd);
  const said = text
    .split("\n")
    .filter((line) => !line.startsWith("Page: "))
    .join("\n")
    .trimEnd();
  return {
    said,
    take: JSON.parse(readFileSync(join(out, "take.json"), "utf8")),
    html: readFileSync(join(out, "take.html"), "utf8"),
  };
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function wrapped(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1) && lines.at(-1).length + 1 + word.length > most) lines.push("");
    lines[lines.length - 1] += (lines.at(-1) ? " " : "") + word;
  }
  return lines;
}

function picture({ take, html }) {
  const style = html.slice(html.indexOf("<style>") + 7, html.indexOf("</style>"));
  const action = html.match(/<strong>(.*?)<\/strong>/)[1];
  let y = 56,
    body = "";
  const say = (text, size, weight, most) => {
    for (const line of wrapped(text, most)) {
      body += `<text x="${kMargin}" y="${y}" style="font-size:${size}px;font-weight:${weight}">${line}</text>\n`;
      y += Math.round(size * 1.25);
    }
  };
  say(escaped(take.headline), 38, 400, 56);
  say(action, 38, 700, 52);
  y += 4;
  for (const fact of take.facts) say(escaped(fact), 18, 400, 120);
  y += 8;
  const strokes = html.slice(html.indexOf("<h2>Every stroke</h2>"));
  const systems = strokes.match(/<svg [^>]*class="wide strip"[^>]*>.*?<\/svg>/gs).slice(0, kSystems);
  for (const system of systems) {
    const [, w, h] = system.match(/viewBox="0 0 ([\d.]+) ([\d.]+)"/);
    const width = kWidth - 2 * kMargin,
      height = Math.round((width * h) / w);
    const open = system.indexOf(">");
    body += `<svg x="${kMargin}" y="${y}" width="${width}" height="${height}" viewBox="0 0 ${w} ${h}">`;
    body += `${system.slice(open + 1)}\n`;
    y += height + 14;
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${kWidth}" height="${y + 10}" viewBox="0 0 ${kWidth} ${y + 10}">\n` +
    `<style>${style}</style>\n<rect width="100%" height="100%" style="fill:var(--paper)"/>\n${body}</svg>\n`
  );
}

const free = hear([kTake]),
  charted = hear([kTake, "--chart", kChart]);

// The first evening's take: 72 s of paradiddles at 80, 7 ms wide (SD), every left stroke 12 ms late.
const kFirst = ["phone.wav", "--chart", "single-paradiddle", "--voices", "pad", "--bpm", "80"];
const normal = normals(5);
const strokes = Array.from(
  { length: 24 * 16 },
  (_, i) => 1 + i * 0.1875 + ("RLRRLRLL"[i % 8] === "L" ? 0.012 : 0) + 0.007 * normal(),
);
const recording = join(folder, kFirst[0]);
writeFileSync(recording, strokesWav(strokes, 76));
const evening = Date.UTC(2026, 10, 28, 19, 30) / 1000;
utimesSync(recording, evening, evening);
const book = ["--book", join(folder, "book.db")];
const first = hear([...kFirst, "--keep", ...book], folder);
const kept = { said: saidBy(["book", "list", ...book]).trimEnd() };

// A search for the limit over takes whose spread grows with the tempo: SD in parts of a professional's.
const kSearch = { 90: 0.8, 104: 0.9, 112: 1.1, 116: 1.3, 120: 1.7, 132: 2.4 };
for (const [bpm, times] of Object.entries(kSearch)) {
  const spread = times * (7.8 + 0.0099 * (60000 / bpm));
  writeFileSync(join(folder, `${bpm}.mid`), sixteenthsMidi(128, bpm, spread, 7 * bpm));
}
const kLimit = ["limit", "single-paradiddle", ...Object.keys(kSearch).map((bpm) => `${bpm}.mid@${bpm}`)];
const limit = { said: saidBy([...kLimit, "--no-book"], folder).trimEnd() };

// The document with what was said between its marks.
function shown(file, command, { said }) {
  const text = readFileSync(join(top, file), "utf8");
  const [open, close] = ["<!-- example -->\n", "<!-- end of example -->"];
  const from = text.indexOf(open) + open.length,
    to = text.indexOf(close);
  if (from < open.length || to < from) throw new Error(`${file} has no marks for the example.`);
  return [file, text.slice(0, from) + `\`\`\`\n$ ${command}\n${said}\n\`\`\`\n` + text.slice(to)];
}

const wanted = [
  shown("README.md", `./run hear ${kTake} --chart ${kChart}`, charted),
  shown("docs/guide/reading_a_take.md", "firstchair hear groove.mid", free),
  shown("docs/guide/first_evening.md", `firstchair hear ${kFirst.join(" ")}`, first),
  shown("docs/guide/limit.md", `firstchair ${kLimit.join(" ")}`, limit),
  shown("docs/guide/privacy.md", "firstchair book list", kept),
  ["docs/take.svg", picture(charted)],
  ["docs/pictures/first-evening.svg", picture(first)],
];
let stale = false;
for (const [file, text] of wanted) {
  const path = join(top, file);
  let there = "";
  try {
    there = readFileSync(path, "utf8");
  } catch {
    // It is written below.
  }
  if (there === text) continue;
  if (check)
    console.error(`${file} is not what the program says; node scripts/readme_example.mjs PROGRAM writes it.`);
  else writeFileSync(path, text);
  stale = true;
}
process.exit(check && stale ? 1 : 0);
