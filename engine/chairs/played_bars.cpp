#include "engine/chairs/played_bars.h"

namespace firstchair::chairs {

PlayedBars::PlayedBars(const Take& take) : bars_(bars_of(take.chart)) {
  for (const Match& match : take.alignment.matches) {
    const int bar = bar_at(bars_, match.tick).number;
    if (order_.emplace(std::pair(match.passage, bar), count()).second) chart_bars_.push_back(bar);
  }
}

int PlayedBars::of(const Match& match) const {
  return order_.at({match.passage, bar_at(bars_, match.tick).number});
}

Ticks PlayedBars::in_bar(const Match& match) const {
  return match.tick - bar_at(bars_, match.tick).start;
}

std::array<int, kLineCount> timed_notes(const Chart& chart, int bars) {
  const std::vector<Bar> written = bars_of(chart);
  std::array<int, kLineCount> notes{};
  const auto count = static_cast<int>(written.size());
  for (const Note& note : chart.notes) {
    if (note.dynamic == Dynamic::ghost) continue;
    const int bar = bar_at(written, note.tick).number - 1;
    if (bar < bars) notes[static_cast<std::size_t>(line_of(note.voice))] += (bars - bar - 1) / count + 1;
  }
  return notes;
}

}  // namespace firstchair::chairs
