// This file gives a recording as a telephone keeps it.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair::lab {

// The sound goes through a band limit (corners at random, 120..300 Hz and 5..8 kHz), automatic gain,
// compression and soft clipping, then through a codec (lab/codec.h) where there is one.
std::vector<float> through_phone(const std::vector<float>& dry, std::uint64_t seed);

}  // namespace firstchair::lab
