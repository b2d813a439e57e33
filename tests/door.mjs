// node door.mjs FIRSTCHAIR.wasm DOOR_TAKE: a page's drill over a fixed take in WebAssembly, held against the same in the
// native build, byte for byte; then what the door refuses.
import assert from "node:assert";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const [wasm, native] = process.argv.slice(2);
const file = readFileSync(wasm);
const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(file), {}); // imports nothing
door._initialize();
const put = (bytes) => new Uint8Array(door.memory.buffer, door.room(bytes.length), bytes.length).set(bytes);
const bytes = (size) => new Uint8Array(door.memory.buffer, door.text(), Math.abs(size)).slice();
const told = (size) => {
  const text = new TextDecoder().decode(bytes(size));
  if (size < 0) throw new Error(text);
  return text;
};
const write = (text) => put(new TextEncoder().encode(text));

const settings = "rate 48000\nbpm 100\ncount_in 0\nstart 0.5\nclick_heard 0\nname fixed\n";
const frames = door.fixed_take();
const tab = new Uint8Array(door.memory.buffer, door.text());
const chart = tab.slice(0, tab.indexOf(0));
put(chart);
told(door.chart_open());
write(settings);
const lines = [told(door.drill_open())];
for (let at = 0; at + 128 <= frames; at += 128) {
  const sound = new Float32Array(door.memory.buffer, door.fixed_sound() + 4 * at, 128);
  new Float32Array(door.memory.buffer, door.drill_in(), 128).set(sound);
  if (door.drill_block(128) > 0) lines.push(told(door.drill_news()));
}
lines.push(told(door.drill_close()));
const here = `${lines.join("\n")}\n`;
const there = execFileSync(native, [settings], { encoding: "utf8", maxBuffer: 1 << 26 });
assert.ok(lines.length > 40, "the drill told too little");
assert.strictEqual(here, there, "WebAssembly and native tell different things");
const take = JSON.parse(lines.at(-1));
assert.ok(take.hits.length > 100);
assert.ok(told(door.take_html()).startsWith("<!doctype html>"));

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
assert.throws(() => told(door.chart_open()), /MusicXML/);
assert.strictEqual(door.drill_block(128), -1, "no drill is open after close");

// Every built-in chart through every format that is written, and back through those that are read.
for (const { name } of JSON.parse(told(door.charts()))) {
  write(name);
  write(told(door.chart_builtin()));
  const facts = JSON.parse(told(door.chart_open()));
  for (const format of [0, 1]) {
    put(bytes(door.chart_write(format)));
    assert.strictEqual(JSON.parse(told(door.chart_open())).notes, facts.notes, name);
  }
  assert.ok(told(door.chart_write(2)).includes("<score-partwise"));
  const drawn = told(door.chart_notation(800));
  assert.strictEqual(drawn.match(/<g id="n\d+"/g).length, facts.notes, name);
  assert.strictEqual(drawn.match(/data-bar=/g).length, facts.bars, name);
}

const size = gzipSync(file, { level: 9 }).length;
assert.ok(size <= 480 * 1024, `${size} bytes gzipped`);
console.log(`${lines.length} lines alike, ${(size / 1024).toFixed(0)} KB gzipped`);
