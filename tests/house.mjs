// house.mjs ROOMS [--draw FILE] [--root FOLDER]: holds the house against its own rules; another house than this one is at
// FOLDER, a git work tree (tests/house_test.mjs builds such, with a rule broken in each).
//
// ROOMS is rooms.txt of a build: a line for every room, "name folder link link ...", as CMake links them. What is
// checked: the table in docs/ARCHITECTURE.md says the same, docs/design/house.svg shows it, and every room links only
// what stands above it; no file includes what its room does not link; no CMakeLists.txt names a source outside its
// folder; no name is defined twice in one namespace; every header has its guard and compiles alone. Prints what is
// wrong, a line each, and exits with 1.
import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [roomsFile, ...flags] = process.argv.slice(2);
const flagged = (name) => (flags.includes(name) ? flags[flags.indexOf(name) + 1] : undefined);
const here = resolve(flagged("--root") ?? join(dirname(fileURLToPath(import.meta.url)), ".."));
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
const drawing = ["docs/design/house.svg"].find((file) => existsSync(join(here, file)));
for (const [name, room] of rooms) {
  const said = table.get(name);
  if (!said) {
    wrong.push(`docs/ARCHITECTURE.md: the table has no room ${name} (${room.folder})`);
    continue;
  }
  if (said.folder !== room.folder)
    wrong.push(`docs/ARCHITECTURE.md: ${name} is in ${room.folder}, not in ${said.folder}`);
  for (const link of room.links)
    if (!said.links.includes(link))
      wrong.push(`docs/ARCHITECTURE.md: ${name} links ${link}; the table does not say so`);
  for (const link of said.links)
    if (!room.links.includes(link))
      wrong.push(`docs/ARCHITECTURE.md: the table lets ${name} link ${link}; it does not`);
  for (const link of room.links)
    if (names.indexOf(link) >= names.indexOf(name))
      wrong.push(`${room.folder}: ${name} links ${link}, which stands below it`);
}
// A build without benches has no lab: a room is there when its folder's CMakeLists.txt makes it.
const made = ({ folder }, name) => {
  const list = join(folder, "CMakeLists.txt");
  return (
    existsSync(join(here, list)) && new RegExp(`firstchair_(?:room|record)\\(${name}\\b`).test(text(list))
  );
};
for (const name of names)
  if (!rooms.has(name) && !made(table.get(name), name))
    wrong.push(`docs/ARCHITECTURE.md: there is no room ${name}`);

// 2. What a file includes, its room links, itself or through another room.
const reach = (name, seen = new Set()) => {
  if (!seen.has(name)) {
    seen.add(name);
    for (const link of rooms.get(name).links) reach(link, seen);
  }
  return seen;
};
// The C API is the door's, though its header stands where a stranger looks for it.
const folders = [
  ...[...rooms].map(([name, room]) => [room.folder + "/", name]),
  ["include/firstchair/", "door"],
].sort((a, b) => b[0].length - a[0].length);
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
    if (!found.includes("CMAKE_CURRENT_SOURCE_DIR"))
      wrong.push(`${file}: names ${found}, which is outside its folder`);

// 4. Names defined twice in one namespace: two types (or an alias and a type) of one name, or two functions of one name
// with the same parameters. What stands in a namespace without a name, or is static, is its file's own.
const defined = new Map();
for (const file of files.filter(source))
  for (const name of namesIn(text(file))) {
    if (!defined.has(name)) defined.set(name, new Set());
    defined.get(name).add(file);
  }
