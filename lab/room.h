// This file puts a sound in a measured room.
#pragma once

#include "lab/kits.h"

namespace firstchair::lab {

// The sound is convolved with a measured impulse response as it is (rooms of the use only; a plain synthetic
// decay when there is no data folder), and the direct sound's delay is taken off.
std::vector<float> in_room(const std::vector<float>& dry, Use use, std::uint64_t seed);

}  // namespace firstchair::lab
