// node kit.mjs FIRSTCHAIR_KIT.wasm: a kit that is struck drum by drum in the page's second module, and its sound opened
// again. What is told is held against docs/formats/page.schema.json, and the exports against web/kit_exports.h.
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { drumsWav } from "../web/test/made.mjs";
import { faults, fieldsOf, part } from "../web/tools/schema.mjs";
import { functionsOf } from "../web/tools/types.mjs";
import { giveEar, giveFileEar } from "./ear_weights.mjs";
import { kKitDefinitions } from "./kit_definitions.mjs";

const text = (path) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const page = JSON.parse(text("docs/formats/page.schema.json"));
const file = readFileSync(process.argv[2]);
const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(file), {}); // imports nothing
door._initialize();
assert.deepStrictEqual(
  Object.keys(door)
    .filter((name) => !["memory", "_initialize"].includes(name))
    .sort(),
  [text("web/exports.h"), text("web/kit_exports.h")]
    .flatMap(functionsOf)
    .map(({ name }) => name)
    .sort(),
);
giveEar(door);
giveFileEar(door);

function put(bytes) {
  const at = door.room(bytes.length); // may move the memory
  new Uint8Array(door.memory.buffer, at, bytes.length).set(bytes);
}
const write = (words) => put(new TextEncoder().encode(words));
const words = (size) =>
  new TextDecoder().decode(new Uint8Array(door.memory.buffer, door.text(), Math.abs(size)).slice());
const fields = new Set(); // of the kit's definitions, that were told
function answer(size, name) {
  assert.ok(size >= 0, words(size));
  const value = JSON.parse(words(size));
  assert.deepStrictEqual(faults(value, part(page, name)), [], name);
  fieldsOf(value, part(page, name), fields, name);
  return value;
}
const refused = (size) => (assert.ok(size < 0), words(size));

// Four strokes on each of two drums, with a pause between them.
const strokes = [0, 1, 2, 3].flatMap((s) => [
  [0.5 + 0.8 * s, "kick"],
  [6.5 + 0.8 * s, "hat_closed"],
]);
const wav = drumsWav(strokes, 11);
const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.byteLength));
write("rate 48000\nid mine\ndrums kick hat_closed\n");
assert.strictEqual(answer(door.strikes_open(), "Strikes").drum, "kick");
const asked = [];
for (let at = 0; at < samples.length; at += 4096) {
  put(new Uint8Array(Float32Array.from(samples.subarray(at, at + 4096), (sample) => sample / 32768).buffer));
  door.strikes_sound();
  const { drum } = answer(door.strikes_told(), "Strikes");
  if (drum && drum !== asked.at(-1)) asked.push(drum);
}
assert.deepStrictEqual(asked, ["kick", "hat closed"]);
const learnt = answer(door.strikes_close(), "KitSoundLearnt");
assert.strictEqual(learnt.lines.length, 2, learnt.lines.join("\n"));
write(learnt.sound);
const shown = answer(door.kit_sound(), "KitSoundShown");
assert.deepStrictEqual([shown.id, shown.sound], ["mine", learnt.sound]);

write("{}");
assert.match(refused(door.kit_sound()), /firstchair-kit-sound/);
assert.match(refused(door.strikes_told()), /no kit is being struck/);
write("rate 48000\nid mine\ndrums gong\n");
assert.match(refused(door.strikes_open()), /gong/);

assert.deepStrictEqual(
  kKitDefinitions.flatMap((name) =>
    Object.keys(page.definitions[name].properties)
      .map((field) => `${name}.${field}`)
      .filter((field) => !fields.has(field)),
  ),
  [],
);
console.log(`${(gzipSync(file, { level: 9 }).length / 1024).toFixed(0)} KB gzipped`);
