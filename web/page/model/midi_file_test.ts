import assert from "node:assert";
import { test } from "node:test";
import { midiFile } from "./midi_file.ts";

test("a stroke stands at its time, by 40 microseconds, with its note and velocity", () => {
  const file = [
    ...midiFile(
      [
        [48000, 38, 90],
        [24000, 36, 100],
      ],
      48000,
    ),
  ];
  assert.strictEqual(String.fromCharCode(...file.slice(0, 4)), "MThd");
  assert.deepStrictEqual(file.slice(4, 14), [0, 0, 0, 6, 0, 0, 0, 1, 0x61, 0xa8]);
  const track = file.slice(22);
  assert.strictEqual(
    file.slice(18, 22).reduce((sum, byte) => 256 * sum + byte, 0),
    track.length,
  );
  // The tempo; half a second is 12,500 ticks; the second stroke comes another 12,500 after the first one began.
  assert.deepStrictEqual(track.slice(0, 7), [0, 0xff, 0x51, 3, 0x0f, 0x42, 0x40]);
  assert.deepStrictEqual(track.slice(7, 16), [0xe1, 0x54, 0x99, 36, 100, 1, 0x89, 36, 0]);
  assert.deepStrictEqual(track.slice(16, 25), [0xe1, 0x53, 0x99, 38, 90, 1, 0x89, 38, 0]);
  assert.deepStrictEqual(track.slice(25), [0, 0xff, 0x2f, 0]);
});
