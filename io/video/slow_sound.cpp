#include "io/video/slow_sound.h"

#include <SoundTouch.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace firstchair::video {

namespace {

// Short pieces: a stroke's attack is repeated within so much, and not as an echo of its own.
constexpr int kSequence_ms = 30, kSeek_ms = 10, kOverlap_ms = 6;

}  // namespace

static_assert(std::is_same_v<soundtouch::SAMPLETYPE, float>, "SoundTouch was built for other samples");

struct SlowSound::Side {
  soundtouch::SoundTouch touch;
};

SlowSound::SlowSound(double rate, double speed) : side_(std::make_unique<Side>()) {
  side_->touch.setSampleRate(static_cast<unsigned>(std::lround(rate)));
  side_->touch.setChannels(2);
  side_->touch.setSetting(SETTING_SEQUENCE_MS, kSequence_ms);
  side_->touch.setSetting(SETTING_SEEKWINDOW_MS, kSeek_ms);
  side_->touch.setSetting(SETTING_OVERLAP_MS, kOverlap_ms);
  side_->touch.setTempo(std::clamp(speed, .1, 1.));
}
SlowSound::SlowSound(SlowSound&&) noexcept = default;
SlowSound& SlowSound::operator=(SlowSound&&) noexcept = default;
SlowSound::~SlowSound() = default;

void SlowSound::push(std::span<const float> stereo) {
  side_->touch.putSamples(stereo.data(), static_cast<unsigned>(stereo.size() / 2));
}

std::vector<float> SlowSound::take(std::size_t frames) {
  const std::size_t now = std::min<std::size_t>(frames, side_->touch.numSamples());
  std::vector<float> samples(2 * now);
  samples.resize(2 * side_->touch.receiveSamples(samples.data(), static_cast<unsigned>(now)));
  return samples;
}

}  // namespace firstchair::video
