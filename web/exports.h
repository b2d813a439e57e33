/* What the WebAssembly module offers to JavaScript: plain C. The page's signatures are generated from this
 * file (web/tools/generate.mjs), and exports.cpp, which includes it, must define what it declares.
 *
 * A function firstchair_NAME is exported as NAME. The module imports nothing; call _initialize() once, first.
 * Nothing here waits or reads a clock. Everything belongs to one thread; a page makes one instance a thread.
 *
 * Bytes go in through room(): ask for so many, write them there, call. A function that "tells" returns how
 * many bytes of UTF-8 stand at text(). A negative result -n is a refusal: the n bytes at text() are one line
 * for the player. text(), room() and every other pointer but those of the drill's block hold until the next
 * call, which may also move the memory: make views anew. JSON is described by docs/formats/page.schema.json,
 * under the name in brackets.
 *
 * "Settings" are lines of "key value". A key that the function does not know and a value outside its range
 * are refused, so that no wish is silently dropped.
 */
#ifndef FIRSTCHAIR_WEB_EXPORTS_H
#define FIRSTCHAIR_WEB_EXPORTS_H

#include <stdint.h>

#ifdef __wasm__
#define FIRSTCHAIR_EXPORT(name) __attribute__((export_name(#name)))
#else
#define FIRSTCHAIR_EXPORT(name)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* --- bytes in and out */

/* Where `size` bytes may be written for the next call, which takes all of them. */
FIRSTCHAIR_EXPORT(room) uint8_t* firstchair_room(int size);
/* What the last call told or refused. */
FIRSTCHAIR_EXPORT(text) const char* firstchair_text(void);

/* --- the ear */

/* The room's bytes are the ear's weights (data/weights/ear-*.weights). They are no part of the module, and
 * whatever listens to sound is refused without them. Tells nothing; refuses what is not as long. */
FIRSTCHAIR_EXPORT(ear_weights) int firstchair_ear_weights(void);
/* The same of the ear that knows what comes after a stroke (data/weights/file-ear-*.weights): it hears
 * recordings, and drills again. */
FIRSTCHAIR_EXPORT(file_ear_weights) int firstchair_file_ear_weights(void);

/* --- for tests */

/* The ear hears so many seconds of the first fixed take, again and again, in blocks of 128 frames; the caller
 * holds the watch. Returns the number of strokes heard; -1: there is no ear. */
FIRSTCHAIR_EXPORT(ear_speed) int firstchair_ear_speed(double seconds);
/* The first fixed take. Returns the number of its frames, which stand at fixed_sound(); text() is its chart
 * as drum tab, NUL-terminated. */
FIRSTCHAIR_EXPORT(fixed_take) int firstchair_fixed_take(void);
FIRSTCHAIR_EXPORT(fixed_sound) const float* firstchair_fixed_sound(void);

/* --- what a page may choose from */

/* Tells it [Choices]. */
FIRSTCHAIR_EXPORT(choices) int firstchair_choices(void);
/* Tells what a click is called that sounds for `on` bars and is silent for `off`. */
FIRSTCHAIR_EXPORT(gap_told) int firstchair_gap_told(int on, int off);
/* Tells what lies between click and microphone [SoundTold], by the settings in the room (page_sound_json
 * names the keys). */
FIRSTCHAIR_EXPORT(sound_told) int firstchair_sound_told(void);

/* --- the e-kit */

/* What a kit's pads make by themselves, learnt from strokes: the room holds settings and strokes as
 * kit_learnt_json takes them. Tells the profile [KitLearnt]. */
FIRSTCHAIR_EXPORT(kit_learn) int firstchair_kit_learn(void);
/* Tells the kit profile that the room holds or names (a built-in one) as firstchair writes it
 * (docs/formats/kit.md); refuses what is none. */
FIRSTCHAIR_EXPORT(kit_profile) int firstchair_kit_profile(void);

/* --- charts */

