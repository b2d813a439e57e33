// node scripts/kill_server.mjs FIRSTCHAIR [TIMES] [SEED]: kills `firstchair serve` and its decoders TIMES (200) times at
// moments drawn from SEED (1), while takes and recordings are sent to it. Fails when a take that was answered is not in
// the book, is there twice, the book is damaged, or something is left: a decoder, an upload, a file that is not done.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clicks, draws } from "./damage.mjs";

const [program, times = "200", seed = "1"] = process.argv.slice(2);
if (!program) {
  console.error("firstchair: node scripts/kill_server.mjs FIRSTCHAIR [TIMES] [SEED]");
  process.exit(2);
}
const chance = draws(seed);
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), "firstchair-kill-"));
const here = (name) => join(folder, name);
for (const name of ["page", "tmp", "data", "config"]) mkdirSync(here(name));
writeFileSync(here("page/index.html"), "<!doctype html>");
const env = {
  ...process.env,
  TMPDIR: here("tmp"),
  XDG_DATA_HOME: here("data"),
  XDG_CONFIG_HOME: here("config"),
};
const book = here("data/book.sqlite");

// Processes that live and have that parent.
function childrenOf(parent) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => lives(id) && statOf(id)[1] === String(parent));
}
// State, parent, ...: what stands behind the name.
function statOf(id) {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return []; // it has ended
  }
}
const lives = (id) => !["Z", "X", undefined].includes(statOf(id)[0]);

async function start() {
  const server = spawn(
    program,
    ["serve", "--port", "0", "--no-open", "--page", here("page"), "--book", book],
    {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = new Promise((resolve) => server.on("exit", resolve));
  let said = "";
  for await (const part of server.stdout) {
    said += part;
    const found = /^Open (http:\/\/\S+?)\/\?token=(\w+)$/m.exec(said);
    if (found) return { server, ended, origin: found[1], token: found[2] };
  }
  throw new Error(`serve did not say its address: ${said}`);
}

const tab = Buffer.from("Title: Kill\nMeter: 4/4\n\nHH|x-x-x-x-|\nSN|--o---o-|\nBD|o---o---|\n");
const take = (number) => ({
  id: `killed-take-${number}`,
  began_s: 1790000000 + number,
  mode: "drill",
  chart: tab.toString("base64"),
  settings: "rate 48000\nbpm 120\ntimes 8\nmidi 1\nround_trip 0\nstart 0.1\nname drill\n",
  midi: true,
  length: 0,
  engine: "0.1.0",
  device: "kit",
  pain: null,
  hits: Array.from({ length: 64 }, (_, i) => ({
    frame: 100800 + 12000 * i + (number % 300),
    voice: ["kick", "hat_closed", "snare", "hat_closed"][i % 4],
    voice_probability: 1,
    level_db: -12,
    strength: 90,
    sigma_ms: 1,
    timed: true,
    unison: false,
  })),
});
const sound = clicks(20, chance);

const answered = new Map(); // name of a take: its number in the book
const wrong = [];
let killedServers = 0,
  killedDecoders = 0,
  sent = 0;

for (let turn = 0; turn < Number(times); ++turn) {
  const { server, ended, origin, token } = await start();
  const ask = (method, path, body) =>
    fetch(origin + path, { method, body, headers: { "X-Firstchair-Token": token } }).catch(() => null);
  const work = [];
  const had = answered.size;
  for (let i = 0; i < 4; ++i) {
    const number = sent++;
    work.push(
      (async () => {
        const answer = await ask("POST", "/api/book/takes", JSON.stringify(take(number)));
        if (answer?.status !== 200) {
          if (answer && answer.status !== 503)
            wrong.push(`take ${number}: ${answer.status} ${await answer.text()}`);
          return;
        }
        const told = await answer.json().catch(() => null);
        if (told) answered.set(`killed-take-${number}`, told.id);
      })(),
      ask("POST", "/api/hear?name=a.wav", sound),
    );
  }
  const killDecoder = turn % 2 === 1;
  // After so many answers, and a moment: on a busy machine, too, some takes are in and some are on their way.
  const wanted = had + Math.floor(5 * chance());
  for (const until = Date.now() + 5000; answered.size < wanted && Date.now() < until;) await pause(2);
  await pause(150 * chance());
  if (killDecoder) {
    // The server goes on, and says that the decoder stopped.
    for (const child of childrenOf(server.pid)) {
      try {
        process.kill(child, "SIGKILL");
        ++killedDecoders;
      } catch {
        // it had ended
      }
    }
    const alive = await ask("GET", "/api/info");
    if (alive?.status !== 200) wrong.push(`turn ${turn}: the server did not outlive its decoder`);
    await pause(200 * chance());
  }
  const decoders = childrenOf(server.pid);
  server.kill("SIGKILL");
  ++killedServers;
  await ended;
  await Promise.all(work);
  // A decoder ends when its server does, and on a busy machine has to be given a turn for it.
  const until = Date.now() + 15000;
  const living = () => decoders.filter(lives);
  while (living().length > 0 && Date.now() < until) await pause(20);
  if (living().length > 0) wrong.push(`turn ${turn}: ${living().length} decoders outlive their server`);
}

// The last server takes in again what may have been lost, and ends in peace.
const { server, ended, origin, token } = await start();
for (const [name, id] of [...answered]) {
  const number = Number(name.slice("killed-take-".length));
  const again = await fetch(`${origin}/api/book/takes`, {
    method: "POST",
    body: JSON.stringify(take(number)),
    headers: { "X-Firstchair-Token": token },
  });
  const told = await again.json();
  if (told.id !== id) wrong.push(`${name} was take ${id} and is ${told.id}`);
}
const kept = [];
for (let before = ""; ;) {
  const page = await (
    await fetch(`${origin}/api/book/takes?limit=200${before}`, { headers: { "X-Firstchair-Token": token } })
  ).json();
  kept.push(...page.takes.map((one) => one.id));
  if (!page.next) break;
  before = `&before=${page.next}`;
}
if (answered.size === 0) wrong.push("no take was answered: nothing is proved");
if (new Set(kept).size !== kept.length) wrong.push("a take is listed twice");
for (const [name, id] of answered)
  if (!kept.includes(id)) wrong.push(`${name}, take ${id}, is not in the book`);
if (kept.length > sent) wrong.push(`${kept.length} takes are in the book, ${sent} were sent`);
const uploads = () => readdirSync(here("tmp")).length;
if (uploads() !== 1) wrong.push(`${uploads()} folders of uploads with one server`);
server.kill("SIGTERM");
await ended;
if (uploads() !== 0) wrong.push(`${uploads()} folders of uploads are left`);
const parts = readdirSync(folder, { recursive: true }).filter((name) => /\.part/.test(String(name)));
if (parts.length > 0) wrong.push(`files that are not done: ${parts.join(", ")}`);
try {
  execFileSync(program, ["book", "check", "--book", book], { env });
} catch (error) {
  wrong.push(`book check: ${error.stdout}`);
}
rmSync(folder, { recursive: true });
console.log(
  `${killedServers} servers and ${killedDecoders} decoders killed; ${sent} takes sent, ${answered.size} answered, ` +
    `${kept.length} in the book; ${wrong.length} wrong`,
);
for (const line of wrong) console.error(line);
process.exit(wrong.length > 0 ? 1 : 0);
