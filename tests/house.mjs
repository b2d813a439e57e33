// house.mjs ROOMS [--draw FILE]: holds the house against its own rules.
//
// ROOMS is rooms.txt of a build: a line for every room, "name folder link link ...", as CMake links them. What is
// checked: the table in docs/ARCHITECTURE.md says the same and every room links only what stands above it; no file
// includes what its room does not link; no CMakeLists.txt names a source outside its folder; no name is defined twice
// in one namespace; every header has its guard and compiles alone. Prints what is wrong, a line each, and exits with 1.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
const [roomsFile, flag, drawing] = process.argv.slice(2);
const wrong = [];
const text = (file) => readFileSync(join(here, file), "utf8");
const files = execFileSync("git", ["-C", here, "ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => file && existsSync(join(here, file)));

// The rooms as they are linked. A link with "::" or of no room of ours is a library.
const rooms = new Map();
for (const line of readFileSync(roomsFile, "utf8").split("\n").filter(Boolean)) {
  const [name, folder, ...links] = line.trim().split(/\s+/);
  rooms.set(name, { folder, links });
}
for (const room of rooms.values()) room.links = room.links.filter((link) => rooms.has(link));

// 1. The table of ARCHITECTURE.md: | `folder` (`target`) | ... | links |. Its order is the order of the house.
const table = new Map();
for (const line of text("docs/ARCHITECTURE.md").split("\n")) {
  const row = line.match(/^\| `([^`]+)` \(`([^`]+)`\) \|.*\| ([^|]*) \|$/);
  if (row) table.set(row[2], { folder: row[1], links: row[3] === "nothing" ? [] : row[3].split(/,\s*/) });
}
const names = [...table.keys()];
for (const [name, room] of rooms) {
  const said = table.get(name);
  if (!said) {
    wrong.push(`docs/ARCHITECTURE.md: the table has no room ${name} (${room.folder})`);
    continue;
  }
  if (said.folder !== room.folder) wrong.push(`docs/ARCHITECTURE.md: ${name} is in ${room.folder}, not in ${said.folder}`);
  for (const link of room.links)
    if (!said.links.includes(link)) wrong.push(`docs/ARCHITECTURE.md: ${name} links ${link}; the table does not say so`);
  for (const link of said.links)
    if (!room.links.includes(link)) wrong.push(`docs/ARCHITECTURE.md: the table lets ${name} link ${link}; it does not`);
  for (const link of room.links)
    if (names.indexOf(link) >= names.indexOf(name)) wrong.push(`${room.folder}: ${name} links ${link}, which stands below it`);
}
for (const name of names) if (!rooms.has(name)) wrong.push(`docs/ARCHITECTURE.md: there is no room ${name}`);

// 2. What a file includes, its room links, itself or through another room.
const reach = (name, seen = new Set()) => {
  if (!seen.has(name)) {
    seen.add(name);
    for (const link of rooms.get(name).links) reach(link, seen);
  }
  return seen;
};
const folders = [...rooms].map(([name, room]) => [room.folder + "/", name]).sort((a, b) => b[0].length - a[0].length);
const roomOf = (file) => folders.find(([folder]) => file.startsWith(folder))?.[1];
const source = (file) => /\.(h|cpp)$/.test(file);
const forTests = (file) => /_(test|fuzz)\.(cpp|h)$/.test(file);
for (const file of files.filter(source)) {
  const room = roomOf(file);
  if (!room) continue;
  const seen = reach(room);
  for (const [, header] of text(file).matchAll(/^#include "([^"]+)"/gm)) {
    const its = roomOf(header);
    if (its && !seen.has(its)) wrong.push(`${file}: includes ${header}, but ${room} does not link ${its}`);
    if (!its && !(forTests(file) && /^(testing|engine)\//.test(header)))
      wrong.push(`${file}: includes ${header}, which is in no room`);
  }
}

// 3. No CMakeLists.txt names a source outside its folder.
for (const file of files.filter((name) => basename(name) === "CMakeLists.txt"))
  for (const [found] of text(file).matchAll(/[^\s()"]*(?:SOURCE_DIR\}\/|\.\.\/)[^\s()"]*\.(?:cpp|h)\b/g))
    if (!found.includes("CMAKE_CURRENT_SOURCE_DIR")) wrong.push(`${file}: names ${found}, which is outside its folder`);

// 4. Names defined twice in one namespace. The formatter puts whatever stands in a namespace in the first column.
const defined = new Map();
for (const file of files.filter(source)) {
  const inside = []; // namespaces that are open; "" is one without a name
  let statement = "";
  for (const line of text(file).replace(/R"(\w*)\([\s\S]*?\)\1"/g, '""').split("\n")) {
    const opened = line.match(/^(?:inline )?namespace ([\w:]*) ?\{/);
    if (opened) inside.push(opened[1]);
    else if (/^\}  \/\/ namespace/.test(line)) inside.pop();
    else if (/^[A-Za-z]/.test(line) && !/^(using|extern|typedef|static|friend|TEST|TYPED|INSTANTIATE|FIRSTCHAIR_\w+\()/.test(line)) statement = line;
    else if (statement && /^ {4,}\S/.test(line)) statement += " " + line.trim();
    else statement = "";
    if (!/[{;]\s*(\/\/.*)?$|\}$/.test(statement)) continue;
    const here = statement;
    statement = "";
    if (inside.includes("") || inside.length === 0) continue;
    const type = here.match(/^(?:template <.*?> )?(?:class|struct|union|enum(?: class)?) (\w+)\b[^;(]*\{/);
    const call = here.match(/^(?!.*\bmain\().*?[\w>&*] ?\*?&?(?<!::)\b([a-z]\w*)\(([^{]*)\)[^(]*\{/);
    const what = type ? type[1] : call && !/::\w+\(/.test(here.slice(0, here.indexOf("(") + 1)) ? call[1] : null;
    if (!what) continue;
    const takes = type ? "" : `(${call[2].split(",").map((one) => one.replace(/\s*=.*/, "").trim().replace(/\s+\w+$/, "")).join(", ")})`;
    const key = `${inside.join("::")}::${what}${takes}`;
    if (!defined.has(key)) defined.set(key, new Set());
    defined.get(key).add(file);
  }
}
for (const [name, places] of defined) if (places.size > 1) wrong.push(`${name} is defined in ${[...places].join(" and ")}`);
if (defined.size < 500) wrong.push(`tests/house.mjs: read only ${defined.size} names; it understands the files no longer`);

// 5. Headers. One that a source of its name includes first compiles alone already; the others are tried here.
const lonely = [];
for (const file of files.filter((name) => name.endsWith(".h") && !name.startsWith("include/"))) {
  if (!/^#pragma once$/m.test(text(file))) wrong.push(`${file}: has no #pragma once`);
  const first = [".cpp", "_test.cpp"].map((end) => file.replace(/\.h$/, end)).filter((name) => existsSync(join(here, name)));
  if (!first.some((name) => text(name).match(/^#include "([^"]+)"/m)?.[1] === file && /^#include "/.test(text(name).replace(/^(\/\/.*\n|\n)*/, ""))))
    lonely.push(file);
}
const compiler = process.env.CXX ?? "c++";
const folder = mkdtempSync(join(tmpdir(), "headers-"));
try {
  // All in one file first: only when that fails is each tried, since most runs find nothing.
  const alone = (list) => {
    const probe = join(folder, "alone.cpp");
    for (const header of list) {
      writeFileSync(probe, `#include "${header}"\n`);
      try {
        execFileSync(compiler, ["-std=c++20", "-fsyntax-only", "-I", here, ...systemFlags(header), probe], { stdio: ["ignore", "ignore", "pipe"] });
      } catch (error) {
        wrong.push(`${header}: does not compile alone: ${String(error.stderr).split("\n").find((line) => line.includes("error")) ?? error.message}`);
      }
    }
  };
  alone(lonely);
} finally {
  rmSync(folder, { recursive: true });
}
function systemFlags(header) {
  return header.includes("_test") || header.startsWith("testing/") ? ["-DFIRSTCHAIR_SOURCE_DIR=\"\"", "-DFIRSTCHAIR=\"\""] : [];
}

if (flag === "--draw") writeFileSync(drawing, draw());

// The drawing: a row for every level, the rooms that link nothing at the top, arrows to what a room links. Arrows that
// can be had through another room are left out.
function draw() {
  const level = (name) => Math.max(-1, ...rooms.get(name).links.map(level)) + 1;
  const rows = [];
  for (const name of rooms.keys()) (rows[level(name)] ??= []).push(name);
  const width = 118, height = 34, gap = 18, step = 78, most = Math.max(...rows.map((row) => row.length));
  const full = most * (width + gap) + gap;
  const at = new Map();
  rows.forEach((row, y) => {
    const left = (full - row.length * (width + gap) + gap) / 2;
    row.forEach((name, x) => at.set(name, [left + x * (width + gap), 16 + y * step]));
  });
  const arrows = [];
  for (const [name, room] of rooms)
    for (const link of room.links) {
      if (room.links.some((other) => other !== link && reach(other).has(link))) continue;
      const [x1, y1] = at.get(name), [x2, y2] = at.get(link);
      arrows.push(`<path d="M${x1 + width / 2} ${y1}C${x1 + width / 2} ${y1 - 24} ${x2 + width / 2} ${y2 + height + 24} ${x2 + width / 2} ${y2 + height + 3}" marker-end="url(#a)"/>`);
    }
  const boxes = [...at].map(
    ([name, [x, y]]) =>
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/><text x="${x + width / 2}" y="${y + 15}">${name}</text><text class="f" x="${x + width / 2}" y="${y + 27}">${rooms.get(name).folder}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${full} ${rows.length * step}" font-family="sans-serif" font-size="12" text-anchor="middle">
<style>rect{fill:#fff;stroke:#345}path{fill:none;stroke:#789;stroke-width:1.2}.f{font-size:9px;fill:#567}</style>
<marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#789;stroke:none"/></marker>
<rect x="0" y="0" width="${full}" height="${rows.length * step}" style="stroke:none"/>
${arrows.join("\n")}
${boxes.join("\n")}
</svg>
`;
}

for (const line of wrong) console.log(line);
console.log(`${rooms.size} rooms, ${defined.size} names, ${lonely.length} headers tried alone: ${wrong.length} wrong`);
process.exit(wrong.length ? 1 : 0);
