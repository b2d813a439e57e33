import assert from "node:assert";
import { test } from "node:test";
import {
  coarser,
  firstTab,
  finer,
  gridOf,
  isWhole,
  kindOf,
  place,
  pressed,
  strokesOf,
  typed,
  withBar,
  withLine,
  withoutBar,
} from "./grid_model.ts";

const kTab = "Title: Rock\nMeter: 4/4\n\nHH|x-x-|xxxx|\nSN|--o-|--o-|\n\nSN|oo oo|\nST|RL R-|\n";

test("a tab's lines are systems of rows, its cells know bar and beat, words are no rows", () => {
  const systems = gridOf(kTab);
  assert.deepStrictEqual(
    systems.map((system) => system.map(({ label, line }) => [label, line])),
    [
      [
        ["HH", 3],
        ["SN", 4],
      ],
      [
        ["SN", 6],
        ["ST", 7],
      ],
    ],
  );
  assert.deepStrictEqual(
    systems[0][0].cells.map(({ bar, letter }) => `${bar}${letter}`),
    ["0x", "0-", "0x", "0-", "1x", "1x", "1x", "1x"],
  );
  assert.deepStrictEqual(
    systems[1][0].cells.map(({ group }) => group),
    [false, false, true, false],
  );
  assert.deepStrictEqual(gridOf("HH|:x-x-:|x4\nSN | snare\n"), [], "repeats are for the text");
  assert.deepStrictEqual([isWhole(kTab), isWhole("HH|x-x-|\nSN|:o-:|\n")], [true, false]);
});

test("a press sets the line's own stroke, and takes it away; nothing else in the text moves", () => {
  const [hat, snare] = gridOf(kTab)[0];
  assert.strictEqual(pressed(hat, hat.cells[1]), "x");
  assert.strictEqual(pressed(snare, snare.cells[0]), "o");
  assert.strictEqual(pressed(snare, snare.cells[2]), "-");
  const after = place(kTab, snare, snare.cells[0], "o");
  assert.strictEqual(after, kTab.replace("SN|--o-|", "SN|o-o-|"));
  assert.strictEqual(place(after, snare, snare.cells[0], "-"), kTab);
  const open = gridOf("HH|oo-x|\n")[0][0];
  assert.strictEqual(pressed(open, open.cells[2]), "o", "a line of open hats goes on with them");
});

test("hands take turns, and keys place what the line knows", () => {
  const sticking = gridOf(kTab)[1][1];
  assert.strictEqual(pressed(sticking, sticking.cells[3]), "L");
  assert.strictEqual(typed(sticking, "l"), "L");
  assert.strictEqual(typed(sticking, "x"), undefined);
  const hat = gridOf(kTab)[0][0];
  assert.deepStrictEqual(
    ["x", "X", "o", "g", "Delete", "-"].map((key) => typed(hat, key)),
    ["x", "X", "o", undefined, "-", "-"],
  );
});

test("labels as people write them have their strokes", () => {
  assert.deepStrictEqual(["hh", "Hf", "C2", "R", "b", "F", "pad", "hands", "zz"].map(kindOf), [
    "HH",
    "HF",
    "CC",
    "RD",
    "BD",
    "FT",
    "PD",
    "ST",
    "SN",
  ]);
  assert.ok(strokesOf("SD").some(({ text }) => text === "ghost note"));
});

test("lines come where a tab has them, in every system that lacks them", () => {
  const lines = withLine(kTab, "BD").split("\n");
  assert.deepStrictEqual(lines.slice(3, 6), ["HH|x-x-|xxxx|", "SN|--o-|--o-|", "BD|----|----|"]);
  assert.deepStrictEqual(lines.slice(7, 10), ["SN|oo oo|", "BD|-- --|", "ST|RL R-|"]);
  assert.strictEqual(withLine(kTab, "SN"), kTab);
  assert.strictEqual(withLine("BD|o---|\n", "HH"), "HH|----|\nBD|o---|\n");
});

test("bars come and go at the end", () => {
  assert.match(withBar(kTab), /SN\|oo oo\|oo oo\|\nST\|RL R-\|RL R-\|\n$/);
  assert.strictEqual(withoutBar(withBar(kTab)), kTab);
  assert.strictEqual(withoutBar(kTab), "Title: Rock\nMeter: 4/4\n\nHH|x-x-|xxxx|\nSN|--o-|--o-|\n");
  assert.strictEqual(withoutBar("SN|o---|\n"), "SN|o---|\n");
});

test("cells are divided and joined, and no stroke is lost by it", () => {
  assert.match(finer(kTab), /HH\|x---x---\|x-x-x-x-\|/);
  assert.strictEqual(coarser(finer(kTab)), kTab);
  assert.strictEqual(coarser(kTab), undefined, "bar 2 has strokes on every cell");
});

test("a new chart is a bar with one stroke", () => {
  const [system] = gridOf(firstTab("7/8", 14));
  assert.deepStrictEqual(
    system.map(({ label, cells }) => [label, cells.length]),
    [
      ["HH", 14],
      ["SN", 14],
      ["BD", 14],
    ],
  );
});
