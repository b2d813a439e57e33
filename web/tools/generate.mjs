// node tools/generate.mjs [--check]: writes page/generated, the types that the page shares with C++: what the doors
// tell (docs/formats/page.schema.json, band.schema.json), takes (docs/formats/take.schema.json), the calls of the
// server (docs/openapi.json) and of a school's (docs/school_api.json), the modules' exports (web/exports.h,
// web/kit_exports.h, web/band_exports.h). With --check nothing is written, and a file that differs is an error.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "prettier";
import { typesOfApi, typesOfHeader, typesOfSchema } from "./types.mjs";

const web = join(dirname(fileURLToPath(import.meta.url)), "..");
const top = join(web, "..");
const options = JSON.parse(readFileSync(join(web, ".prettierrc.json"), "utf8"));
const text = (path) => readFileSync(join(top, path), "utf8");
const json = (path) => JSON.parse(text(path));

const files = [
  ["told.ts", "docs/formats/page.schema.json", (from) => typesOfSchema(json(from))],
  ["band_told.ts", "docs/formats/band.schema.json", (from) => typesOfSchema(json(from))],
  ["take.ts", "docs/formats/take.schema.json", (from) => typesOfSchema(json(from), "take")],
  ["server_api.ts", "docs/openapi.json", (from) => typesOfApi(json(from))],
  ["school_api.ts", "docs/school_api.json", (from) => typesOfApi(json(from))],
  ["exports.ts", "web/exports.h", (from) => typesOfHeader(text(from))],
  ["kit_exports.ts", "web/kit_exports.h", (from) => typesOfHeader(text(from))],
  ["band_exports.ts", "web/band_exports.h", (from) => typesOfHeader(text(from))],
];
const check = process.argv[2] === "--check";
const out = join(web, "page/generated");
mkdirSync(out, { recursive: true });
const stale = [];
for (const [name, from, made] of files) {
  const head = `// Generated from ${from} by web/tools/generate.mjs: change that, then npm run generate.\n\n`;
  const wanted = await format(head + made(from), { ...options, parser: "typescript" });
  const path = join(out, name);
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) continue;
  if (check) stale.push(`page/generated/${name} is not what ${from} says.`);
  else writeFileSync(path, wanted);
}
if (stale.length > 0) {
  console.error(`${stale.join("\n")}\nnpm run generate, in web/, writes it anew.`);
  process.exit(1);
}
