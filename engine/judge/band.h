// This file lays an interval beside its band. It is the one place where a number becomes a finding.
#pragma once

#include <cmath>

#include "engine/core/verdict.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {

// One instrument may be off by this many ms before listeners notice (19-24 in a funk groove).
inline constexpr double kAudible = 20;

// Sides says which sides of the band are faults: to be tighter than the professionals is none.
enum class Sides : unsigned char { both, above, below };

// Sets standing and excess of `m`, which must have value, low, high and the band. A number beyond the band
// whose interval reaches into it is no finding. `log_scale` means that the interval is symmetric in ln value
// (spreads).
inline void lay_beside_band(Metric& m, Sides sides, bool log_scale = false) {
  const auto scale = [&](double x) { return log_scale ? std::log(std::fmax(x, 1e-9)) : x; };
  const bool over = sides != Sides::below && m.value > m.band_high;
  const bool under = sides != Sides::above && m.value < m.band_low;
  m.standing = Standing::in_band;
  m.excess = 0;
  if (!over && !under) return;
  const double beyond = over ? scale(m.value) - scale(m.band_high) : scale(m.band_low) - scale(m.value);
  const double reach = over ? scale(m.value) - scale(m.low) : scale(m.high) - scale(m.value);
  m.excess = 1.959964 * beyond / std::fmax(reach, 1e-9);
  if (over ? m.low > m.band_high : m.high < m.band_low) m.standing = Standing::out_of_band;
}

inline Metric make_metric(Measure measure, int n, int needed) {
  Metric m;
  m.measure = measure;
  m.has_line = false;
  m.n = n;
  m.needed = needed;
  m.standing = n < needed ? Standing::too_few : Standing::no_band;
  return m;
}

inline Metric make_metric(Measure measure, Line line, int n, int needed) {
  Metric m = make_metric(measure, n, needed);
  m.line = line;
  m.has_line = true;
  return m;
}

inline void set_interval(Metric& m, double value, stats::Interval interval) {
  m.value = value;
  m.low = interval.low;
  m.high = interval.high;
}

}  // namespace firstchair::judge
