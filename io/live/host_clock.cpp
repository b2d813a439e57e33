#include "io/live/host_clock.h"

#include <algorithm>
#include <cmath>

namespace firstchair::io {

void HostClock::push(double host_s, Frames frame) {
  if (!begun_) {
    begun_ = true;
    start_s_ = host_s;
    stretch_end_s_ = host_s + kStretch;
    best_ = {0, static_cast<double>(frame)};
    return;
  }
  const double host = (host_s - start_s_) * rate_;
  const Pair pair{host, static_cast<double>(frame) - host};
  if (host_s >= stretch_end_s_) {
    keep(best_);
    stretch_end_s_ = host_s + kStretch;
    best_ = pair;
  } else if (pair.ahead > best_.ahead) {
    best_ = pair;
  }
}

void HostClock::keep(const Pair& pair) {
  const Drift& drift = line_.drift();
  const double apart = drift.pairs > 0 ? pair.ahead - drift.behind_at(pair.host) : 0;
  latest_ = apart;
  const double limit = std::max(kStepMs * rate_ / 1000, 6 * drift.sd);
  if (std::abs(apart) <= limit) {
    offs_ = 0;
    line_.push(pair.host, pair.ahead);
    return;
  }
  if (offs_ > 0 && (off_[offs_ - 1].ahead - drift.behind_at(off_[offs_ - 1].host) > 0) != (apart > 0))
    offs_ = 0;
  off_[offs_++] = pair;
  if (offs_ < kStep) return;
  line_ = ClockDrift();
  for (const Pair& step : off_) line_.push(step.host, step.ahead);
  offs_ = 0;
  latest_ = 0;
}

double HostClock::frame_at(double host_s) const {
  if (!begun_) return 0;
  const double host = (host_s - start_s_) * rate_;
  const Drift& drift = line_.drift();
  return host + (drift.pairs == 0 ? best_.ahead : drift.known ? drift.behind_at(host) : drift.behind);
}

double HostClock::sd() const {
  const Drift& drift = line_.drift();
  return std::hypot(drift.known ? drift.sd : kUnknownMs * rate_ / 1000, latest_);
}

}  // namespace firstchair::io
