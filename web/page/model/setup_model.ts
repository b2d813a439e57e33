// Setup without its picture: the microphone's level and noise floor, the e-kit's pads.
import type { Choices, RoundTrip } from "../generated/told.ts";
import { dbText } from "./numbers.ts";

const kParts = 100; // of 50 ms each: what the floor is looked for in

/** What the meter says, a part of 50 ms after the other. */
export class Level {
  private readonly powers: number[] = [];

  hear(peak: number, power: number): { peakDb: number; peak: string; floor: string } {
    this.powers.push(power);
    if (this.powers.length > kParts) this.powers.shift();
    // The noise floor: the tenth of the last five seconds that was quietest.
    const sorted = [...this.powers].sort((a, b) => a - b);
    return {
      peakDb: 20 * Math.log10(Math.max(1e-5, peak)),
      peak: dbText(peak * peak),
      floor: dbText(sorted[Math.floor(sorted.length / 10)]),
    };
  }
}

/** The kit's pads: each drum of General MIDI with the notes that this kit sends for it. */
export class Pads {
  private waiting = -1; // index of the drum whose pad is to be hit
  private voices: Record<number, string> = {}; // of the chosen profile, by note

  constructor(
    private readonly drums: Choices["drums"],
    private readonly map: Record<number, number>,
  ) {}

  /** The profile that reads the notes: JSON as the engine writes it (docs/formats/kit.md). */
  read(profile: string): void {
    const { notes } = JSON.parse(profile) as { notes: { note: number; voice: string }[] };
    this.voices = Object.fromEntries(notes.map(({ note, voice }) => [note, voice]));
  }

  /** The next stroke is this drum; once more: it is not. */
  choose(index: number): void {
    this.waiting = this.waiting === index ? -1 : index;
  }
  /** A stroke of that note. Returns what is said of it. */
  hit(raw: number, velocity: number): string {
    if (this.waiting >= 0) {
      const drum = this.drums[this.waiting];
      this.map[raw] = drum.note;
      this.waiting = -1;
      return `Note ${raw} is ${drum.name.toLowerCase()}.`;
    }
    const mapped = this.map[raw];
    const name =
      this.drums.find(({ note, voice }) =>
        mapped === undefined ? voice === this.voices[raw] : note === mapped,
      )?.name ?? "outside this kit";
    return `Note ${raw}, velocity ${velocity}: ${name.toLowerCase()}.`;
  }
  rows(): { name: string; waiting: boolean; text: string }[] {
    return this.drums.map(({ note, name }, index) => {
      const waiting = index === this.waiting;
      const notes = Object.keys(this.map).filter((raw) => this.map[Number(raw)] === note);
      const text = waiting
        ? "hit it now"
        : notes.length > 0
          ? `note ${notes.join(", ")}`
          : "as the profile says";
      return { name, waiting, text };
    });
  }
}

const kEnough = 12; // strokes of a pad: half of them soft, half hard

/** Strokes from which a profile is learnt. */
export class Learning {
  private readonly strokes: { ms: number; note: number; velocity: number }[] = [];

  hit(ms: number, note: number, velocity: number): void {
    this.strokes.push({ ms, note, velocity });
  }
  /** A line a note. */
  rows(): string[] {
    const notes = [...new Set(this.strokes.map(({ note }) => note))].sort((a, b) => a - b);
    return notes.map((note) => {
      const velocities = this.strokes
        .filter((stroke) => stroke.note === note)
        .map(({ velocity }) => velocity);
      const more = kEnough - velocities.length;
      return (
        `Note ${note}: ${velocities.length} ${velocities.length === 1 ? "stroke" : "strokes"}, velocity ${Math.min(...velocities)} to ` +
        `${Math.max(...velocities)}${more > 0 ? `; ${more} more` : ""}`
      );
    });
  }
  /** What the engine's kit_learn takes: `settings`, an empty line, a stroke a line. */
  text(settings: Record<string, string>): string {
    const first = Math.min(...this.strokes.map(({ ms }) => ms));
    const strokes = [...this.strokes].sort((a, b) => a.ms - b.ms);
    return (
      Object.entries(settings)
        .map(([key, value]) => `${key} ${value.replace(/[\r\n]/g, " ")}\n`)
        .join("") +
      "\n" +
      strokes.map(({ ms, note, velocity }) => `${(ms - first).toFixed(3)} ${note} ${velocity}\n`).join("")
    );
  }
}

/** The round trips that were measured, each under what it belongs to. */
export const tripRows = (trips: Record<string, RoundTrip>): { key: string; text: string }[] =>
  Object.entries(trips).map(([key, { ms, low_ms, high_ms }]) => ({
    key,
    text: `${key} Hz: ${ms.toFixed(1)} ms (${low_ms.toFixed(1)} to ${high_ms.toFixed(1)})`,
  }));
