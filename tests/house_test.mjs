// house_test.mjs: tests/house.mjs finds what it is there to find. A small house that keeps every rule is built in a
// folder for the moment, and broken in one place at a time.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";

const house = join(dirname(fileURLToPath(import.meta.url)), "house.mjs");
const kept = {
  "rooms.txt": "core engine/core\near engine/ear core\nreport report core fmt::fmt\n",
  "docs/ARCHITECTURE.md":
    "| room | what | links |\n|---|---|---|\n| `engine/core` (`core`) | nouns | nothing |\n" +
    "| `engine/ear` (`ear`) | hears | core |\n| `report` (`report`) | words | core |\n",
  "engine/core/CMakeLists.txt": "firstchair_room(core)\n",
  "engine/core/hit.h":
    "#pragma once\n\nnamespace firstchair {\n\nstruct Hit {\n  int frame = 0;\n};\n\n}  // namespace firstchair\n",
  "engine/core/hit.cpp":
    '#include "engine/core/hit.h"\n\nnamespace firstchair {\n\nint frame_of(const Hit& hit) {\n  return hit.frame;\n}\n\n}  // namespace firstchair\n',
  "engine/ear/ear.h":
    '#pragma once\n\n#include "engine/core/hit.h"\n\nnamespace firstchair::ear {\n\nHit hear(double level);\n\n}  // namespace firstchair::ear\n',
  "engine/ear/ear.cpp":
    '#include "engine/ear/ear.h"\n\nnamespace firstchair::ear {\nnamespace {\n\nstruct Mine {};\n\n}  // namespace\n\nHit hear(double level) {\n  return {.frame = static_cast<int>(level)};\n}\n\n}  // namespace firstchair::ear\n',
  "report/text.cpp":
    '#include "engine/core/hit.h"\n\nnamespace firstchair::report {\nnamespace {\n\nstruct Mine {};\n\n}  // namespace\n\nint text_of(const Hit& hit, int width) {\n  return hit.frame + width;\n}\n\n}  // namespace firstchair::report\n',
};

