// Where strokes lie against the clock of a band that played along (Source::band), and not against the
// player's own pulse.
//
// A take with a band is written down by the player's own pulse, so its ticks count from where the player
// began. A passage is laid beside the band's beats by a whole or half or double count of them and by an
// offset that a count can have: a beat, half of one, a third, a quarter. What is left is the player's error.
#pragma once

#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/hit.h"
#include "engine/core/played_with.h"

namespace firstchair::judge {

// Returns for every match the stroke's error against the band's clock: ms, negative = early. It is NaN where
// the match is no stroke that answers a note, where the band's clock has no place for it (before its first
// beat, after its last, in a wait), where the stroke lies further than a quarter of a beat from the note's
// place, and in a passage that keeps no count with the band. `rate` is in frames a second.
std::vector<double> errors_beside_band(const PlayedWith& band, const Alignment& alignment,
                                       std::span<const Hit> hits, double rate);

}  // namespace firstchair::judge
