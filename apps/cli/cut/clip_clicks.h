// This file has the clicks that sound in a clip instead of its own sound.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "report/text/burn_head.h"

namespace firstchair::cli {

// Returns what fills left and right in turn at video::kSoundInstead Hz from a frame of the clip on. Clicks
// are in order of time.
std::function<void(std::int64_t, std::span<float>)> sound_of_clicks(std::vector<report::BurnClick> clicks);

}  // namespace firstchair::cli
