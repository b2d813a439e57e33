// What the scripts share that kill servers and damage files: draws from a seed, and a recording to send.

/** Draws numbers from 0 up to 1, the same for the same seed. */
export function draws(seed) {
  let state = Number(seed) >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

/** A wav file of that many seconds, 44.1 kHz and one channel: two clicks of noise a second. */
export function clicks(seconds, chance) {
  const count = 44100 * seconds;
  const bytes = Buffer.alloc(44 + 2 * count);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 2 * count, 4);
  bytes.write("WAVEfmt ", 8);
  for (const [at, value] of [
    [16, 16],
    [24, 44100],
    [28, 88200],
  ])
    bytes.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ])
    bytes.writeUInt16LE(value, at);
  bytes.write("data", 36);
  bytes.writeUInt32LE(2 * count, 40);
  for (let i = 0; i < count; ++i)
    bytes.writeInt16LE(Math.round(20000 * (chance() - 0.5) * Math.exp(-(i % 22050) / 900)), 44 + 2 * i);
  return bytes;
}
