// node door.mjs FIRSTCHAIR.wasm DOOR_TAKE: a page's drill over a fixed take in WebAssembly, held against the same in the
// native build, byte for byte; then what the door refuses. Everything that is told is held against
// docs/formats/page.schema.json, and the exports against web/exports.h.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { faults, fieldsOf, part } from "../web/tools/schema.mjs";
import { functionsOf } from "../web/tools/types.mjs";
import { earWeights, fileEarWeights, giveEar, giveFileEar } from "./ear_weights.mjs";
import { kKitDefinitions } from "./kit_definitions.mjs";

const [wasm, native] = process.argv.slice(2);
const text = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const page = JSON.parse(text("docs/formats/page.schema.json"));
const takeSchema = part(JSON.parse(text("docs/formats/take.schema.json")));
const file = readFileSync(wasm);
const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(file), {}); // imports nothing
door._initialize();
const put = (bytes) => {
  const at = door.room(bytes.length); // may move the memory
  new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
};
const bytes = (size) => new Uint8Array(door.memory.buffer, door.text(), Math.abs(size)).slice();
const told = (size) => {
  const text = new TextDecoder().decode(bytes(size));
  if (size < 0) throw new Error(text);
  return text;
};
const encoded = (text) => new TextEncoder().encode(text);
const write = (text) => put(encoded(text));
const fields = new Set(); // of the page schema, that were told
/** What was told, as that definition of the page schema says it. */
const fits = (line, name) => {
  const value = JSON.parse(line);
  assert.deepStrictEqual(faults(value, part(page, name)), [], name);
  fieldsOf(value, part(page, name), fields, name);
  return value;
};
const answer = (size, name) => fits(told(size), name);
const heard = (line) => {
  const take = JSON.parse(line);
  assert.deepStrictEqual(faults(take, takeSchema), []);
  return take;
};

// The module exports what its header declares.
const exported = Object.keys(door).filter((name) => !["memory", "_initialize"].includes(name));
assert.deepStrictEqual(
  exported.sort(),
  functionsOf(text("web/exports.h"))
    .map(({ name }) => name)
    .sort(),
);

