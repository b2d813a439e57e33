// The sound of the page's band: notes of a few instruments, turned to any pitch and let go as a soundfont says. It
// renders blocks in an audio thread; a note begins at the frame that it is given.

/** One recorded note, at the rate of whoever renders. */
export interface SampledNote {
  root: number; // MIDI, fractions for cents
  decay_s: number; // until it is 100 dB softer while it is held
  release_s: number; // the same once it is let go
  loop: [number, number]; // frames, from and to; of one length: none
  sound: Float32Array;
}
export interface Instrument {
  gain: number;
  notes: SampledNote[];
}
export interface SamplerPart {
  instrument: Instrument;
  level: number; // 0..1
  pan: number; // -1..1
  drums?: boolean; // its one sound is struck whatever the pitch, and rings out
}

interface Sounding {
  part: number;
  pitch: number;
  from: number; // frame of the block at which it begins; 0 once it has
  note: SampledNote;
  at: number; // in its sound
  step: number;
  left: number;
  right: number;
  fall: number; // a frame, while it is held
  letGo: number; // the same after that; 1: it is still held
  ends: number; // frame of the block at which it is let go; Infinity: not in it
}

const kMost = 64; // that sound at once: the oldest gives way
const kSilent = 1e-4;
const kVoice = 0.3; // of full scale: four loud voices and a bass stay below it
const fallOf = (seconds: number, rate: number): number => 10 ** (-5 / Math.max(1, seconds * rate));

/** Of the recorded notes the nearest one. */
export function nearest(notes: SampledNote[], pitch: number): SampledNote {
  return notes.reduce((best, note) =>
    Math.abs(note.root - pitch) < Math.abs(best.root - pitch) ? note : best,
  );
}

export class BandSampler {
  private sounding: Sounding[] = [];

  constructor(
    private readonly parts: SamplerPart[],
    private readonly rate: number,
  ) {}

  /** A note begins at that frame of the next block, or with velocity 0 ends there. */
  play(frame: number, part: number, pitch: number, velocity: number): void {
    const of = this.parts[part];
    if (!of) return;
    for (const one of this.sounding)
      if (one.part === part && one.pitch === pitch && one.ends === Infinity && !(of.drums && velocity === 0))
        one.ends = frame;
    if (velocity === 0) return;
    const note = of.drums ? of.instrument.notes[0] : nearest(of.instrument.notes, pitch);
    // A synth's level goes with the square of the velocity.
    const gain = kVoice * of.instrument.gain * of.level * (velocity / 127) ** 2;
    const turn = ((of.pan + 1) * Math.PI) / 4;
    if (this.sounding.length >= kMost) this.sounding.shift();
    this.sounding.push({
      part,
      pitch,
      from: frame,
      note,
      at: 0,
      step: of.drums ? 1 : 2 ** ((pitch - note.root) / 12),
      left: gain * Math.SQRT2 * Math.cos(turn),
      right: gain * Math.SQRT2 * Math.sin(turn),
      fall: of.drums ? 1 : fallOf(note.decay_s, this.rate),
      letGo: 1,
      ends: Infinity,
    });
  }
  /** Adds a block to both. */
  render(left: Float32Array, right: Float32Array): void {
    for (const one of this.sounding) this.add(one, left, right);
    this.sounding = this.sounding.filter(
      (one) => one.left + one.right > kSilent && one.at < one.note.sound.length - 1,
    );
    for (const one of this.sounding) one.from = 0;
  }
  private add(one: Sounding, left: Float32Array, right: Float32Array): void {
    const { sound, loop } = one.note;
    const loops = loop[1] > loop[0];
    for (let i = one.from; i < left.length; ++i) {
      if (i >= one.ends) {
        one.letGo = fallOf(one.note.release_s, this.rate);
        one.ends = Infinity;
        one.pitch = -1; // the same key may be struck again
      }
      const whole = Math.floor(one.at);
      if (whole + 1 >= sound.length) return;
      const value = sound[whole] + (one.at - whole) * (sound[whole + 1] - sound[whole]);
      left[i] += one.left * value;
      right[i] += one.right * value;
      const fall = one.fall * one.letGo;
      one.left *= fall;
      one.right *= fall;
      one.at += one.step;
      if (loops && one.letGo === 1 && one.at >= loop[1]) one.at -= loop[1] - loop[0];
    }
  }
}
