// node band.mjs FIRSTCHAIR_band.wasm: the band's module as a page uses it. Whatever it tells is held against
// docs/formats/band.schema.json, its exports against web/band_exports.h; a player who speeds up is followed, and not at
// follow 0.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { faults, fieldsOf, part } from "../web/tools/schema.mjs";
import { functionsOf } from "../web/tools/types.mjs";
import { giveEar } from "./ear_weights.mjs";

const text = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const schema = JSON.parse(text("docs/formats/band.schema.json"));
const file = readFileSync(process.argv[2]);
const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(file), {}); // imports nothing
door._initialize();
const put = (bytes) => {
  const at = door.room(bytes.length); // may move the memory
  new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
};
const told = (size) => {
  const line = new TextDecoder().decode(new Uint8Array(door.memory.buffer, door.text(), Math.abs(size)));
  if (size < 0) throw new Error(line);
  return line;
};
const encoded = (line) => new TextEncoder().encode(line);
const fields = new Set(); // of the schema, that were told
const answer = (size, name) => {
  const value = JSON.parse(told(size));
  assert.deepStrictEqual(faults(value, part(schema, name)), [], name);
  fieldsOf(value, part(schema, name), fields, name);
  return value;
};
const open = (name, bytes, number = 1) => {
  const head = encoded(name);
  const all = new Uint8Array(head.length + bytes.length);
  all.set(head);
  all.set(bytes, head.length);
  put(all);
  return answer(door.song_open(head.length, number), "BandSong");
};
const builtin = (name) => {
  put(encoded(name));
  return answer(door.song_builtin(), "BandSong");
};
const band = (settings) => {
  put(encoded(settings));
  return answer(door.band_open(), "BandPlan");
};

assert.deepStrictEqual(
  Object.keys(door)
    .filter((name) => !["memory", "_initialize"].includes(name))
    .sort(),
  functionsOf(text("web/band_exports.h"))
    .map(({ name }) => name)
    .sort(),
);

// Songs: the built-in ones, files, and what is none.
const choices = answer(door.choices(), "BandChoices");
assert.ok(choices.songs.length >= 4 && choices.styles.includes("swing"));
for (const { name, title } of choices.songs) assert.strictEqual(builtin(name).title, title);
const grid = "{title: Two bars}\n{tempo: 100}\n{start_of_grid}\n| C7 . F7 . | G7 . C7 . |\n{end_of_grid}\n";
const two = open("two.cho", encoded(grid));
assert.deepStrictEqual(
  two.bars.map(({ chords }) => chords.map(({ text }) => text)),
  [
    ["C7", "F7"],
    ["G7", "C7"],
  ],
);
assert.strictEqual(two.bpm, 100);
const link = "irealbook://Tune=Somebody=Medium Swing=C=n=[T44C^7 |A-7 |D-7 |G7 Z";
assert.deepStrictEqual(open("", encoded(link)).bars.length, 4);
assert.throws(() => open("tune.sgu", encoded("x")), /Band-in-a-Box songs cannot be read/);
assert.throws(() => open("bad.cho", encoded(grid.replace("G7", "Gqq"))), /bad\.cho.*"Gqq" is not known/);
assert.throws(() => builtin("nothing"), /no song "nothing"/);
// Settings that it cannot have; a microphone whose delay nobody knows; an output that is late.
builtin("blues");
assert.throws(() => band("rate 48000\nmidi 1\nfollow 101\n"), /follow 101/);
assert.throws(() => band("rate 48000\nnothing 1\n"), /not a setting/);
assert.throws(() => band("rate 48000\nmidi 0\nfollow 80\n"), /weights/); // who hears sound needs an ear
giveEar(door);
const blind = band("rate 48000\nmidi 0\nfollow 80\n");
assert.deepStrictEqual([blind.follow, /delay is not known/.test(blind.text)], [25, true]);
assert.strictEqual(band("rate 48000\nmidi 0\nmeasured 1\nround_trip 900\nfollow 80\n").follow, 80);
assert.match(band("rate 48000\nmidi 0\nmeasured 1\nround_trip 24000\nfollow 80\n").text, /Bluetooth/);
assert.ok(band("rate 48000\nmidi 1\ntrade 4\n").bars[4].alone);

/** A player who strikes eighths, a beat at each of `beats` (frames), to the end of the beats; what is told of the band. */
function play(settings, beats, act = () => undefined) {
  const plan = band(settings);
  const at = beats(plan);
  const notes = [];
  at.forEach((frame, n) => {
    notes.push([frame, 42], [frame, n % 2 ? 38 : 36]);
    if (n + 1 < at.length) notes.push([Math.round((frame + at[n + 1]) / 2), 42]);
  });
  for (const [frame, number] of notes.sort((a, b) => a[0] - b[0])) door.band_note(frame, number, 90);
  const sounded = [];
  let news;
  for (let now = 0; now < at.at(-1) + 2 * plan.rate; now += 128) {
    const count = door.band_block(128);
    const block = new Float64Array(door.memory.buffer, door.band_notes(), 4 * count);
    for (let i = 0; i < block.length; i += 4) sounded.push([...block.subarray(i, i + 4)]);
    if (now % 12800 === 0) {
      news = answer(door.band_news(), "BandNews");
      act(news);
    }
    if (news?.done) break;
  }
  const closed = answer(door.band_close(), "BandTold");
  const take = closed.strokes > 0 ? JSON.parse(told(door.band_take())) : undefined;
  if (!take) assert.throws(() => told(door.band_take()), /no stroke was heard/);
  const [head, ...rows] = closed.csv.map((row) => row.split(","));
  const number = (text) => (text === "" ? NaN : Number(text)); // of a beat that was left out
  const column = (name) => rows.map((row) => number(row[head.indexOf(name)]));
  return { plan, closed, sounded, column, news, take };
}
/** Beats at those tempi, so many each. */
const paced =
  (...stretches) =>
  ({ start, rate }) => {
    const beats = [];
    let at = start;
    for (const [count, bpm] of stretches)
      for (let n = 0; n < count; ++n) {
        beats.push(Math.round(at));
        at += (60 / bpm) * rate;
      }
    return beats;
  };

