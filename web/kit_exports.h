/* What the kit's WebAssembly module offers to JavaScript besides all of exports.h: plain C, by the terms of
 * that file. It is a module of its own, which a page loads when somebody strikes a kit drum by drum, or hears
 * with a kit's sound. The page's signatures are generated from this file, and kit_exports.cpp, which includes
 * it, must define what it declares.
 */
#ifndef FIRSTCHAIR_WEB_KIT_EXPORTS_H
#define FIRSTCHAIR_WEB_KIT_EXPORTS_H

#include "web/exports.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Begins to follow somebody who strikes a kit, or a recording of it, by the settings in the room (PageStrikes
 * names the keys). It needs both ears' weights. Tells where it stands [Strikes]. */
FIRSTCHAIR_EXPORT(strikes_open) int firstchair_strikes_open(void);
/* Hears the floats that the room holds. Call it over and over; where a drum is learnt it takes a while. */
FIRSTCHAIR_EXPORT(strikes_sound) void firstchair_strikes_sound(void);
/* Leaves out the drum that is struck now. */
FIRSTCHAIR_EXPORT(strikes_skip) void firstchair_strikes_skip(void);
/* Tells where it stands, and what is new since the last call [Strikes]. */
FIRSTCHAIR_EXPORT(strikes_told) int firstchair_strikes_told(void);
/* Ends it. Tells what was learnt [KitSoundLearnt]. */
FIRSTCHAIR_EXPORT(strikes_close) int firstchair_strikes_close(void);
/* The kit's sound that the room holds (docs/formats/kit_sound.md) is the one that hear_open() and
 * again_open() hear with from now on. Tells it [KitSoundShown]; refuses what is none, or was made for another
 * ear. */
FIRSTCHAIR_EXPORT(kit_sound) int firstchair_kit_sound(void);

#ifdef __cplusplus
}
#endif

#endif
