#include "engine/core/swing_map.h"

#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

constexpr double kQuarter = static_cast<double>(kTicksPerQuarter);

Ticks floor_quarter(Ticks tick) {
  const Ticks beat = tick / kTicksPerQuarter;
  return tick % kTicksPerQuarter < 0 ? beat - 1 : beat;
}

}  // namespace

SwingMap::SwingMap(const Chart& chart) : meters_(chart.meters), swing_(chart.swing) {
  if (swing_ <= 1) return;
  straight_.assign(static_cast<std::size_t>(chart.length / kTicksPerQuarter + 1), false);
  for (const Note& note : chart.notes) {
    if (note.tick % (kTicksPerQuarter / 16) != 0)
      straight_[static_cast<std::size_t>(note.tick / kTicksPerQuarter)] = true;
  }
}

bool SwingMap::swung(Ticks beat) const {
  if (swing_ <= 1 || beat < 0 || static_cast<std::size_t>(beat) >= straight_.size()) return false;
  if (straight_[static_cast<std::size_t>(beat)]) return false;
  const Ticks tick = beat * kTicksPerQuarter;
  auto after = std::upper_bound(meters_.begin(), meters_.end(), tick,
                                [](Ticks t, const MeterChange& m) { return t < m.tick; });
  const MeterChange& meter = after == meters_.begin() ? meters_.front() : *(after - 1);
  return meter.unit <= 4 && (tick - meter.tick) % kTicksPerQuarter == 0;
}

double SwingMap::meant(Ticks tick) const {
  const Ticks beat = floor_quarter(tick);
  const double in_beat = static_cast<double>(tick - beat * kTicksPerQuarter) / kQuarter;
  if (!swung(beat)) return static_cast<double>(beat) + in_beat;
  const double half = swing_ / (1 + swing_);
  const double meant = in_beat < 0.5 ? in_beat * 2 * half : half + (in_beat - 0.5) * 2 * (1 - half);
  return static_cast<double>(beat) + meant;
}

double SwingMap::written(double quarters) const {
  const double beat = std::floor(quarters);
  if (!swung(static_cast<Ticks>(beat))) return quarters;
  const double half = swing_ / (1 + swing_), meant = quarters - beat;
  return beat + (meant < half ? 0.5 * meant / half : 0.5 + 0.5 * (meant - half) / (1 - half));
}

}  // namespace firstchair
