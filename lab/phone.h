// A recording as a telephone keeps it.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair::lab {

// Band limit (corners at random, 120..300 Hz and 5..8 kHz), automatic gain, compression, soft clipping, then
// through a codec (bench/hearing/codec.h) where there is one.
std::vector<float> through_phone(const std::vector<float>& dry, std::uint64_t seed);

}  // namespace firstchair::lab
