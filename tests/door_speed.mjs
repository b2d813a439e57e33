// node door_speed.mjs FIRSTCHAIR.wasm: what one block of 128 frames costs a page's drill, in shares of its 2.67 ms.
import { readFileSync } from "node:fs";
import { giveEar } from "./ear_weights.mjs";

const { exports: door } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(process.argv[2])), {});
door._initialize();
giveEar(door);
const put = (bytes) => new Uint8Array(door.memory.buffer, door.room(bytes.length), bytes.length).set(bytes);
const frames = door.fixed_take();
const tab = new Uint8Array(door.memory.buffer, door.text());
put(tab.slice(0, tab.indexOf(0)));
door.chart_open();
const settings = new TextEncoder().encode("rate 48000\nbpm 100\ncount_in 0\nstart 0.5\n");
let costs;
for (let turn = 0; turn < 3; ++turn) {
  put(settings);
  door.drill_open();
  costs = [];
  for (let at = 0; at + 128 <= frames; at += 128) {
    new Float32Array(door.memory.buffer, door.drill_in(), 128).set(
      new Float32Array(door.memory.buffer, door.fixed_sound() + 4 * at, 128),
    );
    const before = performance.now();
    if (door.drill_block(128) > 0) door.drill_news();
    costs.push((performance.now() - before) / (128 / 48));
  }
}
costs.sort((a, b) => a - b);
const at = (share) => `${(100 * costs[Math.floor(share * (costs.length - 1))]).toFixed(1)} %`;
const mean = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
console.log(
  `${costs.length} blocks: mean ${(100 * mean).toFixed(2)} %, half ${at(0.5)}, 99 % ${at(0.99)}, 99.9 % ${at(0.999)}, longest ${at(1)} of a block's time`,
);
const before = performance.now();
door.drill_close();
door.take_html();
console.log(
  `judging and drawing the take of ${(frames / 48000).toFixed(0)} s: ${(performance.now() - before).toFixed(0)} ms`,
);