for (const [name, places] of defined) {
  const path = name.replace(/\(.*/, "").split("::");
  if (path.some((space, at) => space && at + 1 < path.length && path.indexOf(space) < at))
    wrong.push(`${[...places].join(", ")}: ${name} is in a namespace inside itself`);
  // A room that calls a type as the core does hides the core's.
  const [house, , type, ...inner] = name.split("::");
  const core = `${house}::${type}`;
  if (type && !name.includes("(") && inner.length === 0 && defined.has(core))
    wrong.push(
      `${name} (${[...places].join(", ")}) has the name of ${core} (${[...defined.get(core)].join(", ")})`,
    );
}
for (const [name, places] of defined)
  if (places.size > 1) wrong.push(`${name} is defined in ${[...places].join(" and ")}`);
if (2 * defined.size < files.filter(source).length)
  wrong.push(`tests/house.mjs: read only ${defined.size} names; it understands the files no longer`);

// Every type and function that a file defines, as "room::Name" and "room::name(types)".
function namesIn(code) {
  code = code
    .replace(/R"(\w*)\([\s\S]*?\)\1"|"(?:[^"\\\n]|\\.)*"|\/\/.*|\/\*[\s\S]*?\*\//g, (found) =>
      found.startsWith("/") ? " " : '""',
    )
    .replace(/(?<![0-9a-fA-F])'(?:[^'\\\n]|\\.)+'/g, "' '")
    .replace(
      /^[ \t]*#\s*(if|el|endif)?(?:.*\\\n)*.*$/gm,
      (_, kind) => ({ if: "\x01", el: "\x02", endif: "\x03" })[kind] ?? "",
    );
  const names = [];
  const spaces = []; // that are open: a namespace's name, "" without one, null: extern "C"
  const branches = []; // of #if that are open: what was open before them
  const closing = (from) => {
    for (let at = from, depth = 0; at < code.length; ++at) {
      if (code[at] === "{") ++depth;
      if (code[at] === "}" && --depth === 0) return at;
    }
    return code.length;
  };
  let head = "";
  for (let at = 0; at < code.length; ++at) {
    const mark = code[at];
    if (mark === "\x01") {
      branches.push([...spaces]);
    } else if (mark === "\x02") {
      spaces.splice(0, Infinity, ...(branches.at(-1) ?? []));
      head = "";
    } else if (mark === "\x03") {
      branches.pop();
    } else if (mark === ";") {
      const alias = head.match(/^\s*(?:template\s*<[\s\S]*>\s*)?using\s+(\w+)\s*=/);
      if (alias) tell(alias[1]);
      head = "";
    } else if (mark === "}") {
      spaces.pop();
      head = "";
    } else if (mark !== "{") {
      head += mark;
    } else {
      const space = head.match(/^\s*(?:inline\s+)?namespace(?:\s+([\w:]+))?\s*$/);
      if (space || /^\s*extern\s+""\s*$/.test(head)) {
        spaces.push(space ? (space[1] ?? "") : null);
        head = "";
        continue;
      }
      at = closing(at);
      // A variable's value or a constructor's member, and the statement goes on: a body ends it.
      const next = code.slice(at + 1).match(/^\s*(.)/)?.[1];
      const value = /[^=!<>]=[^=]/.test(outside(head)) && !/\boperator\b/.test(head);
      if (value || (/\)\s*(?:noexcept\s*)?:[^:]/.test(head) && (next === "," || next === "{"))) {
        head += "{}";
        continue;
      }
      const name = nameOf(head);
      if (name) tell(name);
      head = "";
    }
  }
  return names;

  function tell(name) {
    if (!spaces.includes("")) names.push([...spaces.filter(Boolean), name].join("::"));
  }
}

// Of a statement what stands outside round and angle brackets.
function outside(head) {
  let depth = 0;
  return [...head.replace(/->|operator\W+?\(/g, "")]
    .filter(
      (mark) =>
        (/[(<]/.test(mark) ? depth++ : /[)>]/.test(mark) ? depth-- : depth) === 0 && !/[)>]/.test(mark),
    )
    .join("");
}

