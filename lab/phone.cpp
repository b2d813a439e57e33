#include "lab/phone.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/dsp/biquad.h"
#include "lab/codec.h"
#include "lab/sound.h"

namespace firstchair::lab {
namespace {

// Fast compression above -30 dB, slow gain towards -20 dB, and a limit that rounds off.
class Levels {
 public:
  explicit Levels(Dice& dice)
      : ratio_(2 + 3 * dice.uniform()),
        release_(0.1 + 0.3 * dice.uniform()),
        drive_(1 + 2 * dice.uniform()) {}

  float operator()(float in) {
    const double x = static_cast<double>(in), size = std::abs(x);
    mean_ += (x * x - mean_) / (1.5 * kBenchRate);
    const double slow = std::clamp(kTarget / std::sqrt(mean_ + 1e-9), 0.25, 4.0);
    envelope_ += (size - envelope_) / ((size > envelope_ ? 0.002 : release_) * kBenchRate);
    const double fast = envelope_ > kKnee ? std::pow(envelope_ / kKnee, 1 / ratio_ - 1) : 1;
    return static_cast<float>(std::tanh(drive_ * kMakeUp * slow * fast * x) / drive_);
  }

 private:
  static constexpr double kTarget = 0.1, kKnee = 0.0316, kMakeUp = 2;
  double ratio_, release_, drive_, mean_ = kTarget * kTarget, envelope_ = 0;
};

}  // namespace

std::vector<float> through_phone(const std::vector<float>& dry, std::uint64_t seed) {
  Dice dice(seed + 500);
  dsp::Biquad low_cut = dsp::Biquad::high_pass(120 + 180 * dice.uniform(), kBenchRate);
  const double top = 5000 + 3000 * dice.uniform();
  std::array<dsp::Biquad, 2> high_cut{dsp::Biquad::low_pass(top, kBenchRate),
                                      dsp::Biquad::low_pass(top, kBenchRate)};
  Levels levels(dice);
  std::vector<float> out;
  out.reserve(dry.size());
  for (const float value : dry) out.push_back(levels(high_cut[1](high_cut[0](low_cut(value)))));
  const std::vector<float> coded = through_codec(out, seed);
  return coded.empty() ? out : coded;
}

}  // namespace firstchair::lab
