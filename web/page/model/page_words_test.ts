import assert from "node:assert";
import { test } from "node:test";
import { pageWords } from "./page_words.ts";

test("no page names a command of the terminal", () => {
  const told: [string, string][] = [
    [
      "book.db: there is no take 9. firstchair book list shows which there are.",
      "book.db: there is no take 9.",
    ],
    [
      "Broken off after 1 of 4 bars: not counted; firstchair book count 3 counts it.",
      "Broken off after 1 of 4 bars: not counted.",
    ],
    ["firstchair drill and firstchair hear --keep begin one.", "firstchair did not take that."],
    ["a chart of 3/7. Write it as in M:4/4.", "a chart of 3/7. Write it as in M:4/4."],
    ["firstchair reads no wma.", "firstchair reads no wma."],
  ];
  for (const [said, shown] of told) assert.strictEqual(pageWords(said), shown);
});
