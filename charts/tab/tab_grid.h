// A TabGrid says which cells a bar of tab has. A bar is either one run of equal cells, or, when it is written
// in as many groups as the meter has beats, one run of equal cells a beat.
#pragma once

#include <span>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::charts {

using TabGrid = std::vector<int>;  // cells of the one run, or of every beat

inline constexpr int kMaxCellsPerBar = 96;   // what write_tab uses
inline constexpr int kMaxCellsPerBeat = 24;  // divides every beat a meter can have into whole ticks

// Returns the ticks from the bar line of every cell, in order.
std::vector<Ticks> cell_ticks(const MeterChange& meter, const TabGrid& grid);

// Returns the narrowest grid that writes these ticks (from the bar line, each below the bar's length)
// exactly. It is empty when there is none within the limits above. Equal cells are preferred unless groups
// are less than half as wide.
TabGrid find_grid(const MeterChange& meter, std::span<const Ticks> ticks);

}  // namespace firstchair::charts
