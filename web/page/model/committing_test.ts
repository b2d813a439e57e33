import assert from "node:assert";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { Committing } from "./committing.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const sha = (text: string) => createHash("sha256").update(text).digest("hex");

test("a bar is committed when its line has passed, with all that came since the one before", async () => {
  const committing = new Committing([1000, 2000, 3000]);
  committing.add(bytes("a"));
  assert.deepStrictEqual(committing.passed(999), []);
  const [first] = await Promise.all(committing.passed(1000));
  assert.deepStrictEqual(first, { bar: 0, bytes: 1, hash: sha("0".repeat(64) + "a") });
  committing.add(bytes("bc"));
  committing.add(bytes("d"));
  const [second, third] = await Promise.all(committing.passed(3001));
  assert.deepStrictEqual(second, { bar: 1, bytes: 3, hash: sha(`${first.hash}bcd`) });
  assert.deepStrictEqual(third, { bar: 2, bytes: 0, hash: sha(second.hash) });
  assert.deepStrictEqual(committing.passed(9999), []);
  committing.add(bytes("e"));
  assert.strictEqual((await committing.commit()).hash, sha(`${third.hash}e`));
  assert.deepStrictEqual(committing.recorded, bytes("abcde"));
  assert.strictEqual(committing.bars, 2);
});
