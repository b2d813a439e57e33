// Sound that was rendered goes into a wav file.
#pragma once

#include <span>
#include <string>

namespace firstchair::io {

// Returns a wav file of 16 bits: two channels of equal length at `rate` frames a second. Samples are full
// scale 1; beyond it they are cut.
std::string wav_of(std::span<const float> left, std::span<const float> right, int rate);

}  // namespace firstchair::io
