// The sound of a take as this page writes it: a wav of one channel, 24 bits.
export const kHeaderBytes = 44;

export function wavHeader(rate: number, bytes: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(kHeaderBytes));
  const text = (at: number, word: string) =>
    [...word].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + bytes, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 3, true);
  view.setUint16(32, 3, true);
  view.setUint16(34, 24, true);
  text(36, "data");
  view.setUint32(40, bytes, true);
  return new Uint8Array(view.buffer);
}

export function packed(sound: Float32Array): Uint8Array {
  const bytes = new Uint8Array(sound.length * 3);
  for (let i = 0; i < sound.length; ++i) {
    const value = Math.max(-8388608, Math.min(8388607, Math.round(sound[i] * 8388608)));
    bytes[3 * i] = value & 255;
    bytes[3 * i + 1] = (value >> 8) & 255;
    bytes[3 * i + 2] = (value >> 16) & 255;
  }
  return bytes;
}

export function unpacked(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const sound = new Float32Array(Math.floor(bytes.length / 3));
  for (let i = 0; i < sound.length; ++i)
    sound[i] = (((bytes[3 * i] << 8) | (bytes[3 * i + 1] << 16) | (bytes[3 * i + 2] << 24)) >> 8) / 8388608;
  return sound;
}

/** Of a file's first bytes: the rate, where it is such a wav; else 0. */
export function ownRate(bytes: Uint8Array): number {
  if (bytes.length < kHeaderBytes) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, kHeaderBytes);
  const rate = view.getUint32(24, true);
  const length = view.getUint32(40, true);
  const same = wavHeader(rate, length).every((byte, i) => byte === bytes[i]);
  return same ? rate : 0;
}
