// This file reads what is played again: repeat signs, counts in words, first and second endings.
#pragma once

#include <optional>
#include <vector>

#include "charts/tab/tab_bars.h"

namespace firstchair::charts {

// The last of `bars` are those of `system`; they get their repeats. `opens_next` says that a repeat opens
// with the system's first bar, and is set for the next one. `next` is the system behind it, or none.
std::optional<Error> read_bar_repeats(const TabSystem& system, const TabSystem* next,
                                      std::vector<WrittenBar>& bars, bool& opens_next, Remarks& remarks);

}  // namespace firstchair::charts
