// Generated from web/exports.h by web/tools/generate.mjs: change that, then npm run generate.

/** A place in the module's memory. */
export type Address = number;

export interface Exports {
  memory: WebAssembly.Memory;
  _initialize(): void;
  /** Where `size` bytes may be written for the next call, which takes all of them. */
  room(size: number): Address;
  /** What the last call told or refused. */
  text(): Address;
  /** The room's bytes are the ear's weights (data/weights/ear-*.weights). They are no part of the module, and
   * whatever listens to sound is refused without them. Tells nothing; refuses what is not as long. */
  ear_weights(): number;
  /** The same of the ear that knows what comes after a stroke (data/weights/file-ear-*.weights): it hears
   * recordings, and drills again. */
  file_ear_weights(): number;
  /** The ear hears so many seconds of the first fixed take, again and again, in blocks of 128 frames; the caller
   * holds the watch. Returns the number of strokes heard; -1: there is no ear. */
  ear_speed(seconds: number): number;
  /** The first fixed take. Returns the number of its frames, which stand at fixed_sound(); text() is its chart
   * as drum tab, NUL-terminated. */
  fixed_take(): number;
  fixed_sound(): Address;
  /** Tells it [Choices]. */
  choices(): number;
  /** Tells what a click is called that sounds for `on` bars and is silent for `off`. */
  gap_told(on: number, off: number): number;
  /** Tells what lies between click and microphone [SoundTold], by the settings in the room (page_sound_json
   * names the keys). */
  sound_told(): number;
  /** What a kit's pads make by themselves, learnt from strokes: the room holds settings and strokes as
   * kit_learnt_json takes them. Tells the profile [KitLearnt]. */
  kit_learn(): number;
  /** Tells the kit profile that the room holds or names (a built-in one) as firstchair writes it
   * (docs/formats/kit.md); refuses what is none. */
  kit_profile(): number;
  /** The room's bytes, drum tab or MIDI, become the open chart. Tells its facts [ChartFacts]. */
  chart_open(): number;
  /** Tells the open chart as SVG, `width` pixels wide, every text escaped. */
  chart_notation(width: number): number;
  /** Tells the open chart as a file: 0 drum tab, 1 MIDI, 2 MusicXML. */
  chart_write(format: number): number;
  /** Tells what the open chart sounds like at so many quarters a minute; 0: its own [ChartSounds]. */
  chart_sounds(bpm: number): number;
  /** Tells the drum tab of the built-in chart whose name the room holds. */
  chart_builtin(): number;
  /** The open chart keeps the notes of the lines whose ids the room holds, with blanks between them. Tells its
   * facts [ChartFacts]. */
  chart_lines(): number;
  /** Tells the grids that the open chart can be set on; none where it was written and not performed [Grids]. */
  chart_grids(): number;
  /** The open chart is set on the grid of that number. Tells its facts [ChartFacts]. */
  chart_on_grid(grid: number): number;
  /** Tells the room's chart for a player who leads with the left: its stickings changed over, as drum tab; as it
   * is where it has none. */
  chart_mirrored(): number;
  /** One of the player's own charts, for takes that are not of the open one: the room holds its name and then
   * its bytes, drum tab or MIDI. The first twenty count, of charts that explain as much the first. */
  chart_own(nameSize: number): void;
  /** Tells the built-in charts [Builtins]. */
  charts(): number;
  /** Opens a drill over the open chart by the settings in the room (parse_drill_settings names the keys). Tells
   * its plan [Plan]. */
  drill_open(): number;
  /** Where a block's frames are written, and where its clicks stand afterwards: 4096 floats each, which never
   * move within the memory. */
  drill_in(): Address;
  drill_out(): Address;
  /** Hears one block of at most 4096 frames and makes its clicks. Returns 1: drill_news() has something to tell,
   * 0: it has not, -1: no drill is open. */
  drill_block(frames: number): number;
  /** A stroke of an e-kit at a frame of the drill's own count. Numbers outside the kit and velocities outside 1
   * to 127 are left out. */
  drill_note(frame: number, number: number, velocity: number): void;
  /** Tells what is new since the last call [News]; without a drill nothing. */
  drill_news(): number;
  /** Ends the drill. Tells the take (docs/formats/take.schema.json). */
  drill_close(): number;
  /** Tells that the drill which was closed last was broken off, and so does not count; else nothing. */
  drill_broken_off(): number;
  /** Tells every bar that a drill over the open chart would play by the settings in the room, as SVG, `width`
   * pixels wide; a note's id is "n" and the index that the news name. Refuses a drill of too many notes. */
  drill_notation(width: number): number;
  /** Tells the take that was closed last, a drill or the same heard again, line by line in sentences
   * [Explained]. */
  take_explained(): number;
  /** Tells the drill that obeys the order of the take which was closed last [Doing]; nothing where there is
   * none. */
  drill_doing(): number;
  /** Begins to hear the sound of a drill over the open chart again, by its settings in the room, with the file
   * ear. Tells nothing. */
  again_open(): number;
  /** Hears the floats that the room holds, from the drill's frame 0 on. Call it over and over. */
  again_sound(): void;
  /** Ends it. The room holds the strokes that were told live, a line "frame voice" each. Tells the take
   * (docs/formats/take.schema.json), whose order drill_doing() tells from now on; refuses one without a stroke. */
  again_close(): number;
  /** Tells in one line where the two ears differ; nothing before again_close(). */
  again_told(): number;
  /** Opens a search over the open chart by the settings in the room (parse_limit_settings names the keys). Tells
   * where it stands [LimitTold]. */
  limit_open(): number;
  /** Opens the excerpt that comes next as a drill. The settings in the room are a drill's, of which bars and
   * tempo are the search's. Tells its plan [Plan]. */
  limit_drill(): number;
  /** Ends that drill. Tells the take (docs/formats/take.schema.json), which counts if it was played to its end
   * and the player did not leave it. */
  limit_close(): number;
  /** The last take as if it had not been played. Returns 0: there is none. */
  limit_discard(): number;
  /** Tells where the search stands [LimitTold]. */
  limit_told(): number;
  /** Begins to hear a recording by the settings in the room (parse_hear_settings names the keys), where
   * `with_chart` is not 0 over the open chart. Tells nothing. */
  hear_open(withChart: number): number;
  /** Hears the floats that the room holds. Call it over and over. */
  hear_sound(): void;
  /** Ends it. Tells the take (docs/formats/take.schema.json); refuses one without a stroke. */
  hear_close(): number;
  /** Hears a MIDI file at once: the room holds settings of `settings_size` bytes, then the file. Tells the take. */
  hear_midi(settingsSize: number, withChart: number): number;
  /** Tells the page of the take that was closed last, as HTML. */
  take_html(): number;
  /** Makes the pulses to play, at `rate` frames a second and `level_db` under full scale. Returns the number of
   * their frames, which stand at loopback_sound(). */
  loopback_open(rate: number, levelDb: number): number;
  loopback_sound(): Address;
  /** The number of frames to record from the first pulse's frame 0 on. */
  loopback_listen(): number;
  /** The room holds those frames as floats. Tells the round trip [RoundTrip]. */
  loopback_measure(): number;
  /** Tells the round trip over everything measured since the last such call, an opening of the sound each
   * [RoundTrip]: its interval holds the next opening. */
  loopback_join(): number;
  /** Makes the click that a player taps to on an e-kit, at `rate` frames a second and `level_db` under full
   * scale. Returns the number of its frames, which stand at tap_sound(); a negative result is a refusal. */
  tap_open(rate: number, levelDb: number): number;
  tap_sound(): Address;
  /** The click that a tap at that frame is nearest to, 1 to 16; 0: it is of the count-in. */
  tap_click(frame: number): number;
  /** The room holds the frames of the taps as floats, counted from the click's frame 0. Tells what stands for
   * the round trip of that e-kit [RoundTrip]: `frames` is negative where the taps are early. */
  tap_measure(): number;
}
