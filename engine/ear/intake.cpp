#include "engine/ear/intake.h"

#include <algorithm>
#include <cmath>

namespace firstchair::ear {
namespace {

constexpr double kHighestNativeRate = 50000;
constexpr double kPeakWithin = 0.030;  // seconds
constexpr double kDcHz = 10;
constexpr float kQuietestDb = -80;  // softer is converter noise
// A recording begins with its noise, at once: a stroke in its first milliseconds must be louder than that.
constexpr double kBeginning = 0.006;
constexpr float kLoudBeginningDb = -30;

}  // namespace

Intake::Intake(double rate)
    : rate_(rate / std::ceil(rate / kHighestNativeRate)),
      decimator_(static_cast<int>(std::ceil(rate / kHighestNativeRate))),
      clicks_(rate),
      dc_pole_(static_cast<float>(1 - 2 * 3.14159265358979 * kDcHz / rate_)) {}

bool Intake::tells(Frames attack, float level_db) const {
  const Frames beginning = std::lround(kBeginning * rate_);
  return !clicks_.left_over(input_frame(attack), level_db) &&
         level_db >= (attack < beginning ? kLoudBeginningDb : kQuietestDb);
}

void Intake::reset() {
  decimator_.reset();
  clicks_.reset();
  started_ = false;
  dc_in_ = dc_out_ = 0;
}

float level_after(const SampleHistory& history, Frames attack, double rate) {
  const Frames from = std::min(std::max(attack, history.begin()), history.end());
  const Frames to =
      std::min(history.end(), std::max(attack, history.begin()) + std::lround(kPeakWithin * rate));
  float loudest = 1e-10F;
  for (const float sample : history.span(from, to)) loudest = std::max(loudest, std::abs(sample));
  return 8.6858896F * std::log(loudest);
}

}  // namespace firstchair::ear
