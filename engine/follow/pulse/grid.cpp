#include "engine/follow/pulse/grid.h"

#include <algorithm>
#include <cmath>

namespace firstchair::follow {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);

}  // namespace

Grid::Grid(const Chart& chart) : swing_(chart), bpm_(tempo_at(chart, 0)) {
  segments_.push_back({0, 0, 1});
  for (const TempoChange& change : chart.tempi) {
    const Segment& last = segments_.back();
    const double at = last.position + last.stretch * (swing_.meant(change.tick) - swing_.meant(last.tick));
    const Segment next{change.tick, at, bpm_ / change.bpm};
    if (change.tick == last.tick) {
      segments_.back() = next;
    } else {
      segments_.push_back(next);
    }
  }
}

double Grid::position(Ticks tick) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), tick,
                                [](Ticks t, const Segment& s) { return t < s.tick; });
  const Segment& s = after == segments_.begin() ? segments_.front() : *(after - 1);
  return s.position + s.stretch * (swing_.meant(tick) - swing_.meant(s.tick));
}

Ticks Grid::tick(double position) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), position,
                                [](double p, const Segment& s) { return p < s.position; });
  const Segment& s = after == segments_.begin() ? segments_.front() : *(after - 1);
  const double quarters = swing_.written(swing_.meant(s.tick) + (position - s.position) / s.stretch);
  return static_cast<Ticks>(std::llround(quarters * kQuarter));
}

double Grid::stretch(Ticks tick) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), tick,
                                [](Ticks t, const Segment& s) { return t < s.tick; });
  return (after == segments_.begin() ? segments_.front() : *(after - 1)).stretch;
}

}  // namespace firstchair::follow
