// Counts what is struck where in the bars of the training split: the table of engine/follow/groove_model.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "bench/follow/fit.h"
#include "engine/follow/groove_model.h"

namespace firstchair {

int fit_beats(std::span<const Groove> grooves) {
  std::array<std::array<double, kStruckCount>, kBarPlaces> count{};
  double all_bars = 0;
  for (const Groove& groove : grooves) {
    if (groove.held_back || !groove.bar_known || !(groove.meter == MeterChange{0, 4, 4})) continue;
    std::set<std::pair<Ticks, Struck>> struck;
    for (const Note& note : groove.chart.notes) {
      struck.emplace(std::llround(static_cast<double>(note.tick) * kBeatPlaces / kTicksPerQuarter),
                     struck_of(note.voice, note.velocity));
    }
    // No performance counts more than 32 bars.
    const double bars = static_cast<double>(groove.chart.length) / kTicksPerWhole;
    const double weight = std::min(1.0, 32 / bars);
    for (const auto& [place, what] : struck) {
      count[static_cast<std::size_t>(place % kBarPlaces)][static_cast<std::size_t>(what)] += weight;
    }
    all_bars += weight * bars;
  }
  for (const auto& place : count) {
    fmt::print("    {{");
    for (std::size_t k = 0; k < place.size(); ++k) {
      fmt::print("{}{:.4f}F", k > 0 ? ", " : "", (place[k] + 0.1) / (all_bars + 1));
    }
    fmt::print("}},\n");
  }
  return 0;
}

}  // namespace firstchair
