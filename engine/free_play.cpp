#include "engine/free_play.h"

#include <algorithm>

namespace firstchair {

Result<FreePlay> FreePlay::make(const SessionConfig& config) {
  if (config.chart) return Error{ErrorCode::usage, "free playing", "free playing has no chart", {}};
  Result<Session> session = Session::make(config);
  if (!session) return session.error();
  Result<follow::BeatTracker> beats =
      follow::BeatTracker::make({.rate = config.source.rate, .bpm = config.bpm});
  if (!beats) return beats.error();
  return FreePlay(std::move(*session), std::move(*beats));
}

FreePlay::FreePlay(Session session, follow::BeatTracker beats)
    : session_(std::move(session)), beats_(std::move(beats)) {}

void FreePlay::push(std::span<const float> mono) {
  session_.push(mono);
  now_ += static_cast<Frames>(mono.size());
  follow();
}

void FreePlay::push(std::span<const Hit> hits) {
  session_.push(hits);
  follow();
}

void FreePlay::follow() {
  for (const Hit& hit : session_.heard()) {
    beats_.push(hit);
    last_stroke_ = std::max(last_stroke_, hit.frame);
  }
  now_ = std::max(now_, last_stroke_);
}

follow::Beat FreePlay::beat() const {
  if (static_cast<double>(now_ - last_stroke_) > kSilence * session_.source().rate) return {};
  return beats_.at(now_);
}

}  // namespace firstchair
