// An excerpt is a number of bars. This file counts the bars of a take as they were played, so that a chart of
// one bar that is played over and over is as many bars as it was played.
#pragma once

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::chairs {

class PlayedBars {
 public:
  explicit PlayedBars(const Take& take);
  int count() const { return static_cast<int>(chart_bars_.size()); }
  // Returns the bar of the take, from 0, in which a match stands.
  int of(const Match& match) const;
  // Returns the number of the chart's bar, from 1, that was played as bar `played` (from 0).
  int chart_bar(int played) const { return chart_bars_[static_cast<std::size_t>(played)]; }
  // Returns the place in its bar, in ticks.
  Ticks in_bar(const Match& match) const;

 private:
  std::vector<Bar> bars_;
  std::map<std::pair<int, int>, int> order_;  // (passage, chart's bar) -> bar of the take
  std::vector<int> chart_bars_;
};

// Returns how many timed notes (no ghosts) the first `bars` bars of a chart hold, line by line, where it is
// played over and over.
std::array<int, kLineCount> timed_notes(const Chart& chart, int bars);

}  // namespace firstchair::chairs
