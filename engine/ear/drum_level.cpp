#include "engine/ear/drum_level.h"

#include <algorithm>
#include <cmath>

#include "engine/dsp/biquad.h"

namespace firstchair::ear {
namespace {

constexpr double kLongest = 0.060;

struct Band {
  double from = 0, to = 0;  // Hz; 0: no bound
  double seconds = 0.030;   // after the attack
};

// Where the order of a drum's strokes is kept best: chosen from fourteen bands and four lengths on rendered
// pieces of the training side, and no worse on the validation side (docs/dev_log.md).
Band band_of(Voice voice) {
  switch (family_of(voice)) {
    case Family::kick:
      return {.from = 0, .to = 120, .seconds = kLongest};
    case Family::tom:
    case Family::snare:
      return {.from = 500, .to = 5000};
    case Family::hat:
    case Family::cymbal:
      return {.from = 9000, .to = 0};
    case Family::pad:
      break;
  }
  return {};
}

constexpr double kRings = 0.5;   // of the power that rang before, this share goes on
constexpr double kLeast = 0.05;  // a stroke's own share of the power at least, whatever rang before

}  // namespace

DrumLevel::DrumLevel(double rate)
    : rate_(rate), warm_up_(std::lround(0.012 * rate)), ringing_(std::lround(0.008 * rate)) {}

float DrumLevel::operator()(const SampleHistory& history, Frames attack, Voice voice) {
  const Frames at = std::clamp(attack, history.begin() + before(), history.end());
  const Band band = band_of(voice);
  const Frames stroke = std::lround(band.seconds * rate_);
  const std::span<const float> samples = history.span(at - before(), std::min(history.end(), at + stroke));
  const double most = 0.45 * rate_;
  dsp::Biquad low = dsp::Biquad::low_pass(band.to > 0 ? std::min(band.to, most) : most, rate_);
  dsp::Biquad high = dsp::Biquad::high_pass(band.from > 0 ? std::min(band.from, 0.8 * most) : 10, rate_);
  double rang = 0, power = 0;
  const std::size_t settled = static_cast<std::size_t>(warm_up_),
                    struck = settled + static_cast<std::size_t>(ringing_);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double value = static_cast<double>(high(low(samples[i])));
    if (i >= struck) {
      power += value * value;
    } else if (i >= settled) {
      rang += value * value;
    }
  }
  power /= static_cast<double>(stroke);
  rang /= static_cast<double>(ringing_);
  return 4.3429448F * std::log(static_cast<float>(std::max(power - kRings * rang, kLeast * power) + 1e-14));
}

}  // namespace firstchair::ear
