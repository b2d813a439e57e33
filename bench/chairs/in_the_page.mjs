// node in_the_page.mjs FIRSTCHAIR_VERIFY.wasm RECORD: what the page's module tells of a record.
import { readFileSync } from "node:fs";

const [module, file] = process.argv.slice(2);
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(module)));
exports._initialize();
const bytes = readFileSync(file);
const at = exports.room(bytes.length); // the call may grow the memory
new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
const size = exports.verify();
const told = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.text(), size));
console.log(JSON.parse(told).said.join(" "));
