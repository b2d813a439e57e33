// A chart may hold at most this much, so that a few bytes cannot ask for all the memory there is.
#pragma once

#include <cstddef>

#include "engine/core/units.h"

namespace firstchair::charts {

inline constexpr std::size_t kMaxNotes = 1'000'000;
inline constexpr std::int64_t kMaxBars = 100'000;

}  // namespace firstchair::charts
