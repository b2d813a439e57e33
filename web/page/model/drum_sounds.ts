// The sound of a kit, made by arithmetic: every voice is a few falling tones and noise. One call makes one stroke as
// loud as it gets; the same numbers at every call.
import type { Voice } from "../generated/told.ts";

/** Tones fall from `hz` to `to`; noise keeps what lies above `above` Hz; times are until 1/e, in seconds. */
interface Recipe {
  seconds: number;
  tones: { hz: number; to?: number; fall?: number; decay: number; level: number }[];
  noise?: { above: number; decay: number; level: number };
}

const metal = (decay: number, level: number) =>
  [317, 465, 541, 787, 1013, 1327].map((hz) => ({ hz: 6.1 * hz, decay, level }));
const tom = (hz: number) => ({
  seconds: 0.5,
  tones: [{ hz: 1.6 * hz, to: hz, fall: 0.05, decay: 0.16, level: 0.9 }],
  noise: { above: 900, decay: 0.02, level: 0.25 },
});

const kRecipes: Record<Voice, Recipe> = {
  kick: {
    seconds: 0.4,
    tones: [{ hz: 150, to: 48, fall: 0.03, decay: 0.12, level: 1 }],
    noise: { above: 1500, decay: 0.006, level: 0.5 },
  },
  snare: {
    seconds: 0.35,
    tones: [
      { hz: 190, decay: 0.05, level: 0.5 },
      { hz: 335, decay: 0.03, level: 0.3 },
    ],
    noise: { above: 1800, decay: 0.07, level: 0.7 },
  },
  cross_stick: {
    seconds: 0.12,
    tones: [
      { hz: 820, decay: 0.012, level: 0.7 },
      { hz: 1730, decay: 0.008, level: 0.5 },
    ],
    noise: { above: 3000, decay: 0.004, level: 0.5 },
  },
  hat_closed: { seconds: 0.15, tones: metal(0.02, 0.05), noise: { above: 7000, decay: 0.022, level: 0.5 } },
  hat_open: { seconds: 0.7, tones: metal(0.18, 0.05), noise: { above: 6500, decay: 0.2, level: 0.45 } },
  hat_pedal: { seconds: 0.1, tones: metal(0.012, 0.04), noise: { above: 5000, decay: 0.012, level: 0.4 } },
  tom_high: tom(190),
  tom_mid: tom(140),
  tom_low: tom(95),
  ride: {
    seconds: 1,
    tones: [...metal(0.35, 0.05), { hz: 3350, decay: 0.05, level: 0.15 }],
    noise: { above: 6000, decay: 0.25, level: 0.12 },
  },
  ride_bell: {
    seconds: 1,
    tones: [
      { hz: 2480, decay: 0.3, level: 0.3 },
      { hz: 3720, decay: 0.25, level: 0.2 },
      { hz: 5260, decay: 0.2, level: 0.12 },
    ],
    noise: { above: 7000, decay: 0.03, level: 0.15 },
  },
  crash: { seconds: 1.4, tones: metal(0.5, 0.05), noise: { above: 3500, decay: 0.4, level: 0.45 } },
  pad: {
    seconds: 0.12,
    tones: [{ hz: 420, decay: 0.018, level: 0.8 }],
    noise: { above: 2000, decay: 0.006, level: 0.4 },
  },
};
export const voices = Object.keys(kRecipes) as Voice[];

/** One stroke of a voice, with its peak at 0.8. */
export function drumSound(voice: Voice, rate: number): Float32Array<ArrayBuffer> {
  const { seconds, tones, noise } = kRecipes[voice];
  const sound = new Float32Array(Math.round(seconds * rate));
  for (const { hz, to = hz, fall = 1, decay, level } of tones) {
    let phase = 0;
    for (let i = 0; i < sound.length; ++i) {
      const t = i / rate;
      sound[i] += level * Math.exp(-t / decay) * Math.sin(phase);
      phase += (2 * Math.PI * (to + (hz - to) * Math.exp(-t / fall))) / rate;
    }
  }
  if (noise) {
    // One pole takes away what lies below.
    const keep = Math.exp((-2 * Math.PI * Math.min(noise.above, 0.45 * rate)) / rate);
    let state = 1;
    let low = 0;
    for (let i = 0; i < sound.length; ++i) {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      const white = state / 0x3fffffff - 1;
      low = keep * low + (1 - keep) * white;
      sound[i] += noise.level * Math.exp(-i / rate / noise.decay) * (white - low);
    }
  }
  const end = Math.min(sound.length, Math.round(0.005 * rate)); // to silence
  for (let i = 0; i < end; ++i) sound[sound.length - 1 - i] *= i / end;
  const peak = sound.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9);
  return sound.map((x) => (0.8 * x) / peak);
}
