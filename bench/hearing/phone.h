// A recording as a telephone keeps it.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair {

// Band limit (corners at random, 120..300 Hz and 5..8 kHz), automatic gain, compression, soft clipping, then
// through a real codec: AAC or MP3 of 64..128 kbit/s, by the ffmpeg program, whose delay is measured by
// correlation and taken off. Without ffmpeg, or without that encoder in it, the codec is left out.
std::vector<float> through_phone(const std::vector<float>& dry, std::uint64_t seed);

// Are both codecs to be had on this machine?
bool phone_codecs_here();

}  // namespace firstchair