// Follow 0 is a click: every beat on its frame, every stick of the count-in too, whatever the player does.
const held = play(
  "rate 48000\nbpm 160\nmidi 1\nfollow 0\ntimes 6\ncount_in 2\n",
  paced([40, 160], [40, 168]),
);
const beat = (60 / 160) * 48000;
assert.ok(held.column("band_ms").length >= 75);
held.column("band_ms").forEach((ms, n) => {
  const frame = held.plan.start + n * beat;
  assert.ok(Math.abs(ms - frame / 48) < 0.001, `beat ${n}: ${ms} for ${frame / 48}`);
});
// What was played is a take beside that clock: its leans are told against it, and said so.
const { band: beside } = held.take.source;
assert.deepStrictEqual(
  [beside.follow, beside.home_bpm, beside.beats.length],
  [0, 160, held.column("band_ms").length],
);
assert.strictEqual(held.take.hits.length, held.closed.strokes);
assert.match(held.plan.take_title, /^band at 0: /);
assert.match(held.closed.lines.at(-1).text, /^With a band that held its tempo/);
assert.match(told(door.band_html()), /^<!doctype html>/i);
const sticks = held.sounded.filter(([, part, , velocity]) => held.plan.parts[part].drums && velocity > 70);
assert.deepStrictEqual(
  sticks.map(([frame]) => frame),
  Array.from({ length: 8 }, (_, n) => Math.ceil(held.plan.start + (n - 8) * beat)),
);

// At 100 a step of 4 % is caught within 10 ms after at most 10 beats (band.md, section 8: f is .9), and stays caught.
const kStep = 44; // the lean is learnt over 20 beats, and the dial rises over 8
const followed = play(
  "rate 48000\nbpm 160\nmidi 1\nfollow 100\ntimes 8\nseed 5\n",
  paced([kStep, 160], [48, 160 * 1.04]),
);
const gaps = followed.column("gap_ms").map((gap, n) => gap + followed.column("loose_ms")[n]);
const caught = gaps.slice(kStep, 90).findLastIndex((gap) => Math.abs(gap) >= 10) + 1;
console.log(
  `a step of 4 % is caught after ${caught} beats; then ${Math.max(...gaps.slice(kStep + caught, 90).map(Math.abs)).toFixed(1)} ms at most`,
);
assert.ok(
  caught <= 10,
  gaps
    .slice(kStep, 70)
    .map((gap) => gap.toFixed(0))
    .join(" "),
);
assert.ok(Math.abs(followed.column("band_bpm")[88] - 160 * 1.04) < 1.5);
assert.match(followed.closed.lines[0].text, /^tempo 160 \(±[\d.]+\) -> 166 \(±[\d.]+\): you /);
assert.match(followed.closed.picture, /^<svg/);

// A solo that is asked for begins at the next bar line, and is over after a cue; a player who is away too far is told.
let asked = false;
const states = new Set();
const soloed = play(
  "rate 48000\nbpm 200\nmidi 1\nfollow 100\ntimes 3\n",
  paced([36, 200], [60, 226]),
  (news) => {
    states.add(news.text);
    if (news.limit) states.add("limit");
    if (news.quarter > 6 && !asked) (door.band_ask_solo(), (asked = true));
    if (news.quarter > 18) door.band_cue();
  },
);
assert.ok(
  ["count-in", "you alone", "limit"].every((state) => states.has(state)),
  [...states].join("; "),
);
assert.ok(soloed.column("alone")[12] === 1 && soloed.column("alone")[28] === 0);

// Nobody plays: nothing is said of it, and nothing sounds on when it is over.
const silent = play("rate 48000\nbpm 400\nmidi 1\ntimes 1\n", ({ start }) => [start + 48000 * 20]);
assert.ok(silent.news.done);
assert.deepStrictEqual([silent.closed.strokes, silent.closed.lines, silent.closed.picture], [0, [], ""]);
const on = new Map();
for (const [, part, pitch, velocity] of silent.sounded) on.set(`${part} ${pitch}`, velocity > 0);
assert.ok(on.size > 20 && [...on.values()].every((sounds) => !sounds));

const described = Object.entries(schema.definitions).flatMap(([name, { properties = {} }]) =>
  Object.keys(properties).map((field) => `${name}.${field}`),
);
assert.deepStrictEqual(
  described.filter((field) => !fields.has(field)),
  [],
);
const size = gzipSync(file, { level: 9 }).length;
assert.ok(size <= 490 * 1024, `${size} bytes gzipped`);
console.log(`${(size / 1024).toFixed(0)} KB gzipped`);
