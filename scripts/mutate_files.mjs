// node scripts/mutate_files.mjs FIRSTCHAIR [COUNT] [SEED] [KIND...]: damages COUNT (500) copies of good files, at places
// drawn from SEED (1), and gives each to the program: sound and midi to `hear` and in turns to `chart from`, chart to
// `chart show`, record to `chairs verify`; all four kinds in turns. Fails when one ends otherwise than with what was asked
// for or one line, when a file was touched, or when something is left. With ffmpeg there are more formats of sound; the
// rest is tests/corpus.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clicks, draws } from "./damage.mjs";

const [program, count = "500", seed = "1", ...named] = process.argv.slice(2);
if (!program) {
  console.error("firstchair: node scripts/mutate_files.mjs FIRSTCHAIR [COUNT] [SEED] [KIND...]");
  process.exit(2);
}
const chance = draws(seed);
const below = (n) => Math.floor(chance() * n);

const work = mkdtempSync(join(tmpdir(), "firstchair-mutate-"));
for (const name of ["good", "bad", "tmp", "data", "config", "home"]) mkdirSync(join(work, name));
const env = {
  PATH: process.env.PATH,
  HOME: join(work, "home"),
  TMPDIR: join(work, "tmp"),
  XDG_DATA_HOME: join(work, "data"),
  XDG_CONFIG_HOME: join(work, "config"),
};

// Good files: clicks in every format of sound that there is an encoder for, and the corpora.
const wav = join(work, "good", "clicks.wav");
writeFileSync(wav, clicks(2, chance));
for (const ending of ["flac", "ogg", "opus", "mp3", "m4a", "mov", "mkv", "webm"])
  spawnSync("ffmpeg", ["-v", "error", "-i", wav, "-strict", "-2", join(work, "good", `clicks.${ending}`)]);
const corpus = join(dirname(fileURLToPath(import.meta.url)), "../tests/corpus");
const inCorpus = (...folders) =>
  folders
    .flatMap((folder) => readdirSync(join(corpus, folder)).map((name) => join(corpus, folder, name)))
    .filter(
      (file) => statSync(file).isFile() && statSync(file).size > 0 && !basename(file).startsWith("bad-"),
    );
const sources = {
  sound: [
    ...readdirSync(join(work, "good")).map((name) => join(work, "good", name)),
    ...inCorpus("strangers").filter((file) => file.endsWith(".mp3")),
  ].filter((file) => existsSync(file) && statSync(file).size > 0),
  midi: inCorpus("smf"),
  chart: inCorpus("tab", "musicxml", "mxl", "hydrogen", "drumburp", "clone_hero", "smf"),
  record: inCorpus("record"),
};
const kinds = named.length > 0 ? named : Object.keys(sources);
for (const kind of kinds.filter((one) => !sources[one])) {
  console.error(`firstchair: ${kind} is no kind: ${Object.keys(sources).join(", ")}`);
  process.exit(2);
}
// What the program is asked about a file, and how it is known that it has done so.
const made = join(work, "made.tab");
const asked = {
  hear: { args: (file) => ["hear", file, "--json"], answer: (said) => said.startsWith("{") },
  from: { args: (file) => ["chart", "from", file, made], answer: () => existsSync(made) },
  chart: { args: (file) => ["chart", "show", file], answer: (said) => said !== "" },
  record: { args: (file) => ["chairs", "verify", file, "--unsigned"], answer: (said) => said !== "" },
};
const question = (kind, i) =>
  asked[kind === "sound" || kind === "midi" ? (i % 3 === 2 ? "from" : "hear") : kind];

const kExtremes = [
  [0, 0, 0, 0],
  [255, 255, 255, 255],
  [127, 255, 255, 255],
  [128, 0, 0, 0],
  [255, 255, 255, 127],
  [1, 0, 0, 0],
];
function damaged(bytes) {
  let out = Buffer.from(bytes);
  for (let times = 1 + below(8); times > 0 && out.length > 8; --times) {
    // The head of a file decides most of what is done with it.
    const at = chance() < 0.5 ? below(Math.min(out.length - 4, 200)) : below(out.length - 4);
    const kind = below(6);
    if (kind === 0) out[at] ^= 1 << below(8);
    else if (kind === 1) out[at] = below(256);
    else if (kind === 2) Buffer.from(kExtremes[below(kExtremes.length)]).copy(out, at);
    else if (kind === 3) out = out.subarray(0, at + 4);
    else if (kind === 4)
      out = Buffer.concat([out.subarray(0, at), out.subarray(below(out.length)), out.subarray(at)]);
    else out = Buffer.concat([out.subarray(0, at), out.subarray(at + below(64))]);
  }
  return out;
}

const print = (folder) => {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    const file = join(folder, name);
    const status = statSync(file);
    hash.update(`${name} ${status.size} ${status.mtimeMs} ${status.mode}\n`);
    if (status.isFile()) hash.update(readFileSync(file));
  }
  return hash.digest("hex");
};

const files = [];
for (let i = 0; i < Number(count); ++i) {
  const kind = kinds[i % kinds.length];
  const source = sources[kind][below(sources[kind].length)];
  const file = join("bad", `${String(i).padStart(4, "0")}${extname(source)}`);
  writeFileSync(join(work, file), damaged(readFileSync(source)));
  files.push({ file, kind, ask: question(kind, Math.floor(i / kinds.length)) });
}
const before = print(work);
const wrong = [],
  ends = new Map();
for (const { file, kind, ask } of files) {
  const ran = spawnSync(program, ask.args(file), { cwd: work, env, timeout: 300000 });
  const name = `${file} (${ask.args(file).slice(0, 2).join(" ")})`;
  const said = ran.stderr.toString();
  const lines = said.split("\n").length - 1;
  const whole = ran.status === 0 && ask.answer(ran.stdout.toString());
  // A take that was heard tells what is left out of it before it is said why no chart comes of it.
  const most = ask === asked.from ? 3 : 1;
  const line = ran.status === 3 && lines >= 1 && lines <= most && ran.stdout.length === 0;
  if (whole) rmSync(made, { force: true });
  if (!whole && !line)
    wrong.push(`${name}: ${ran.signal ?? ran.status}, ${lines} lines: ${said.slice(0, 200)}`);
  // What a chart has besides the kit is told in lines of their own.
  const told = whole && (kind === "chart" || kind === "midi");
  if (!told && said.split("\n").some((one) => one !== "" && !one.startsWith("firstchair: ")))
    wrong.push(`${name}: ${said.slice(0, 200)}`);
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x09\x0b-\x1f\x7f]/.test(said)) wrong.push(`${name}: control characters in its line`);
  const end = `${kind} ${whole ? "answered" : said.includes("the decoder stopped") ? "ended its decoder" : "refused"}`;
  ends.set(end, (ends.get(end) ?? 0) + 1);
}
if (print(work) !== before) wrong.push("a file was touched, or one is left");
const formats = [...new Set(files.map(({ file }) => extname(file).slice(1)))].join(", ");
rmSync(work, { recursive: true });
console.log(
  `${count} files (${formats}): ${[...ends]
    .sort()
    .map(([end, times]) => `${end} ${times}`)
    .join(", ")}; ${wrong.length} wrong`,
);
for (const one of wrong) console.error(one);
process.exit(wrong.length > 0 ? 1 : 0);
