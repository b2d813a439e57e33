// This file does to sound what lab/sound.h does, many times as fast: most of what a draw takes is the making
// of what a phone keeps. The results differ by less than a 16-bit recording's step.
#pragma once

#include <vector>

namespace firstchair::bench {

// As lab::convolve().
std::vector<float> convolved(const std::vector<float>& x, const std::vector<float>& h);
// As lab::resample(): its kernel is looked up, between 1024 places a sample on a line.
std::vector<float> resampled(const std::vector<float>& in, double from_rate, double to_rate);

}  // namespace firstchair::bench
