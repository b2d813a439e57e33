// Faults of the bank as sound: the strokes are rendered with recorded kits, and the ear hears them.
#pragma once

#include <span>
#include <string>

#include "bench/verdict/fault_tally.h"
#include "lab/kits.h"
#include "testing/faults/faults.h"

namespace firstchair::bench {

// Returns whether a kind can be heard with a drum kit and stands in the table of sound: every third of the
// bank's.
bool is_for_sound(const testing::FaultKind& kind);

// Returns the take as the program makes it of this sound. The seed picks the kit and its mix.
Take judged_as_sound(const testing::FaultyTake& faulty, std::span<const lab::Kit> kits, std::uint64_t seed);

}  // namespace firstchair::bench