/* The room's bytes, drum tab or MIDI, become the open chart. Tells its facts [ChartFacts]. */
FIRSTCHAIR_EXPORT(chart_open) int firstchair_chart_open(void);
/* Tells the open chart as SVG, `width` pixels wide, every text escaped. */
FIRSTCHAIR_EXPORT(chart_notation) int firstchair_chart_notation(double width);
/* Tells the open chart as a file: 0 drum tab, 1 MIDI, 2 MusicXML. */
FIRSTCHAIR_EXPORT(chart_write) int firstchair_chart_write(int format);
/* Tells what the open chart sounds like at so many quarters a minute; 0: its own [ChartSounds]. */
FIRSTCHAIR_EXPORT(chart_sounds) int firstchair_chart_sounds(double bpm);
/* Tells the drum tab of the built-in chart whose name the room holds. */
FIRSTCHAIR_EXPORT(chart_builtin) int firstchair_chart_builtin(void);
/* The open chart keeps the notes of the lines whose ids the room holds, with blanks between them. Tells its
 * facts [ChartFacts]. */
FIRSTCHAIR_EXPORT(chart_lines) int firstchair_chart_lines(void);
/* Tells the grids that the open chart can be set on; none where it was written and not performed [Grids]. */
FIRSTCHAIR_EXPORT(chart_grids) int firstchair_chart_grids(void);
/* The open chart is set on the grid of that number. Tells its facts [ChartFacts]. */
FIRSTCHAIR_EXPORT(chart_on_grid) int firstchair_chart_on_grid(int grid);
/* Tells the room's chart for a player who leads with the left: its stickings changed over, as drum tab; as it
 * is where it has none. */
FIRSTCHAIR_EXPORT(chart_mirrored) int firstchair_chart_mirrored(void);
/* One of the player's own charts, for takes that are not of the open one: the room holds its name and then
 * its bytes, drum tab or MIDI. The first twenty count, of charts that explain as much the first. */
FIRSTCHAIR_EXPORT(chart_own) void firstchair_chart_own(int name_size);
/* Tells the built-in charts [Builtins]. */
FIRSTCHAIR_EXPORT(charts) int firstchair_charts(void);

/* --- the drill */

/* Opens a drill over the open chart by the settings in the room (parse_drill_settings names the keys). Tells
 * its plan [Plan]. */
FIRSTCHAIR_EXPORT(drill_open) int firstchair_drill_open(void);
/* Where a block's frames are written, and where its clicks stand afterwards: 4096 floats each, which never
 * move within the memory. */
FIRSTCHAIR_EXPORT(drill_in) float* firstchair_drill_in(void);
FIRSTCHAIR_EXPORT(drill_out) float* firstchair_drill_out(void);
/* Hears one block of at most 4096 frames and makes its clicks. Returns 1: drill_news() has something to tell,
 * 0: it has not, -1: no drill is open. */
FIRSTCHAIR_EXPORT(drill_block) int firstchair_drill_block(int frames);
/* A stroke of an e-kit at a frame of the drill's own count. Numbers outside the kit and velocities outside 1
 * to 127 are left out. */
FIRSTCHAIR_EXPORT(drill_note) void firstchair_drill_note(double frame, int number, int velocity);
/* Tells what is new since the last call [News]; without a drill nothing. */
FIRSTCHAIR_EXPORT(drill_news) int firstchair_drill_news(void);
/* Ends the drill. Tells the take (docs/formats/take.schema.json). */
FIRSTCHAIR_EXPORT(drill_close) int firstchair_drill_close(void);
/* Tells that the drill which was closed last was broken off, and so does not count; else nothing. */
FIRSTCHAIR_EXPORT(drill_broken_off) int firstchair_drill_broken_off(void);

/* Tells every bar that a drill over the open chart would play by the settings in the room, as SVG, `width`
 * pixels wide; a note's id is "n" and the index that the news name. Refuses a drill of too many notes. */
FIRSTCHAIR_EXPORT(drill_notation) int firstchair_drill_notation(double width);
/* Tells the take that was closed last, a drill or the same heard again, line by line in sentences
 * [Explained]. */
FIRSTCHAIR_EXPORT(take_explained) int firstchair_take_explained(void);
/* Tells the drill that obeys the order of the take which was closed last [Doing]; nothing where there is
 * none.
 */
FIRSTCHAIR_EXPORT(drill_doing) int firstchair_drill_doing(void);

/* --- a drill that is over, heard again */

/* Begins to hear the sound of a drill over the open chart again, by its settings in the room, with the file
 * ear. Tells nothing. */
FIRSTCHAIR_EXPORT(again_open) int firstchair_again_open(void);
/* Hears the floats that the room holds, from the drill's frame 0 on. Call it over and over. */
FIRSTCHAIR_EXPORT(again_sound) void firstchair_again_sound(void);
/* Ends it. The room holds the strokes that were told live, a line "frame voice" each. Tells the take
 * (docs/formats/take.schema.json), whose order drill_doing() tells from now on; refuses one without a stroke.
 */