const settings = "rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 0\nname fixed\n";
const frames = door.fixed_take();
const tab = new Uint8Array(door.memory.buffer, door.text());
const chart = tab.slice(0, tab.indexOf(0));
put(chart);
answer(door.chart_open(), "ChartFacts");
write(settings);
assert.throws(() => told(door.drill_open()), /ear-\w+\.weights/, "nothing hears without its weights");
write("no weights");
assert.throws(() => told(door.ear_weights()), /not the ear's weights/);
giveEar(door);
write(settings);
const lines = [told(door.drill_open())];
for (let at = 0; at + 128 <= frames; at += 128) {
  const sound = new Float32Array(door.memory.buffer, door.fixed_sound() + 4 * at, 128);
  new Float32Array(door.memory.buffer, door.drill_in(), 128).set(sound);
  if (door.drill_block(128) > 0) lines.push(told(door.drill_news()));
}
lines.push(told(door.drill_close()));
const here = `${lines.join("\n")}\n`;
const there = execFileSync(native, [settings], {
  encoding: "utf8",
  maxBuffer: 1 << 26,
});
assert.ok(lines.length > 40, "the drill told too little");
assert.strictEqual(here, there, "WebAssembly and native tell different things");
fits(lines[0], "Plan");
for (const line of lines.slice(1, -1)) fits(line, "News");
const take = heard(lines.at(-1));
assert.ok(take.hits.length > 100);
assert.strictEqual(take.ear, earWeights().name);
assert.ok(told(door.take_html()).startsWith("<!doctype html>"));
const explained = answer(door.take_explained(), "Explained");
assert.ok(
  explained.lines.length > 1 && explained.lines.every(({ text }) => text.some((one) => /^Lean: /.test(one))),
);

// The drill, heard again by the file ear: byte for byte what the native build hears, and not without its weights.
const fixedSound = () => put(new Uint8Array(door.memory.buffer, door.fixed_sound(), 4 * frames).slice());
write(settings);
assert.throws(() => told(door.again_open()), /file-ear-\w+\.weights/);
write("rate 48000\near file\n");
assert.throws(() => told(door.hear_open(0)), /file-ear-\w+\.weights/);
put(earWeights().bytes);
assert.throws(() => told(door.file_ear_weights()), /not the file ear's weights/);
giveFileEar(door);
write(settings);
told(door.again_open());
fixedSound();
door.again_sound();
write(take.hits.map(({ frame, voice }) => `${frame} ${voice}\n`).join(""));
const againHere = told(door.again_close());
const againThere = execFileSync(native, [settings, "again"], { encoding: "utf8", maxBuffer: 1 << 26 });
assert.strictEqual(`${againHere}\n`, againThere, "WebAssembly and native hear different things again");
const again = heard(againHere);
assert.strictEqual(again.ear, fileEarWeights().name);
assert.match(told(door.again_told()), /^Heard again: /);
assert.ok(told(door.take_html()).includes(fileEarWeights().name));
assert.throws(() => told(door.again_close()), /nothing is being heard/);
// What it has just told is not told anew, and every stroke that was told live is laid beside it.
write(settings);
told(door.again_open());
fixedSound();
door.again_sound();
write(again.hits.map(({ frame, voice }) => `${frame} ${voice}\n`).join(""));
told(door.again_close());
assert.strictEqual(told(door.again_told()), "Heard again: every stroke as it was told while you played.");
// A recording is heard by the ear that was asked for.
const recording = (ear) => {
  write(`rate 48000\n${ear}`);
  told(door.hear_open(0));
  fixedSound();
  door.hear_sound();
  return heard(told(door.hear_close()));
};
const byFileEar = recording("ear file\n");
assert.strictEqual(byFileEar.ear, fileEarWeights().name);
assert.deepStrictEqual(byFileEar.hits, again.hits);
assert.strictEqual(recording("").ear, earWeights().name);
write("ear third\n");
assert.throws(() => told(door.hear_open(0)), /ear third/);

// What a page may ask wrongly.
write("rate 48000\nno_such_thing 1\n");
assert.throws(() => told(door.drill_open()), /not a setting/);
write("bpm 5000\n");
assert.throws(() => told(door.drill_open()), /bpm 5000/);
write("from 90\n");
assert.throws(() => told(door.drill_open()), /bars of the chart/);
write("nothing that is a tab");
assert.throws(() => told(door.chart_open()));
write("<?xml version='1.0'?><score-partwise/>");
assert.throws(() => told(door.chart_open()), /a score that the page itself does not read/);
assert.strictEqual(door.drill_block(128), -1, "no drill is open after close");

// Every built-in chart through every format that is written, and back through those that are read.
for (const { name } of answer(door.charts(), "Builtins")) {
  write(name);
  write(told(door.chart_builtin()));
  const facts = answer(door.chart_open(), "ChartFacts");
  for (const format of [0, 1]) {
    put(bytes(door.chart_write(format)));
    assert.strictEqual(answer(door.chart_open(), "ChartFacts").notes, facts.notes, name);
  }
  assert.ok(told(door.chart_write(2)).includes("<score-partwise"));
  const drawn = told(door.chart_notation(800));
  assert.strictEqual(drawn.match(/<g id="n\d+"/g).length, facts.notes, name);
  assert.strictEqual(drawn.match(/data-bar=/g).length, facts.bars, name);
}

// A chart that was performed is set on a grid; one that was written has none to choose.
write("Title: Four\n\nSN|oooo|\n");
door.chart_open();
assert.deepStrictEqual(answer(door.chart_grids(), "Grids"), []);
put(performedMidi());
answer(door.chart_open(), "ChartFacts");
const grids = answer(door.chart_grids(), "Grids");
assert.deepStrictEqual(
  grids.filter(({ likely }) => likely).map(({ id }) => id),
  ["16"],
);
assert.strictEqual(
  answer(door.chart_on_grid(grids.findIndex(({ likely }) => likely)), "ChartFacts").notes,
  16,
);
assert.match(told(door.chart_write(0)), /SD\|o{16}\|/);
assert.deepStrictEqual(answer(door.chart_grids(), "Grids"), []);
assert.throws(() => told(door.chart_on_grid(99)));

// Stickings for who leads with the left; what has none stays as it was written.
write("PD|oooo|\nST|RLRR|\n");
assert.match(told(door.chart_mirrored()), /ST\|LRLL\|/);
write("# mine\nSN|oooo|\n");
assert.strictEqual(told(door.chart_mirrored()), "# mine\nSN|oooo|\n");

/** A MIDI file of 16 sixteenths on a snare, each a little beside its place. */
function performedMidi() {
  const events = [];
  let last = 0;
  for (let i = 0; i < 16; ++i) {
    const tick = 120 * i + (i === 0 ? 0 : [7, -11, 13, -5][i % 4]);
    const delta = tick - last;
    last = tick;
    events.push(...(delta < 128 ? [delta] : [(delta >> 7) | 128, delta & 127]), 0x99, 38, 100);
  }
  events.push(0, 0xff, 0x2f, 0);
  const head = Buffer.from("MThd\0\0\0\x06\0\0\0\x01\x01\xe0MTrk\0\0\0\0", "latin1");
  head.writeUInt32BE(events.length, head.length - 4);
  return Buffer.concat([head, Buffer.from(events)]);
}

/** An e-kit plays the plan's first note of every bar and its other notes a `spread` of ms beside their place; in the
 * bar of that index it plays nothing. */
function play(plan, spread, silent = -1) {
  const strokes = [];
  for (let bar = 0; bar + 1 < plan.bar_lines.length; ++bar) {
    const length = plan.bar_lines[bar + 1] - plan.bar_lines[bar];
    for (let i = 0; i < 8 && bar !== silent; ++i)
      strokes.push(
        plan.bar_lines[bar] +
          (length * i) / 8 +
          (spread * Math.sin(2.4 * i * i + i + bar) * plan.rate) / 1000,
      );
  }
  strokes.sort((a, b) => a - b);
  let news;
  for (let frame = 0, next = 0; !news?.over; frame += 128) {
    for (; next < strokes.length && strokes[next] < frame; ++next)
      door.drill_note(Math.round(strokes[next]), 38, 100);
    if (door.drill_block(128) > 0) {
      const last = answer(door.drill_news(), "News");
      news = { ...last, stop: news?.stop ?? last.stop };
    }
  }
  return news;
}

// What a page may choose from is what a drill and a search take; one step outside is refused.
const kEighths = "Title: Eighths\nMeter: 4/4\n\nSN|o-o-o-o-o-o-o-o-|\n";
write(kEighths);
assert.strictEqual(answer(door.chart_open(), "ChartFacts").text, "Eighths: 1 bar of 4/4, 8 notes.");
const choices = answer(door.choices(), "Choices");
delete choices.limit.rest_s; // the page's own pause
for (const [ranges, opened] of [
  [choices.drill, () => answer(door.drill_open(), "Plan")],
  [choices.limit, () => answer(door.limit_open(), "LimitTold")],
]) {
  for (const [key, { low, high, first }] of Object.entries(ranges)) {
    for (const value of [low, high, first]) {
      write(`${key} ${value}\n`);
      opened();
    }
    for (const value of [low - 1, high + 1]) {
      write(`${key} ${value}\n`);
      assert.throws(opened, Error, `${key} ${value}`);
    }
  }
}
for (const { id } of choices.letters) {
  write(`letter ${id}\n`);
  answer(door.limit_open(), "LimitTold");
}
for (const { on, off, text } of choices.gaps) assert.strictEqual(told(door.gap_told(on, off)), text);
for (const name of [choices.chart, choices.warm_up]) {
  write(name);
  told(door.chart_builtin());
}
write("rate 48000\noutput_ms 30\ninput_ms 10\n");
assert.strictEqual(answer(door.sound_told(), "SoundTold").round_trip, 1920);
write("output_ms -1\n");
assert.throws(() => told(door.sound_told()), /output_ms/);

write("rate 48000\nbpm 120\ntimes 4\nmidi 1\nstop 1\n");
assert.match(play(answer(door.drill_open(), "Plan"), 4, 2).stop, /^Stop\. Bar 1: .*Again from 1\.$/);
heard(told(door.drill_close()));

// Who plays something else than the chart is told so after two bars: a waltz of the hat, on a rock beat.
write("rock-8ths");
write(told(door.chart_builtin()));
answer(door.chart_open(), "ChartFacts");
write("rate 48000\nmidi 1\nbpm 120\ntimes 8\n");
const waltz = answer(door.drill_open(), "Plan");
const groove = [];
const [first, second] = waltz.bar_lines;
for (let beat = 0; first + (beat * (second - first)) / 6 < waltz.bar_lines.at(-1); ++beat) {
  const at = first + (beat * (second - first)) / 6;
  groove.push([at, beat % 3 === 0 ? 36 : 51], [at, beat % 3 === 0 ? 49 : 45]);
}
const others = [];
for (let frame = 0, next = 0, over = false; !over; frame += 128) {
  for (; next < groove.length && groove[next][0] < frame; ++next)
    door.drill_note(Math.round(groove[next][0]), groove[next][1], 100);
  if (door.drill_block(128) <= 0) continue;
  const news = answer(door.drill_news(), "News");
  if (news.groove !== undefined) others.push(news.groove);
  over = news.over;
}
assert.strictEqual(others.length, 1);
assert.match(others[0], /rock/i);
told(door.drill_close());
write(kEighths);
answer(door.chart_open(), "ChartFacts");
write("rate 48000\nmidi 1\nbpm 120\ntimes 4\nstop 1\n");
play(answer(door.drill_open(), "Plan"), 4, 2);
told(door.drill_close());
// What its order asks for can be drilled.
const { bpm, from, to, times } = answer(door.drill_doing(), "Doing");
write(`rate 48000\nmidi 1\nbpm ${bpm}\nfrom ${from}\nto ${to}\ntimes ${times}\n`);
answer(door.drill_open(), "Plan");

// Every pass is drawn, a chart is heard, and one voice of it stands alone.
write("times 3\n");
assert.strictEqual(told(door.drill_notation(800)).match(/<g id="n\d+"/g).length, 24);
write("times 1000\n");
assert.throws(() => told(door.drill_notation(800)), /too many notes/);
const sounds = answer(door.chart_sounds(120), "ChartSounds");
assert.deepStrictEqual([sounds.seconds, sounds.strokes[1].s], [2, 0.25]);
write("snare");
assert.strictEqual(answer(door.chart_lines(), "ChartFacts").title, "Eighths, snare alone");
write("ride");
assert.throws(() => told(door.chart_lines()), /no ride/);

// A search for the limit: takes hold and break until it is known, one is thrown away, then the cool-down; another one
// goes on until the day's speed work is full.
write("prior_bpm 120\n");
let limit = answer(door.limit_open(), "LimitTold");
for (let discarded = false; !limit.done;) {
  write("rate 48000\nmidi 1\n");
  play(answer(door.limit_drill(), "Plan"), limit.bpm < 150 ? 5 : 45);
  heard(told(door.limit_close()));
  limit = answer(door.limit_told(), "LimitTold");
  if (discarded || limit.trials.length < 2) continue;
  discarded = true;
  assert.strictEqual(door.limit_discard(), 1);
  assert.strictEqual(answer(door.limit_told(), "LimitTold").trials.length, limit.trials.length - 1);
}
assert.match(limit.text, /^Breaks at 1[345]\d /);
write("prior_bpm 140\ntimes 100\n");
limit = answer(door.limit_open(), "LimitTold");
while (!limit.guard && !limit.done) {
  write("rate 48000\nmidi 1\n");
  play(answer(door.limit_drill(), "Plan"), 5);
  heard(told(door.limit_close()));
  limit = answer(door.limit_told(), "LimitTold");
}
assert.match(limit.guard, /slower from here/);

// Recordings: the fixed take without its chart, and a chart as an e-kit's file.
const floats = (count, at) => new Uint8Array(door.memory.buffer, at, 4 * count).slice();
write("rate 48000\nname fixed\n");
told(door.hear_open(0));
put(floats(door.fixed_take(), door.fixed_sound()));
door.hear_sound();
assert.ok(heard(told(door.hear_close())).hits.length > 100);
const midi = bytes(door.chart_write(1));
put(Uint8Array.of(...midi));
assert.strictEqual(heard(told(door.hear_midi(0, 1))).hits.length, 8);
// Eight bars of an own chart, laid beside another one: it is named. What is no chart is left out.
const own = "Tempo: 120\n\nCC|----x---x-----x-|\nSD|--o----o---o--o-|\nBD|o---o--o-o-----o|\n";
const named = (name, chart) => {
  put(Uint8Array.of(...encoded(name), ...encoded(chart)));
  door.chart_own(encoded(name).length);
};
named("Broken", "nothing");
named("My own", own);
write(own.replace(/^(..\|)(.*)$/gm, (_, label, bar) => label + bar.repeat(8)));
told(door.chart_open());
const played = bytes(door.chart_write(1));
write("Tempo: 120\n\nHH|x-x-x-x-x-x-x-x-|\nSD|----o-------o---|\nBD|o-------o-o-----|\n");
told(door.chart_open());
put(Uint8Array.of(...played));
const otherGroove = heard(told(door.hear_midi(0, 1)));
assert.deepStrictEqual([otherGroove.reading.chart_played, otherGroove.nearest_chart], [false, "My own"]);

// A kit whose snare triggers twice, 12 ms after and softer.
const twice = Array.from(
  { length: 40 },
  (_, i) => `${500 * i} 38 ${40 + 2 * i}\n${500 * i + 12} 38 ${10 + (i % 5)}\n`,
);
write(`id mine\n\n${twice.join("")}`);
const learnt = answer(door.kit_learn(), "KitLearnt");
assert.strictEqual(JSON.parse(learnt.profile).id, "mine");
assert.ok(learnt.lines.length > 0);

// The round trip of pulses that come back 1,234 frames later and softer.
const pulses = new Float32Array(floats(door.loopback_open(48000, -12), door.loopback_sound()).buffer);
const back = new Float32Array(door.loopback_listen());
back.set(pulses.map((x) => 0.3 * x).subarray(0, back.length - 1234), 1234);
put(new Uint8Array(back.buffer));
const trip = answer(door.loopback_measure(), "RoundTrip");
assert.ok(Math.abs(trip.frames - 1234) < 1, `${trip.frames}`);
assert.throws(() => told(door.loopback_join()), /not opened often enough/); // one opening says little
for (let opening = 0; opening < 3; ++opening) {
  put(new Uint8Array(back.buffer));
  answer(door.loopback_measure(), "RoundTrip");
}
assert.match(answer(door.loopback_join(), "RoundTrip").text, /: 3 openings of the sound/);
put(new Uint8Array(4 * back.length));
assert.throws(() => told(door.loopback_measure()));

// Taps 14 ms before every click but the first four, a little apart.
const click = new Float32Array(floats(door.tap_open(48000, -12), door.tap_sound()).buffer);
assert.ok(click.some((x) => Math.abs(x) > 0.1));
assert.deepStrictEqual(
  [0, 168000, 700000].map((frame) => door.tap_click(frame)),
  [0, 1, 16],
);
const tap = Float32Array.from({ length: 16 }, (_, i) => 48 * (3500 + 750 * i - 14 + (i % 2 ? 3 : -3)));
put(new Uint8Array(tap.buffer));
const taps = answer(door.tap_measure(), "RoundTrip");
assert.ok(Math.abs(taps.frames + 672) < 1 && taps.found === 16, JSON.stringify(taps));
put(new Uint8Array(tap.slice(0, 5).buffer));
assert.throws(() => told(door.tap_measure()), /only 5 of 16 clicks/);

// The schema describes nothing that is never told.
const described = Object.entries(page.definitions)
  .filter(([name]) => !kKitDefinitions.includes(name))
  .flatMap(([name, { properties = {} }]) => Object.keys(properties).map((field) => `${name}.${field}`));
assert.deepStrictEqual(
  described.filter((field) => !fields.has(field)),
  [],
);

const size = gzipSync(file, { level: 9 }).length;
assert.ok(size <= 530 * 1024, `${size} bytes gzipped`);
console.log(`${lines.length} lines alike, ${(size / 1024).toFixed(0)} KB gzipped`);
