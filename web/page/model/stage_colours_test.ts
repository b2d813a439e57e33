import assert from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contrast, distance, visions } from "./colours_for_tests.ts";
import { kShapes } from "./marks.ts";

const read = (path: string): string => readFileSync(join(process.cwd(), path), "utf8");
/** The colours by name, of day and of night. */
function schemes(): Record<string, string>[] {
  const of = (css: string) =>
    Object.fromEntries([...css.matchAll(/--([\w-]+): (#\w{6});/g)].map((m) => [m[1], m[2]]));
  const styles = ["page/stage.css", "../report/page/page.css"].map(read);
  const roots = (night: boolean) =>
    Object.assign(
      {},
      ...styles.map((css) => {
        const dark = /prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/.exec(css)![1];
        const light = /^:root \{([^}]*)\}/m.exec(css)![1];
        return of(night ? dark : light);
      }),
    ) as Record<string, string>;
  return [roots(false), roots(true)];
}
const states = Object.keys(kShapes) as (keyof typeof kShapes)[];

test("every mark stands out from the paper, by day and by night, for every vision", () => {
  for (const colours of schemes()) {
    for (const vision of visions) {
      for (const state of states) {
        const found = contrast(colours[state], colours.paper, vision);
        assert.ok(found >= 3, `${state} on paper, ${vision}: ${found.toFixed(2)}`);
      }
    }
  }
});

// Seven states with 3:1 between any two would need 3^6:1; black on white is 21:1. So a state differs from another by
// its shape, and where shapes are akin (a hollow head, a ring, a dotted ring, a solid head) by contrast.
test("what is not played yet has 3:1 to every head that is no triangle or tick", () => {
  for (const colours of schemes()) {
    for (const vision of visions) {
      for (const state of states) {
        if (state === "upcoming" || ["left", "right", "tick"].includes(kShapes[state])) continue;
        const found = contrast(colours[state], colours.upcoming, vision);
        assert.ok(found >= 3, `${state} beside upcoming, ${vision}: ${found.toFixed(2)}`);
      }
    }
  }
});

test("early, late and on time are told by shape, and by colour whatever the vision", () => {
  assert.strictEqual(new Set([kShapes.early, kShapes.late, kShapes["on-time"], kShapes.extra]).size, 4);
  for (const colours of schemes()) {
    for (const vision of visions) {
      assert.ok(distance(colours.early, colours.late, vision) > 60, vision);
      assert.ok(distance(colours["on-time"], colours.late, vision) > 40, vision);
      assert.ok(distance(colours["on-time"], colours.early, vision) > 10, vision);
    }
  }
});
