#include "practice/drill_length.h"

#include <algorithm>
#include <array>

namespace firstchair::practice {

DrillRange drill_range(const Chart& chart, DrillRange range) {
  if (range.times > 0) return range;
  const std::vector<Bar> all = bars_of(chart);
  const int last = range.to > 0 ? range.to : static_cast<int>(all.size());
  const int bars = std::max(1, last - range.from + 1);
  range.times = 1;
  if (bars >= kOnceBars) return range;
  std::array<int, kLineCount> strokes{};
  for (const Note& note : chart.notes) {
    const int bar = bar_at(all, note.tick).number;
    if (bar >= range.from && bar <= last) ++strokes[static_cast<std::size_t>(line_of(note.voice))];
  }
  int passes = (kLeastDrillBars + bars - 1) / bars;
  for (const int of_line : strokes) {
    if (of_line > 0) passes = std::max(passes, (kDrillStrokes + of_line - 1) / of_line);
  }
  range.times = std::clamp(passes, 1, std::max(1, kMostDrillBars / bars));
  return range;
}

}  // namespace firstchair::practice
