import assert from "node:assert";
import { test } from "node:test";
import { playerOf } from "./own_key.ts";

const kDigits = "00112233445566778899aabbccddeeff";

test("a player's own key names the player, the server's nobody", () => {
  assert.strictEqual(playerOf(`${kDigits}.416461`), "Ada");
  assert.strictEqual(playerOf(`${kDigits}.5a6fc3ab`), "Zoë");
  for (const key of [
    "",
    kDigits,
    `${kDigits}.`,
    `${kDigits}.4`,
    `${kDigits}.4x`,
    `${kDigits.slice(1)}.416461`,
  ])
    assert.strictEqual(playerOf(key), undefined, key);
});
