// node scripts/mutate_files.mjs FIRSTCHAIR [COUNT] [SEED]: damages COUNT (500) copies of good recordings, at places drawn
// from SEED (1), and lets `firstchair hear` hear each. Fails when one ends otherwise than with a take or one line, when a
// file was touched, or when something is left. With ffmpeg there are more formats; the corpora are tests/corpus.
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
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { clicks, draws } from "./damage.mjs";

const [program, count = "500", seed = "1"] = process.argv.slice(2);
if (!program) {
  console.error("firstchair: node scripts/mutate_files.mjs FIRSTCHAIR [COUNT] [SEED]");
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

// Good recordings: clicks in every format that there is an encoder for, and the MIDI corpus.
const wav = join(work, "good", "clicks.wav");
writeFileSync(wav, clicks(2, chance));
for (const ending of ["flac", "ogg", "opus", "mp3", "m4a", "mov", "mkv", "webm"])
  spawnSync("ffmpeg", ["-v", "error", "-i", wav, "-strict", "-2", join(work, "good", `clicks.${ending}`)]);
const corpus = join(dirname(fileURLToPath(import.meta.url)), "../tests/corpus");
const sources = [
  ...readdirSync(join(work, "good")).map((name) => join(work, "good", name)),
  ...readdirSync(join(corpus, "smf")).map((name) => join(corpus, "smf", name)),
  ...readdirSync(join(corpus, "strangers"))
    .filter((name) => name.endsWith(".mp3"))
    .map((name) => join(corpus, "strangers", name)),
].filter((file) => existsSync(file) && statSync(file).size > 0);
// Half of them are sound.
const sound = sources.filter((file) => !file.endsWith(".mid")),
  midi = sources.filter((file) => file.endsWith(".mid"));

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

for (let i = 0; i < Number(count); ++i) {
  const pool = i % 2 === 0 ? sound : midi;
  const source = pool[below(pool.length)];
  writeFileSync(
    join(work, "bad", `${String(i).padStart(4, "0")}${extname(source)}`),
    damaged(readFileSync(source)),
  );
}
const before = print(work);
const wrong = [],
  ends = new Map();
for (const name of readdirSync(join(work, "bad")).sort()) {
  const ran = spawnSync(program, ["hear", join("bad", name), "--json"], { cwd: work, env, timeout: 300000 });
  const said = ran.stderr.toString();
  const lines = said.split("\n").length - 1;
  const take = ran.status === 0 && ran.stdout.toString().startsWith("{");
  const line = ran.status === 3 && lines === 1 && ran.stdout.length === 0;
  if (!take && !line)
    wrong.push(`${name}: ${ran.signal ?? ran.status}, ${lines} lines: ${said.slice(0, 200)}`);
  if (said.split("\n").some((one) => one !== "" && !one.startsWith("firstchair: ")))
    wrong.push(`${name}: ${said.slice(0, 200)}`);
  // eslint-disable-next-line no-control-regex
  if (/[\x00-\x09\x0b-\x1f\x7f]/.test(said)) wrong.push(`${name}: control characters in its line`);
  const end = take ? "a take" : said.includes("the decoder stopped") ? "the decoder stopped" : "refused";
  ends.set(end, (ends.get(end) ?? 0) + 1);
}
if (print(work) !== before) wrong.push("a file was touched, or one is left");
const formats = [...new Set(sources.map((file) => extname(file).slice(1)))].join(", ");
rmSync(work, { recursive: true });
console.log(
  `${count} files (${formats}): ${[...ends].map(([end, times]) => `${times} ${end}`).join(", ")}; ${wrong.length} wrong`,
);
for (const one of wrong) console.error(one);
process.exit(wrong.length > 0 ? 1 : 0);
