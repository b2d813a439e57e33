// An acoustic kit that is struck drum by drum, without its picture: the drums that are chosen, and what is kept.
import type { Choices } from "../generated/told.ts";

type Drum = Choices["drums"][number]["voice"];

// The drums of a kit of eight; who has others chooses them.
const kUsual: Drum[] = ["kick", "snare", "hat_closed", "hat_open", "tom_high", "tom_low", "ride", "crash"];

interface KitSound {
  id: string;
  drums: { voice: Drum; strokes: number }[];
}
const read = (sound: string): KitSound | undefined => (sound ? (JSON.parse(sound) as KitSound) : undefined);

/** A drum's name as the engine's lines have it. */
export const drumName = (voice: string): string => voice.replaceAll("_", " ");

/** Those of the kit that is kept, else the usual ones. */
export const firstStruck = (sound: string): Drum[] => read(sound)?.drums.map(({ voice }) => voice) ?? kUsual;

/** What is kept; nothing: there is none. */
export function struckText(sound: string): { id: string; text: string } | undefined {
  const kit = read(sound);
  if (!kit) return undefined;
  const drums = kit.drums.map(({ voice }) => drumName(voice)).join(", ");
  return { id: kit.id, text: `${kit.id}: ${drums}.` };
}

/** The drums that are to be struck, in the order in which they stand. */
export class Striking {
  private readonly chosen: Set<Drum>;

  constructor(
    private readonly all: Drum[],
    first: Drum[],
  ) {
    this.chosen = new Set(first);
  }
  choose(voice: Drum, chosen: boolean): void {
    if (chosen) this.chosen.add(voice);
    else this.chosen.delete(voice);
  }
  rows(): { voice: Drum; name: string; chosen: boolean }[] {
    return this.all.map((voice) => {
      const name = drumName(voice);
      return { voice, name: name[0].toUpperCase() + name.slice(1), chosen: this.chosen.has(voice) };
    });
  }
  /** As the engine takes them. */
  ids(): string {
    return this.all.filter((voice) => this.chosen.has(voice)).join(" ");
  }
}
