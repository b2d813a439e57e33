// How the drums of this player's kit sound, where they were struck one by one (docs/formats/kit_sound.md): kept in this
// browser, and heard with by the workers.
import { inSchool, me } from "./school/school_server.ts";
import { keep, kept } from "./settings_store.ts";

/** Of a school's page each person has a kit's sound; else whoever plays here plays this kit. */
const whose = (): string => (inSchool ? String(me()?.person.id ?? "") : "");

/** The kit's sound as JSON; empty: none, or it is not to be heard with. */
export const usedKitSound = (): string => (kept.useKitSound ? keptKitSound() : "");
export const keptKitSound = (): string => kept.kitSounds[whose()] ?? "";

/** An empty one is forgotten. */
export function keepKitSound(sound: string): void {
  const sounds = { ...kept.kitSounds, [whose()]: sound };
  if (!sound) delete sounds[whose()];
  kept.kitSounds = sounds;
  keep();
}
