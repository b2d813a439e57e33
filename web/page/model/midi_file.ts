// Strokes as a MIDI file: what the engine hears of an e-kit whose page was closed while somebody played.
const kDivision = 25_000; // ticks a quarter, which lasts a second: 40 us each
const kTempo = [0xff, 0x51, 3, 0x0f, 0x42, 0x40]; // 1,000,000 us a quarter
const kChannel = 9; // the drums'

const bytesOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, k) => (value >> (8 * (count - 1 - k))) & 0xff);
/** A length of time as MIDI files write it: seven bits a byte. */
function sevenBits(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** Rows are a stroke's frame, note and velocity, in any order; a note ends a tick after it began. */
export function midiFile(strokes: number[][], rate: number): Uint8Array<ArrayBuffer> {
  const track = [0, ...kTempo];
  let now = 0;
  for (const [frame, note, velocity] of [...strokes].sort((a, b) => a[0] - b[0])) {
    const at = Math.max(now, Math.round((frame / rate) * kDivision));
    track.push(...sevenBits(at - now), 0x90 | kChannel, note & 0x7f, velocity & 0x7f);
    track.push(1, 0x80 | kChannel, note & 0x7f, 0);
    now = at + 1;
  }
  track.push(0, 0xff, 0x2f, 0);
  const text = (word: string) => [...word].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from([
    ...text("MThd"),
    ...bytesOf(6, 4),
    ...bytesOf(0, 2),
    ...bytesOf(1, 2),
    ...bytesOf(kDivision, 2),
    ...text("MTrk"),
    ...bytesOf(track.length, 4),
    ...track,
  ]);
}
