#include "engine/follow/free/beat_election.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace firstchair::follow {
namespace {

// Periods of a beat's relatives, and in how many places each can stand.
constexpr std::array<std::pair<double, int>, 8> kRelatives{
    {{1, 4}, {2, 4}, {0.5, 2}, {1.5, 3}, {2.0 / 3, 2}, {4.0 / 3, 4}, {0.75, 3}, {3, 3}}};

}  // namespace

void BeatElection::begin(double now_s) {
  now_s_ = now_s;
  count_ = 0;
}

bool BeatElection::same(const PulseState& a, const PulseState& b, double beats) const {
  const double apart = (now_s_ - a.time) / a.period - (now_s_ - b.time) / b.period;
  const double ratio = a.period / b.period;
  return std::abs(apart - std::round(apart)) < beats && ratio > 1 - tuning_.same_ratio &&
         ratio < 1 + tuning_.same_ratio;
}

bool BeatElection::agrees(const PulseState& pulse) const {
  return same(pulse, told_, tuning_.same_beats);
}

void BeatElection::add(const PulseState& pulse, double weight) {
  if (pulse.period < shortest_ || pulse.period > longest_ || count_ == kMost) return;
  const auto end = candidates_.begin() + static_cast<std::ptrdiff_t>(count_);
  if (std::any_of(candidates_.begin(), end,
                  [&](const Candidate& known) { return same(known.pulse, pulse, tuning_.same_beats); }))
    return;
  candidates_[count_++] = {pulse, weight};
}

void BeatElection::consider(const PulseState& pulse, double cost) {
  if (count_ == 0) first_ = pulse;
  if (count_ < kHeld) add(pulse, -tuning_.trust * cost);
}

void BeatElection::decide(std::span<const RecentStroke> strokes) {
  for (const auto& [ratio, places] : kRelatives) {
    for (int place = 0; place < places; ++place) {
      PulseState pulse = first_;
      pulse.time -= pulse.period * ratio * place / places;
      pulse.period *= ratio;
      pulse.tp *= ratio;
      pulse.pp *= ratio * ratio;
      add(pulse, -tuning_.trust * tuning_.unheld);
    }
  }
  std::size_t best = 0;
  for (std::size_t c = 0; c < count_; ++c) {
    Candidate& candidate = candidates_[c];
    candidate.weight += static_cast<double>(
        reads(picture_of(strokes, {candidate.pulse.time, candidate.pulse.period}), *weights_));
    if (candidate.weight > candidates_[best].weight) best = c;
  }
  const double most = candidates_[best].weight;
  double all = 0;
  std::size_t holder = count_;
  for (std::size_t c = 0; c < count_; ++c) {
    Candidate& candidate = candidates_[c];
    all += candidate.weight = std::exp(candidate.weight - most);
    if (told_.period > 0 && same(candidate.pulse, told_, tuning_.held_beats) &&
        (holder == count_ || candidate.weight > candidates_[holder].weight))
      holder = c;
  }
  if (holder < count_ && candidates_[holder].weight > tuning_.hold) best = holder;
  told_ = candidates_[best].pulse;
  probability_ = candidates_[best].weight / all;
}

}  // namespace firstchair::follow
