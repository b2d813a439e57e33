import assert from "node:assert";
import { test } from "node:test";
import { kHeaderBytes, ownRate, packed, unpacked, wavHeader } from "./own_wav.ts";

test("what was packed in 24 bits comes back, and what is too loud is cut", () => {
  const sound = new Float32Array([0, 0.5, -0.5, 1 / 8388608, -1, 1.5]);
  const back = unpacked(packed(sound));
  assert.deepStrictEqual([...back], [0, 0.5, -0.5, 1 / 8388608, -1, 8388607 / 8388608]);
});

test("frames are packed as the server reads them: the lowest byte first", () => {
  assert.deepStrictEqual(
    [...packed(new Float32Array([0, 1, -1, 1 / 8388608]))],
    [0, 0, 0, 255, 255, 127, 0, 0, 128, 1, 0, 0],
  );
});

test("its own wav is known by its header, and no other one", () => {
  const header = wavHeader(44100, 300);
  assert.strictEqual(header.length, kHeaderBytes);
  assert.strictEqual(ownRate(header), 44100);
  for (const [place, byte] of [
    [0, 0x46], // no RIFF
    [22, 2], // two channels
    [34, 16], // 16 bits
    [36, 0x4c], // a list before the sound
  ]) {
    const other = header.slice();
    other[place] = byte;
    assert.strictEqual(ownRate(other), 0, String(place));
  }
  assert.strictEqual(ownRate(header.subarray(0, 20)), 0);
});
