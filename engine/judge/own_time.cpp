#include "engine/judge/own_time.h"

#include "engine/stats/stats.h"

namespace firstchair::judge {

OwnTime own_time(std::span<const double> errors_ms, double offset_sd_ms) {
  OwnTime out{.gaps = static_cast<int>(errors_ms.size())};
  if (out.gaps < kGapsNeeded) return out;
  const stats::Sample sample = stats::describe(errors_ms);
  const stats::Interval mean = stats::mean_interval(sample, offset_sd_ms),
                        spread = stats::sd_interval(sample);
  out.measured = true;
  out.mean_ms = sample.mean;
  out.mean_low = mean.low;
  out.mean_high = mean.high;
  out.spread_ms = sample.sd;
  out.spread_low = spread.low;
  out.spread_high = spread.high;
  return out;
}

}  // namespace firstchair::judge