// What is defined by a statement whose body begins. Null: nothing of a namespace's own (a member, a specialisation, a test).
function nameOf(head) {
  head = head.replace(/\[\[[\s\S]*?\]\]/g, " ").trim();
  while (/^template\s*</.test(head)) {
    let at = head.indexOf("<");
    for (let depth = 0; at < head.length; ++at)
      if ((depth += head[at] === "<" ? 1 : head[at] === ">" ? -1 : 0) === 0) break;
    head = head
      .slice(at + 1)
      .replace(/^\s*requires\s+[\w:]+(?:<[^>]*>)?/, "")
      .trim();
  }
  const type = head.match(
    /^(?:class|struct|union|enum(?:\s+class|\s+struct)?)\s+(?:alignas\([^)]*\)\s*)?([\w:]+)(?:\s+final)?\s*(?::[^:][\s\S]*)?$/,
  );
  if (type) return type[1];
  if (/^(?:static|typedef)\b|^\w+\s*\([\s\S]*\)$/.test(head)) return null;
  const operator = head.match(/([\w:]*\boperator\s*(?:\(\)|[^\s\w(]+|""\s*\w+|[\w:]+))\s*\(/);
  let open = operator ? operator.index + operator[0].length - 1 : -1;
  for (let at = 0, depth = 0; open < 0 && at < head.length; ++at) {
    if (head[at] === "<") ++depth;
    if (head[at] === ">" && head[at - 1] !== "-") --depth;
    if (head[at] === "(" && depth === 0) open = at;
  }
  if (open < 0) return null;
  const name = operator ? operator[1] : head.slice(0, open).match(/([\w:~]+)\s*$/)?.[1];
  if (
    !name ||
    name.includes("::") ||
    name === "main" ||
    name === "LLVMFuzzerTestOneInput" ||
    /^[A-Z0-9_]+$/.test(name)
  )
    return null;
  const parameters = [];
  let one = "";
  for (let at = open + 1, depth = 0; at < head.length; ++at) {
    if (/[(<{[]/.test(head[at])) ++depth;
    if (/[)>}\]]/.test(head[at]) && head[at - 1] !== "-") --depth;
    if (depth < 0 || (depth === 0 && head[at] === ",")) {
      parameters.push(one);
      one = "";
      if (depth < 0) break;
    } else {
      one += head[at];
    }
  }
  return `${name}(${parameters.map(typeOf).join(", ")})`;
}

// A parameter without its name, its value and what of it callers do not see.
function typeOf(parameter) {
  const whole = parameter
    .replace(/=[\s\S]*$/, "")
    .replace(/\s+/g, " ")
    .replace(/ ?([&*<>,]) ?/g, "$1")
    .trim();
  const named = whole.match(/^(.*[\w>&*.])(?:\s+|(?<=[>&*.]))([A-Za-z_]\w*)((?:\[\w*\])*)$/);
  const plain =
    named &&
    !/^(?:const|unsigned|signed|long|short|struct|enum)$/.test(named[1].trim()) &&
    !/^(?:int|long|char|double)$/.test(named[2])
      ? named[1].trim() + named[3]
      : whole;
  return /[&*]/.test(plain) ? plain : plain.replace(/^const /, "");
}

// 5. Headers. One that some source includes before anything else compiles alone already; the others are tried here.
const first = new Set();
for (const file of files.filter((name) => name.endsWith(".cpp"))) {
  const include = text(file).match(/^(?:\/\/.*\n|\s*\n)*#include "([^"]+)"/);
  if (include) first.add(include[1]);
}
const lonely = [];
for (const file of files.filter((name) => name.endsWith(".h") && !name.startsWith("include/"))) {
  // One that C may read has the guard that C knows.
  if (!/^#pragma once$|^#ifndef (\w+)\n#define \1$/m.test(text(file)))
    wrong.push(`${file}: has no #pragma once`);
  if (!first.has(file) && !flags.includes("--without-headers")) lonely.push(file);
}
const compiler = process.env.CXX ?? "c++";
const folder = mkdtempSync(join(tmpdir(), "headers-"));
try {
  const waiting = [...lonely.keys()];
  const tryThem = async () => {
    for (let index; (index = waiting.shift()) !== undefined;) {
      const header = lonely[index],
        probe = join(folder, `${index}.cpp`);
      writeFileSync(probe, `#include "${header}"\n`);
      const failed = await new Promise((done) =>
        execFile(
          compiler,
          ["-std=c++20", "-fsyntax-only", "-I", here, ...systemFlags(header), probe],
          (error, out, err) => done(error && (err || error.message)),
        ),
      );
      if (failed)
        wrong.push(
          `${header}: does not compile alone: ${failed.split("\n").find((line) => line.includes("error")) ?? failed}`,
        );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, tryThem));
} finally {
  rmSync(folder, { recursive: true });
}
function systemFlags(header) {
  return header.includes("_test") || header.startsWith("testing/")
    ? ['-DFIRSTCHAIR_SOURCE_DIR=""', '-DFIRSTCHAIR=""']
    : [];
}

if (flagged("--draw")) writeFileSync(flagged("--draw"), draw());
// A build without benches lacks a room, and so would its drawing.
else if (drawing && names.every((name) => rooms.has(name)) && text(drawing) !== draw())
  wrong.push(`${drawing}: does not show these rooms; --draw ${drawing} makes it anew`);

// The drawing: a row for every level, the rooms that link nothing at the top, arrows to what a room links. Arrows that
// can be had through another room are left out.
function draw() {
  const level = (name) => Math.max(-1, ...rooms.get(name).links.map(level)) + 1;
  const rows = [];
  for (const name of rooms.keys()) (rows[level(name)] ??= []).push(name);
  const width = 118,
    height = 34,
    gap = 18,
    step = 78,
    most = Math.max(...rows.map((row) => row.length));
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
      const [x1, y1] = at.get(name),
        [x2, y2] = at.get(link);
      arrows.push(
        `<path d="M${x1 + width / 2} ${y1}C${x1 + width / 2} ${y1 - 24} ${x2 + width / 2} ${y2 + height + 24} ${x2 + width / 2} ${y2 + height + 3}" marker-end="url(#a)"/>`,
      );
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
console.log(
  `${rooms.size} rooms, ${defined.size} names, ${lonely.length} headers tried alone: ${wrong.length} wrong`,
);
process.exit(wrong.length ? 1 : 0);
