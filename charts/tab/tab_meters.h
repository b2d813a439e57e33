// This file says how long the bars of a tab last: by the meters written, by counting lines, and by their
// cells where the tab names no meter.
#pragma once

#include <vector>

#include "charts/tab/tab_lines.h"
#include "engine/core/chart.h"

namespace firstchair::charts {

// Returns the number of cells of bar `b` of a system; 0 for a bar of nothing but blanks.
int cells_of_bar(const TabSystem& system, std::size_t b);

// Returns the meter of every bar of every system.
std::vector<std::vector<MeterChange>> meters_of(const TabText& tab, Remarks& remarks);

// Makes meters among other words the tab's, where it names none otherwise and the cells of the bars that
// follow fit; it is told.
void adopt_loose_meters(TabText& tab, Remarks& remarks);

// Returns the bar of the system that a column stands over, from 0.
std::size_t bar_at_column(const TabSystem& system, int column);

}  // namespace firstchair::charts
