// node door_hour.mjs FIRSTCHAIR.wasm: an hour of a page's drill, as fast as it goes, and what memory it takes.
import { readFileSync } from "node:fs";
import { giveEar } from "./ear_weights.mjs";

const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])), {});
door._initialize();
giveEar(door);
const put = (bytes) => new Uint8Array(door.memory.buffer, door.room(bytes.length), bytes.length).set(bytes);
const words = () => {
  const text = new Uint8Array(door.memory.buffer, door.text());
  return new TextDecoder().decode(text.slice(0, text.indexOf(0)));
};
const frames = door.fixed_take();
put(new TextEncoder().encode(words()));
door.chart_open();
put(new TextEncoder().encode("rate 48000\nbpm 100\ncount_in 0\nstart 0.5\ntimes 1000\n"));
if (door.drill_open() < 0) throw new Error(words());
const length = 3600 * 48000;
let strokes = 0;
let blocks = 0;
const before = performance.now();
for (let at = 0; at + 128 <= length; at += 128) {
  const from = at % (frames - 128);
  new Float32Array(door.memory.buffer, door.drill_in(), 128).set(
    new Float32Array(door.memory.buffer, door.fixed_sound() + 4 * from, 128),
  );
  if (door.drill_block(128) > 0) {
    door.drill_news();
    strokes += JSON.parse(words()).strokes?.length ?? 0;
  }
  if (++blocks % (360 * 375) === 0)
    console.log(
      `${blocks / 375 / 60} min: ${(door.memory.buffer.byteLength / 1048576).toFixed(1)} MB, ${strokes} strokes told`,
    );
}
console.log(`an hour in ${((performance.now() - before) / 1000).toFixed(0)} s`);
