// Takes that are made by arithmetic: the same words give the same bytes.

/** A wav of short strokes (noise over a falling tone) at those seconds, 16 bits, 48 kHz. */
export function strokesWav(times, seconds) {
  const rate = 48000;
  const sound = new Float32Array(Math.round(seconds * rate));
  let state = 1;
  const noise = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) / 0x3fffffff - 1;
  for (let i = 0; i < sound.length; ++i) sound[i] = 1e-4 * noise();
  for (const time of times) {
    const start = Math.round(time * rate);
    for (let i = 0; i < 0.2 * rate && start + i < sound.length; ++i) {
      const t = i / rate;
      sound[start + i] += 0.5 * Math.exp(-t / 0.03) * (0.6 * noise() + 0.6 * Math.sin(2 * Math.PI * 190 * t));
    }
  }
  return wavOf(sound, rate);
}
function wavOf(sound, rate) {
  const bytes = Buffer.alloc(44 + 2 * sound.length);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + 2 * sound.length, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(2 * rate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(2 * sound.length, 40);
  sound.forEach((x, i) => bytes.writeInt16LE(Math.round(32767 * Math.max(-1, Math.min(1, x))), 44 + 2 * i));
  return bytes;
}

/** A wav of drums [seconds, "kick" or "hat_closed"] as engine/ear/synthetic_strokes.h makes them, 16 bits, 48 kHz. */
export function drumsWav(strokes, seconds) {
  const rate = 48000;
  const sound = new Float32Array(Math.round(seconds * rate));
  let seed = 9;
  const noiseOf = (first) => {
    let state = first;
    return () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) / 8388608 - 1;
    };
  };
  const still = noiseOf(seed);
  for (let i = 0; i < sound.length; ++i) sound[i] = 1e-3 * still();
  const bright = 1 - Math.exp((-2 * Math.PI * 7000) / rate);
  for (const [time, voice, gain = 0.4] of strokes) {
    const noise = noiseOf(++seed);
    let [low, lower] = [0, 0];
    const first = Math.ceil(time * rate);
    for (let i = 0; i < rate && first + i < sound.length; ++i) {
      const t = i / rate;
      const white = noise();
      low += bright * (white - low);
      lower += bright * (low - lower);
      const tone = Math.sin(2 * Math.PI * (55 * t + 0.8 * (1 - Math.exp(-t / 0.02))));
      sound[first + i] +=
        gain *
        (voice === "kick"
          ? 0.3 * white * Math.exp(-t / 0.002) + tone * Math.exp(-t / 0.12)
          : (white - 2 * low + lower) * Math.exp(-t / 0.025));
    }
  }
  return wavOf(sound, rate);
}

/** Such a wav as the first of two channels, of which the other is it upside down. */
export function oppositesWav(wav) {
  const samples = wav.subarray(44);
  const bytes = Buffer.concat([wav.subarray(0, 44), Buffer.alloc(2 * samples.length)]);
  bytes.writeUInt32LE(36 + 2 * samples.length, 4);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(2 * wav.readUInt32LE(28), 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (let at = 0; at < samples.length; at += 2) {
    const sample = Math.max(-32767, samples.readInt16LE(at));
    bytes.writeInt16LE(sample, 44 + 2 * at);
    bytes.writeInt16LE(-sample, 46 + 2 * at);
  }
  return bytes;
}

/** Standard normal numbers, one a call; a seed gives the same ones. */
export function normals(seed) {
  let state = seed;
  const chance = () => ((state = (state * 1103515245 + 12345) & 0x7fffffff) + 1) / 0x80000001;
  return () => Math.sqrt(-2 * Math.log(chance())) * Math.cos(2 * Math.PI * chance());
}

/** A MIDI file of an e-kit: strokes [ms, note], spread so, in ms (SD); a seed gives the same ones. */
function spreadMidi(strokes, spread, seed) {
  const normal = normals(seed);
  const struck = strokes.map(([ms, note]) => [ms + spread * normal(), note]).sort((a, b) => a[0] - b[0]);
  const varint = (value) =>
    value < 128 ? [value] : [...varint(value >> 7).map((byte) => byte | 128), value & 127];
  let last = 0;
  const events = struck.flatMap(([ms, note]) => {
    const tick = Math.round(ms * 60); // 30,000 a quarter at 120 a minute
    const delta = tick - last;
    last = tick;
    return [...varint(delta), 0x99, note, 100];
  });
  events.push(0, 0xff, 0x2f, 0);
  const head = Buffer.from("MThd\0\0\0\x06\0\0\0\x01\x75\x30MTrk\0\0\0\0", "latin1");
  head.writeUInt32BE(events.length, head.length - 4);
  return Buffer.concat([head, Buffer.from(events)]);
}
/** That many sixteenths of a snare. */
export const sixteenthsMidi = (strokes, bpm, spread, seed) =>
  spreadMidi(
    Array.from({ length: strokes }, (_, i) => [500 + (15000 / bpm) * i, 38]),
    spread,
    seed,
  );
/** That many bars of rock eighths: hats, kick on 1 and 3 and the & of 3, snare on 2 and 4. */
export const grooveMidi = (bars, bpm, spread, seed) =>
  spreadMidi(
    Array.from({ length: 8 * bars }, (_, i) => {
      const ms = 500 + (30000 / bpm) * i;
      const other = { 0: 36, 2: 38, 4: 36, 5: 36, 6: 38 }[i % 8];
      return [[ms, 42], ...(other ? [[ms, other]] : [])];
    }).flat(),
    spread,
    seed,
  );
