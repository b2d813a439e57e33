// This file takes a recording through a real codec and back.
#pragma once

#include <cstdint>
#include <vector>

namespace firstchair::lab {

// The codec is AAC or MP3 of 64..128 kbit/s (the seed says which), by the ffmpeg program, whose delay is
// measured by correlation and taken off. The result is empty without ffmpeg, or without that encoder in it.
std::vector<float> through_codec(const std::vector<float>& sound, std::uint64_t seed);

// Says whether both codecs are to be had on this machine.
bool codecs_here();

}  // namespace firstchair::lab