// What house.mjs says of the house with `changes`: a file's text, or null for none.
function said(changes) {
  const folder = mkdtempSync(join(tmpdir(), "house-"));
  try {
    for (const [file, text] of Object.entries({ ...kept, ...changes })) {
      if (text === null) continue;
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    execFileSync("git", ["-C", folder, "init", "-q"]);
    const done = spawnSync(process.execPath, [house, join(folder, "rooms.txt"), "--root", folder], {
      encoding: "utf8",
    });
    assert.equal(done.stderr, "");
    const lines = done.stdout.trim().split("\n").slice(0, -1);
    assert.equal(done.status, lines.length ? 1 : 0);
    return lines;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
// The house with this in a file of the ear and that in a file of its own of another room or the same.
const inEar = (body, space = "firstchair::ear") =>
  `#include "engine/core/hit.h"\n\nnamespace ${space} {\n\n${body}\n\n}  // namespace ${space}\n`;
const twice = (one, other = one) =>
  said({ "engine/ear/one.cpp": inEar(one), "engine/ear/other.cpp": inEar(other) });
const both = "is defined in engine/ear/one.cpp and engine/ear/other.cpp";

test("A house that keeps the rules is left alone", () => assert.deepEqual(said({}), []));

// 1. The table and the drawing.
test("A drawing of other rooms is told", () =>
  assert.deepEqual(said({ "docs/design/house.svg": "<svg/>\n" }), [
    "docs/design/house.svg: does not show these rooms; --draw docs/design/house.svg makes it anew",
  ]));
test("A link that the table does not name is told", () =>
  assert.deepEqual(said({ "rooms.txt": kept["rooms.txt"].replace("ear core", "ear core report") }), [
    "docs/ARCHITECTURE.md: ear links report; the table does not say so",
    "engine/ear: ear links report, which stands below it",
  ]));
test("A link that only the table has is told", () =>
  assert.deepEqual(said({ "rooms.txt": kept["rooms.txt"].replace("ear core", "ear") }).slice(0, 1), [
    "docs/ARCHITECTURE.md: the table lets ear link core; it does not",
  ]));
test("A room without a row, a row without a room and another folder are told", () =>
  assert.deepEqual(
    said({
      "docs/ARCHITECTURE.md": kept["docs/ARCHITECTURE.md"]
        .replace("`report` (`report`)", "`text` (`words`)")
        .replace("`engine/ear`", "`ear`"),
    }),
    [
      "docs/ARCHITECTURE.md: ear is in engine/ear, not in ear",
      "docs/ARCHITECTURE.md: the table has no room report (report)",
      "docs/ARCHITECTURE.md: there is no room words",
    ],
  ));

test("A room that this build leaves out keeps its row", () =>
  assert.deepEqual(
    said({
      "rooms.txt": kept["rooms.txt"].replace(/report.*\n/, ""),
      "report/CMakeLists.txt": "firstchair_room(report LINKS core)\n",
    }),
    [],
  ));

// 2. Includes.
test("An include of a room that is not linked is told", () =>
  assert.deepEqual(
    said({
      "report/more.cpp":
        '#include "engine/ear/ear.h"\n\nnamespace firstchair::report {\n\nint more() {\n  return 0;\n}\n\n}  // namespace firstchair::report\n',
    }),
    ["report/more.cpp: includes engine/ear/ear.h, but report does not link ear"],
  ));

// 3. CMakeLists.txt.
test("A source outside its folder is told", () =>
  assert.deepEqual(
    said({
      "report/CMakeLists.txt":
        "add_library(report ../engine/ear/ear.cpp ${PROJECT_SOURCE_DIR}/engine/core/hit.cpp ${CMAKE_CURRENT_SOURCE_DIR}/text.cpp)\n",
    }),
    [
      "report/CMakeLists.txt: names ../engine/ear/ear.cpp, which is outside its folder",
      "report/CMakeLists.txt: names ${PROJECT_SOURCE_DIR}/engine/core/hit.cpp, which is outside its folder",
    ],
  ));

// 4. Names.
for (const [what, one, name, other] of [
  ["struct", "struct Step {\n  int note = 0;\n};", "Step", "struct Step {\n  double bpm = 0;\n};"],
  [
    "class, final and derived",
    "class Step {};",
    "Step",
    "class Step final : public Base {\n public:\n  Step() : a_{1}, b_(2) {}\n};",
  ],
  ["enum of a type", "enum class Step : unsigned char { one };", "Step", "enum Step { two };"],
  ["template of a type", "template <class T, int N = 3>\nstruct Step {\n  T t;\n};", "Step"],
  ["alias", "using Step = int;", "Step", "struct Step {};"],
  [
    "function",
    "int step(const Hit& hit, double bpm) {\n  return 0;\n}",
    "step(const Hit&, double)",
    "int step(const Hit& h, double tempo = 3) {\n  return 1;\n}",
  ],
  ["function without parameters", "int step() { return 0; }", "step()"],
  [
    "constexpr function",
    "constexpr int step(int a) { return a; }",
    "step(int)",
    "inline int step(const int b) {\n  return b;\n}",
  ],
  [
    "function over many lines",
    "std::vector<int>\nstep(\n    int a,\n    const std::map<int, double>& b) {\n  return {};\n}",
    "step(int, const std::map<int,double>&)",
  ],
  [
    "template of a function",
    "template <class T>\nT step(std::span<const T> all) {\n  return all[0];\n}",
    "step(std::span<const T>)",
  ],
  [
    "operator",
    "bool operator==(const Hit& a, const Hit& b) {\n  return true;\n}",
    "operator==(const Hit&, const Hit&)",
  ],
])
  test(`A ${what} defined twice is told`, () =>
    assert.deepEqual(twice(one, other), [`firstchair::ear::${name} ${both}`]));
test("A name in a namespace that is opened in two steps is told", () =>
  assert.deepEqual(
    said({
      "engine/ear/one.cpp": inEar("struct Step {};"),
      "engine/ear/other.cpp": "namespace firstchair {\nnamespace ear {\nstruct Step {};\n}\n}\n",
    }),
    [`firstchair::ear::Step ${both}`],
  ));
test("A name outside every namespace is told", () =>
  assert.deepEqual(
    said({
      "engine/ear/one.cpp": "int step() { return 0; }\n",
      "engine/ear/other.cpp": "int step() { return 1; }\n",
    }),
    [`step() ${both}`],
  ));
test("A type that hides the core's is told", () =>
  assert.deepEqual(said({ "engine/ear/one.cpp": inEar("struct Hit {};") }), [
    "firstchair::ear::Hit (engine/ear/one.cpp) has the name of firstchair::Hit (engine/core/hit.h)",
  ]));
test("A namespace that every branch of the preprocessor opens is one", () => {
  const part = (name) =>
    `#if A\nnamespace firstchair::ear {\nstruct First${name} {};\n#else\nnamespace firstchair::ear {\nstruct Second${name} {};\n#endif\nint step() { return 0; }\n}\n`;
  assert.deepEqual(said({ "engine/ear/one.cpp": part("One"), "engine/ear/other.cpp": part("Other") }), [
    `firstchair::ear::step() ${both}`,
  ]);
});
test("A namespace inside itself is told", () =>
  assert.deepEqual(
    said({
      "engine/ear/one.cpp": "namespace firstchair::ear {\nnamespace ear {\nint step() { return 0; }\n}\n}\n",
    }),
    ["engine/ear/one.cpp: firstchair::ear::ear::step() is in a namespace inside itself"],
  ));
for (const [what, one, other] of [
  ["Overloads", "int step(int a) { return a; }", "int step(double a) { return 0; }"],
  [
    "Members",
    "Ear::Ear(int a) : a_{a} {}\nint Ear::step() const { return 0; }",
    "Other::Other(int a) : a_{a} {}\nint Other::step() const { return 0; }",
  ],
  [
    "Declarations",
    "struct Step;\nint step(int a);\nint first() { return 0; }",
    "struct Step;\nint step(int a);\nint second() { return 0; }",
  ],
  [
    "A file's own",
    "namespace {\nstruct Step {};\nint step() { return 0; }\n}\nint first() { return 0; }",
    "static int step() { return 0; }\nint second() { return 0; }",
  ],
  [
    "Values",
    "const std::array<int, 2> kStep{1, 2};\nconst auto kTake = [](int a) { return a; };\nint first() { return 0; }",
    "const std::array<int, 2> kStep{3, 4};\nconst auto kTake = [](int a) { return -a; };\nint second() { return 0; }",
  ],
  [
    "Branches of the preprocessor",
    "int first() { return 0; }\n#if A\nnamespace {\nstruct Step {};\n}\n#else\nnamespace {\nstruct Step {};\n}\n#endif",
    "int second() { return 0; }",
  ],
  [
    "Text and comments",
    "const char* kText = R\"(\nstruct Step {\n)\";  // struct Step {\nint first() { return '{'; }",
    "/* struct Step { */ int second() { return 0; }",
  ],
])
  test(`${what} are not twins`, () => assert.deepEqual(twice(one, other), []));

// 5. Headers.
test("A header without its guard is told", () =>
  assert.deepEqual(
    said({ "engine/core/hit.h": kept["engine/core/hit.h"].replace("#pragma once\n", "#define HIT\n") }).slice(
      0,
      1,
    ),
    ["engine/core/hit.h: has no #pragma once"],
  ));
test("The guard that C knows is one", () =>
  assert.deepEqual(
    said({
      "engine/core/hit.h":
        kept["engine/core/hit.h"].replace("#pragma once\n", "#ifndef HIT_H\n#define HIT_H\n") + "#endif\n",
    }),
    [],
  ));
test("A header that does not compile alone is told", () => {
  const [line, ...more] = said({
    "report/alone.h":
      "#pragma once\n\nnamespace firstchair::report {\n\nstruct Alone {\n  Hit hit;\n};\n\n}  // namespace firstchair::report\n",
  });
  assert.match(line, /^report\/alone\.h: does not compile alone: .*error: .*Hit/);
  assert.deepEqual(more, []);
});
