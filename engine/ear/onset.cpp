#include "engine/ear/onset.h"

#include <algorithm>
#include <cmath>

namespace firstchair {
namespace {

constexpr float kLoudFall = 0.5F;    // dB a second
constexpr double kClosest = 0.0085;  // seconds: closer strokes are one attack

}  // namespace

OnsetStage::OnsetStage(const Features& features, double rate)
    : rate_(rate), hop_(features.hop()), novelty_(features, rate), refiner_(rate) {
  reset();
}

std::optional<Candidate> OnsetStage::push(const BandPowers& bands, const History& history) {
  const std::optional<Peak> peak = picker_.push(novelty_.push(bands));
  if (!peak) return std::nullopt;
  const Attack attack = refiner_.refine(history, (peak->frame + 1) * hop_);
  Candidate candidate{.frame = std::max<Frames>(attack.frame, 0),
                      .clues = {},
                      .curve = peak->news.curve,
                      .level_db = 0,
                      .view = attack.view};
  const double since = static_cast<double>(candidate.frame - last_.frame) / rate_;
  if (since < kClosest) return std::nullopt;
  float loudest = 1e-10F;
  for (const float sample : history.span(candidate.frame, history.end()))
    loudest = std::max(loudest, std::abs(sample));
  candidate.level_db = 8.6858896F * std::log(loudest);
  candidate.clues = stroke_clues(*peak, attack,
                                 {.seconds = static_cast<float>(std::min(since, 10.0)),
                                  .curve = last_.curve,
                                  .loud_db = candidate.level_db - last_.level_db,
                                  .under_db = loud_at(candidate.frame) - candidate.level_db});
  return candidate;
}

float OnsetStage::loud_at(Frames frame) const {
  return loud_db_ - kLoudFall * static_cast<float>(static_cast<double>(frame - last_.frame) / rate_);
}

void OnsetStage::accept(const Candidate& candidate) {
  loud_db_ = std::max(loud_at(candidate.frame), candidate.level_db);
  last_ = candidate;
}

void OnsetStage::reset() {
  novelty_.reset();
  picker_.reset();
  loud_db_ = -40;
  last_ = {
      .frame = -static_cast<Frames>(10 * rate_), .clues = {}, .curve = 0, .level_db = -40, .view = View::mid};
}

}  // namespace firstchair
