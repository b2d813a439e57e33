// node scripts/readme_example.mjs PROGRAM [--check]: writes what the README and docs/guide/reading_a_take.md show of a
// take, by hearing data/demo with its chart and without: the texts between their two marks, and docs/take.svg. With --check nothing is written, and what
// differs is an error. The picture is the top of the take's page: the first sentence, the order, the facts and
// the first systems of "Every stroke".
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const top = join(dirname(fileURLToPath(import.meta.url)), "..");
const program = process.argv[2];
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

function hear(...args) {
  const out = mkdtempSync(join(tmpdir(), "firstchair-readme-"));
  try {
    const text = execFileSync(program, ["hear", ...args, "--out", out, "--force"], {
      cwd: top,
      encoding: "utf8",
    });
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
  } finally {
    rmSync(out, { recursive: true });
  }
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
  const systems = strokes.match(/<svg [^>]*class="wide system"[^>]*>.*?<\/svg>/gs).slice(0, kSystems);
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

const free = hear(kTake),
  charted = hear(kTake, "--chart", kChart);

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
  ["docs/take.svg", picture(charted)],
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
    console.error(`${file} is not what ${kTake} gives; node scripts/readme_example.mjs PROGRAM writes it.`);
  else writeFileSync(path, text);
  stale = true;
}
process.exit(check && stale ? 1 : 0);
