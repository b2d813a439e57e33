// This header finds the strokes that an e-kit makes itself: crosstalk from pad to pad, a pad that triggers
// twice, what a module sends when a cymbal is choked. They follow another stroke by the same few milliseconds
// every time and are far softer. No two limbs, and no hand, keep a distance that even: drummers' limbs are 4
// ms and more apart, their drags more. A pad that only ever shakes along is less even, but all it tells is
// faint and late: no limb that plays along is always late.
#pragma once

#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/core/take.h"

namespace firstchair::judge {

// KitFindings say what the kit made itself, the most frequent first, and which of the hits those are (one
// flag per hit).
struct KitFindings {
  std::vector<KitStrokes> found;
  std::vector<bool> own;  // empty where nothing was found
};

// Returns what the kit made of `hits`, which are in order of frame and come from MIDI; `rate` is in frames a
// second. Velocities that are all alike tell nothing, so nothing is found in them.
KitFindings find_kit_strokes(std::span<const Hit> hits, double rate);

}  // namespace firstchair::judge
