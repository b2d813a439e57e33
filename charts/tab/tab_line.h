// This file reads one line of strokes: its label, its bars and the repeats between them.
#pragma once

#include <optional>
#include <string_view>

#include "charts/tab/tab_lines.h"

namespace firstchair::charts {

// Returns the line of a voice, or nothing for text. `cells` has one byte a character. A line of strokes
// without a label has none in `said`.
Result<std::optional<TabLine>> read_tab_line(std::string_view cells, int number, const TabLegend& legend,
                                             Remarks& remarks);

}  // namespace firstchair::charts
