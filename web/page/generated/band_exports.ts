// Generated from web/band_exports.h by web/tools/generate.mjs: change that, then npm run generate.

/** A place in the module's memory. */
export type Address = number;

export interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  /** Where `size` bytes may be written for the next call, which takes all of them. */
  room(size: number): Address;
  /** What the last call told or refused. */
  text(): Address;
  /** The room's bytes are the live ear's weights (data/weights/ear-*.weights): a band that hears sound is
   * refused without them. Tells nothing; refuses what is not as long. */
  ear_weights(): number;
  /** Tells built-in songs, styles and the ranges of the settings [BandChoices]. */
  choices(): number;
  /** The built-in song that the room names becomes the open one. Tells it [BandSong]. */
  song_builtin(): number;
  /** Song `number` (from 1) of a file becomes the open one: the room holds the file's name, of `name_size`
   * bytes, and then its bytes. Tells it [BandSong]. */
  song_open(nameSize: number, number: number): number;
  /** Opens a band over the open song by the settings in the room (parse_band_settings names the keys). Tells its
   * plan [BandPlan]. */
  band_open(): number;
  /** Where a block's sound is written: 4096 floats, which never move within the memory. */
  band_in(): Address;
  /** Goes on by a block of at most 4096 frames. Returns how many notes begin or end in it; -1: no band is open. */
  band_block(frames: number): number;
  /** The notes of the last block, four numbers each: the frame of the band's own count, the part, the pitch
   * (MIDI), the velocity, which is 0 where the note ends. */
  band_notes(): Address;
  /** A note of an e-kit at a frame of the band's own count, one that is over or one to come. Numbers and
   * velocities outside 0..127 are left out. */
  band_note(frame: number, number: number, velocity: number): void;
  /** A solo is over at the next bar line; or one is wanted from there on. */
  band_cue(): void;
  band_ask_solo(): void;
  /** What of the band's MIDI clock lies in the last block, where its settings ask for it: how many messages
   * there are, and five numbers each: the frame of the band's own count, how many bytes, and the three that
   * there may be. */
  band_clock_count(): number;
  band_clock(): Address;
  /** Tells where the band is [BandNews]. */
  band_news(): number;
  /** Ends the band. Tells what is said of it [BandTold]. */
  band_close(): number;
  /** Tells the take of the band that was closed last [take.schema.json], and the page of it (HTML); both are
   * refused where no stroke was heard. */
  band_take(): number;
  band_html(): number;
}
