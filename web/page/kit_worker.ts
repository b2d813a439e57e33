// A kit that is struck drum by drum is followed and learnt here, in a worker that lives as long as Setup needs it.
import { Refusal } from "./engine.ts";
import type { KitSoundLearnt, KitSoundShown, Strikes } from "./generated/told.ts";
import { kitModule, striking, type KitEngine } from "./kit_engine.ts";
import { decode, encode, parse, wordsOf } from "./text.ts";

/** What it is asked: to begin by settings, to hear the next frames, to leave the drum out, to end, to read a file. */
export type KitAsked =
  { open: Uint8Array } | { sound: Float32Array } | { skip: true } | { close: true } | { show: string };
/** What it tells, or one line for the player. */
export type KitTold =
  { told: Strikes } | { learnt: KitSoundLearnt } | { shown: KitSoundShown } | { refused: string };

const kAtATime = 65536; // frames

let loading: Promise<KitEngine> | undefined;
const engine = (): Promise<KitEngine> =>
  (loading ??= striking().catch((error: unknown) => {
    loading = undefined;
    throw error;
  }));

async function answer(asked: KitAsked): Promise<KitTold | undefined> {
  const at = await engine();
  const { door } = at;
  if ("open" in asked) {
    at.put(asked.open);
    return { told: parse<Strikes>(at.told(door.strikes_open())) };
  }
  if ("show" in asked) {
    at.put(encode(asked.show));
    return { shown: parse<KitSoundShown>(at.told(door.kit_sound())) };
  }
  if ("close" in asked) return { learnt: parse<KitSoundLearnt>(at.told(door.strikes_close())) };
  if ("skip" in asked) {
    door.strikes_skip();
  } else {
    for (let from = 0; from < asked.sound.length; from += kAtATime) {
      at.putFloats(asked.sound.subarray(from, from + kAtATime));
      door.strikes_sound();
    }
  }
  return { told: parse<Strikes>(at.told(door.strikes_told())) };
}

void kitModule().catch(() => undefined); // what is asked first says why
let before = Promise.resolve();
onmessage = ({ data }: MessageEvent<KitAsked>) => {
  before = before.then(async () => {
    try {
      postMessage(await answer(data));
    } catch (error) {
      const refused = error instanceof Refusal ? decode(error.bytes) : wordsOf(error);
      postMessage({ refused } satisfies KitTold);
    }
  });
};
