import assert from "node:assert";
import { test } from "node:test";
import { linkOf, tabOf } from "./chart_link.ts";

test("a chart comes back as it went into the link, and the link is short and safe in an address", async () => {
  const tab = `Title: Größe – ½\nMeter: 4/4\n\n${"HH|x-x-x-x-|\nSN|--o---o-|\nBD|o---o---|\n\n".repeat(12)}`;
  const link = await linkOf(tab);
  assert.match(link, /^[\w-]+$/);
  assert.ok(link.length < tab.length / 2);
  assert.strictEqual(await tabOf(link), tab);
});

test("what is no chart's link is one sentence", async () => {
  for (const link of ["", "%%%", "abc", (await linkOf("x".repeat(500))).slice(0, 6)])
    await assert.rejects(tabOf(link), /The link holds no chart/);
});
