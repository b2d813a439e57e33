// Generated from web/kit_exports.h by web/tools/generate.mjs: change that, then npm run generate.

/** A place in the module's memory. */
export type Address = number;

export interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  /** Begins to follow somebody who strikes a kit, or a recording of it, by the settings in the room (PageStrikes
   * names the keys). It needs both ears' weights. Tells where it stands [Strikes]. */
  strikes_open(): number;
  /** Hears the floats that the room holds. Call it over and over; where a drum is learnt it takes a while. */
  strikes_sound(): void;
  /** Leaves out the drum that is struck now. */
  strikes_skip(): void;
  /** Tells where it stands, and what is new since the last call [Strikes]. */
  strikes_told(): number;
  /** Ends it. Tells what was learnt [KitSoundLearnt]. */
  strikes_close(): number;
  /** The kit's sound that the room holds (docs/formats/kit_sound.md) is the one that hear_open() and
   * again_open() hear with from now on. Tells it [KitSoundShown]; refuses what is none, or was made for another
   * ear. */
  kit_sound(): number;
}
