#include <algorithm>
#include <cmath>

#include "engine/follow/pulse/pulse.h"

namespace firstchair::follow {

MeanTempo mean_tempo(const Alignment& alignment, double rate, bool swung) {
  // Played quarters over played time, passage by passage; what is uncertain is where its two ends stand.
  double quarters = 0, seconds = 0, squares = 0, n = 0;
  int sections = 0;
  const Match* first = nullptr;
  const Match* last = nullptr;
  auto close = [&] {
    if (first != nullptr && last->target > first->target) {
      const Ticks from = first->tick + alignment.passages[static_cast<std::size_t>(first->passage)].offset;
      const Ticks to = last->tick + alignment.passages[static_cast<std::size_t>(last->passage)].offset;
      if (to > from) {
        quarters += static_cast<double>(to - from) / static_cast<double>(kTicksPerQuarter);
        seconds += (last->target - first->target) / rate;
        ++sections;
      }
    }
    first = last = nullptr;
  };
  int passage = -1;
  for (const Match& match : alignment.matches) {
    if (!sets_pulse(match)) continue;
    if (match.passage != passage && alignment.passages[static_cast<std::size_t>(match.passage)].new_pulse)
      close();
    passage = match.passage;
    if (!swung || match.tick % kTicksPerQuarter == 0) {
      if (first == nullptr) first = &match;
      last = &match;
    }
    squares += match.error_ms * match.error_ms;
    ++n;
  }
  close();
  if (sections == 0 || !(seconds > 0)) return {};
  // The smoother averages about 8 chords where a section begins and ends.
  const double end_sd = std::sqrt(squares / n) / 1000 / std::sqrt(std::min(8.0, n / 2));
  const double relative = 1.96 * end_sd * std::sqrt(2.0 * sections) / seconds;
  const double bpm = 60 * quarters / seconds;
  return {bpm, bpm / (1 + relative), bpm * (1 + relative)};
}

}  // namespace firstchair::follow
