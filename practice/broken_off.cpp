#include "practice/broken_off.h"

#include <algorithm>

namespace firstchair::practice {

PlayedBars played_bars(std::span<const Hit> hits, Frames ended, const DrillPlan& plan, double round_trip) {
  PlayedBars played{.whole = 0, .of = static_cast<int>(plan.bar_numbers.size())};
  if (hits.empty() || plan.bar_lines.size() <= plan.bar_numbers.size()) return played;
  const double end = static_cast<double>(ended);
  const auto& notes = plan.chart.notes;
  const std::vector<Bar> bars = bars_of(plan.chart);
  auto hit = hits.begin();
  for (std::size_t b = 0; b < bars.size() && b < plan.bar_numbers.size(); ++b) {
    const double from = plan.bar_lines[b] + round_trip, to = plan.bar_lines[b + 1] + round_trip;
    const double half_beat = (to - from) / bars[b].meter.beats / 2;
    const auto frame_of = [&](Ticks tick) {
      return from + (to - from) * static_cast<double>(tick - bars[b].start) /
                        static_cast<double>(bars[b].meter.bar_length());
    };
    const auto before = [](const Note& note, Ticks tick) { return note.tick < tick; };
    const auto first = std::lower_bound(notes.begin(), notes.end(), bars[b].start, before);
    const auto after = std::lower_bound(first, notes.end(), bars[b].end(), before);
    if (first == after) {  // a rest is played when the bar after it is
      played.whole += static_cast<double>(hits.back().frame) >= to - half_beat;
      continue;
    }
    const double opens = frame_of(first->tick), closes = frame_of((after - 1)->tick);
    while (hit != hits.end() && static_cast<double>(hit->frame) < from - half_beat) ++hit;
    // A first or a last note left out is a slip: half a bar without a stroke is more.
    const double half = (to - from) / 2;
    const bool came_in = hit != hits.end() && static_cast<double>(hit->frame) < opens + half;
    const bool stayed =
        static_cast<double>(hits.back().frame) >= std::max(opens, std::min(closes - half_beat, from + half));
    played.whole += came_in && stayed && (ended == 0 || end >= closes);
  }
  return played;
}

bool broken_off(const PlayedBars& played) {
  return played.whole < std::min(kLeastBars, played.of);
}

}  // namespace firstchair::practice
