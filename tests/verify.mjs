// node verify.mjs FIRSTCHAIR_VERIFY.wasm VERIFY_TOLD RECORD: what verifying a record tells in WebAssembly, held against
// what the native program tells, to the last digit: of the record, and of it with letters changed and lines dropped.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const [module, native, file] = process.argv.slice(2);
const record = readFileSync(file, "utf8");
const compiled = new WebAssembly.Module(readFileSync(module));

function there(text) {
  const { exports } = new WebAssembly.Instance(compiled); // imports nothing
  exports._initialize();
  const bytes = new TextEncoder().encode(text);
  const at = exports.room(bytes.length); // the call may grow the memory
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
  const size = exports.verify();
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.text(), size));
}
const here = (text) => execFileSync(native, { input: text, encoding: "utf8", maxBuffer: 1 << 26 });

const lines = record.trimEnd().split("\n");
const letter = (line, at) => {
  const changed = [...lines];
  const other = changed[line][at] === "5" ? "6" : "5";
  changed[line] = changed[line].slice(0, at) + other + changed[line].slice(at + 1);
  return `${changed.join("\n")}\n`;
};
const without = (line) => `${lines.filter((_, i) => i !== line).join("\n")}\n`;
const records = [
  record,
  "",
  "no record\n",
  ...lines.flatMap((text, i) => [letter(i, text.length >> 1), without(i)]),
];
let wrong = 0;
for (const [i, text] of records.entries()) {
  const [a, b] = [there(text), here(text)];
  const { ok } = JSON.parse(a);
  if (a === b && ok === (i === 0)) continue;
  ++wrong;
  console.error(`record ${i}: in WebAssembly ${a.slice(0, 300)}\nhere ${b.slice(0, 300)}`);
}
console.log(`${records.length} records, ${JSON.parse(there(record)).said[0]}`);
process.exit(wrong ? 1 : 0);