FIRSTCHAIR_EXPORT(again_close) int firstchair_again_close(void);
/* Tells in one line where the two ears differ; nothing before again_close(). */
FIRSTCHAIR_EXPORT(again_told) int firstchair_again_told(void);

/* --- the breaking tempo */

/* Opens a search over the open chart by the settings in the room (parse_limit_settings names the keys). Tells
 * where it stands [LimitTold]. */
FIRSTCHAIR_EXPORT(limit_open) int firstchair_limit_open(void);
/* Opens the excerpt that comes next as a drill. The settings in the room are a drill's, of which bars and
 * tempo are the search's. Tells its plan [Plan]. */
FIRSTCHAIR_EXPORT(limit_drill) int firstchair_limit_drill(void);
/* Ends that drill. Tells the take (docs/formats/take.schema.json), which counts if it was played to its end
 * and the player did not leave it. */
FIRSTCHAIR_EXPORT(limit_close) int firstchair_limit_close(void);
/* The last take as if it had not been played. Returns 0: there is none. */
FIRSTCHAIR_EXPORT(limit_discard) int firstchair_limit_discard(void);
/* Tells where the search stands [LimitTold]. */
FIRSTCHAIR_EXPORT(limit_told) int firstchair_limit_told(void);

/* --- a take that is there already */

/* Begins to hear a recording by the settings in the room (parse_hear_settings names the keys), where
 * `with_chart` is not 0 over the open chart. Tells nothing. */
FIRSTCHAIR_EXPORT(hear_open) int firstchair_hear_open(int with_chart);
/* Hears the floats that the room holds. Call it over and over. */
FIRSTCHAIR_EXPORT(hear_sound) void firstchair_hear_sound(void);
/* Ends it. Tells the take (docs/formats/take.schema.json); refuses one without a stroke. */
FIRSTCHAIR_EXPORT(hear_close) int firstchair_hear_close(void);
/* Hears a MIDI file at once: the room holds settings of `settings_size` bytes, then the file. Tells the take.
 */
FIRSTCHAIR_EXPORT(hear_midi) int firstchair_hear_midi(int settings_size, int with_chart);
/* Tells the page of the take that was closed last, as HTML. */
FIRSTCHAIR_EXPORT(take_html) int firstchair_take_html(void);

/* --- the round trip */

/* Makes the pulses to play, at `rate` frames a second and `level_db` under full scale. Returns the number of
 * their frames, which stand at loopback_sound(). */
FIRSTCHAIR_EXPORT(loopback_open) int firstchair_loopback_open(double rate, double level_db);
FIRSTCHAIR_EXPORT(loopback_sound) const float* firstchair_loopback_sound(void);
/* The number of frames to record from the first pulse's frame 0 on. */
FIRSTCHAIR_EXPORT(loopback_listen) int firstchair_loopback_listen(void);
/* The room holds those frames as floats. Tells the round trip [RoundTrip]. */
FIRSTCHAIR_EXPORT(loopback_measure) int firstchair_loopback_measure(void);
/* Tells the round trip over everything measured since the last such call, an opening of the sound each
 * [RoundTrip]: its interval holds the next opening. */
FIRSTCHAIR_EXPORT(loopback_join) int firstchair_loopback_join(void);

/* Makes the click that a player taps to on an e-kit, at `rate` frames a second and `level_db` under full
 * scale. Returns the number of its frames, which stand at tap_sound(); a negative result is a refusal. */
FIRSTCHAIR_EXPORT(tap_open) int firstchair_tap_open(double rate, double level_db);
FIRSTCHAIR_EXPORT(tap_sound) const float* firstchair_tap_sound(void);
/* The click that a tap at that frame is nearest to, 1 to 16; 0: it is of the count-in. */
FIRSTCHAIR_EXPORT(tap_click) int firstchair_tap_click(double frame);
/* The room holds the frames of the taps as floats, counted from the click's frame 0. Tells what stands for
 * the round trip of that e-kit [RoundTrip]: `frames` is negative where the taps are early. */
FIRSTCHAIR_EXPORT(tap_measure) int firstchair_tap_measure(void);

#ifdef __cplusplus
}
#endif

#endif
