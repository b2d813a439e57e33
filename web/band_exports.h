/* What the band's WebAssembly module offers to JavaScript: plain C, by the terms of exports.h. It is a module
 * of its own, which a page loads when somebody plays with the band. The page's signatures are generated from
 * this file, and band_exports.cpp, which includes it, must define what it declares.
 */
#ifndef FIRSTCHAIR_WEB_BAND_EXPORTS_H
#define FIRSTCHAIR_WEB_BAND_EXPORTS_H

#include <stdint.h>

#ifdef __wasm__
#define FIRSTCHAIR_EXPORT(name) __attribute__((export_name(#name)))
#else
#define FIRSTCHAIR_EXPORT(name)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Where `size` bytes may be written for the next call, which takes all of them. */
FIRSTCHAIR_EXPORT(room) uint8_t* firstchair_band_room(int size);
/* What the last call told or refused. */
FIRSTCHAIR_EXPORT(text) const char* firstchair_band_text(void);
/* The room's bytes are the live ear's weights (data/weights/ear-*.weights): a band that hears sound is
 * refused without them. Tells nothing; refuses what is not as long. */
FIRSTCHAIR_EXPORT(ear_weights) int firstchair_band_ear_weights(void);

/* Tells built-in songs, styles and the ranges of the settings [BandChoices]. */
FIRSTCHAIR_EXPORT(choices) int firstchair_band_choices(void);
/* The built-in song that the room names becomes the open one. Tells it [BandSong]. */
FIRSTCHAIR_EXPORT(song_builtin) int firstchair_band_song_builtin(void);
/* Song `number` (from 1) of a file becomes the open one: the room holds the file's name, of `name_size`
 * bytes, and then its bytes. Tells it [BandSong]. */
FIRSTCHAIR_EXPORT(song_open) int firstchair_band_song_open(int name_size, int number);

/* Opens a band over the open song by the settings in the room (parse_band_settings names the keys). Tells its
 * plan [BandPlan]. */
FIRSTCHAIR_EXPORT(band_open) int firstchair_band_open(void);
/* Where a block's sound is written: 4096 floats, which never move within the memory. */
FIRSTCHAIR_EXPORT(band_in) float* firstchair_band_in(void);
/* Goes on by a block of at most 4096 frames. Returns how many notes begin or end in it; -1: no band is open.
 */
FIRSTCHAIR_EXPORT(band_block) int firstchair_band_block(int frames);
/* The notes of the last block, four numbers each: the frame of the band's own count, the part, the pitch
 * (MIDI), the velocity, which is 0 where the note ends. */
FIRSTCHAIR_EXPORT(band_notes) const double* firstchair_band_notes(void);
/* A note of an e-kit at a frame of the band's own count, one that is over or one to come. Numbers and
 * velocities outside 0..127 are left out. */
FIRSTCHAIR_EXPORT(band_note) void firstchair_band_note(double frame, int number, int velocity);
/* A solo is over at the next bar line; or one is wanted from there on. */
FIRSTCHAIR_EXPORT(band_cue) void firstchair_band_cue(void);
FIRSTCHAIR_EXPORT(band_ask_solo) void firstchair_band_ask_solo(void);
/* What of the band's MIDI clock lies in the last block, where its settings ask for it: how many messages
 * there are, and five numbers each: the frame of the band's own count, how many bytes, and the three that
 * there may be. */
FIRSTCHAIR_EXPORT(band_clock_count) int firstchair_band_clock_count(void);
FIRSTCHAIR_EXPORT(band_clock) const double* firstchair_band_clock(void);
/* Tells where the band is [BandNews]. */
FIRSTCHAIR_EXPORT(band_news) int firstchair_band_news(void);
/* Ends the band. Tells what is said of it [BandTold]. */
FIRSTCHAIR_EXPORT(band_close) int firstchair_band_close(void);
/* Tells the take of the band that was closed last [take.schema.json], and the page of it (HTML); both are
 * refused where no stroke was heard. */
FIRSTCHAIR_EXPORT(band_take) int firstchair_band_take(void);
FIRSTCHAIR_EXPORT(band_html) int firstchair_band_html(void);

#ifdef __cplusplus
}
#endif

#endif
