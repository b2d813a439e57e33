#include "io/video/paced_sound.h"

#include <algorithm>
#include <cmath>

namespace firstchair::video {
namespace {

constexpr double kFade_s = .005;  // to silence and from it, so that nothing clicks

}  // namespace

PacedSound::PacedSound(FilmSound sound, const cut::Pace& pace, double from_s) : sound_(std::move(sound)) {
  if (pace.speed < 1) slow_.emplace(sound_.rate(), pace.speed);
  if (pace.hold_s > 0 && pace.hold_at_s >= from_s) {
    hold_from_ = std::llround(cut::film_time(pace, from_s, pace.hold_at_s) * sound_.rate());
    hold_to_ = hold_from_ + std::llround(pace.hold_s * sound_.rate());
  }
}

std::vector<float> PacedSound::running(std::size_t frames) {
  if (!slow_) return sound_.next(frames);
  constexpr std::size_t kBlock = 4096;
  std::vector<float> samples;
  while (samples.size() < 2 * frames) {
    const std::vector<float> some = slow_->take(frames - samples.size() / 2);
    samples.insert(samples.end(), some.begin(), some.end());
    if (samples.size() < 2 * frames) slow_->push(sound_.next(kBlock));
  }
  return samples;
}

std::vector<float> PacedSound::next(std::size_t frames) {
  std::vector<float> samples;
  while (samples.size() < 2 * frames) {
    const auto left = static_cast<std::int64_t>(frames - samples.size() / 2);
    if (given_ >= hold_from_ && given_ < hold_to_) {
      const std::int64_t silent = std::min(left, hold_to_ - given_);
      samples.resize(samples.size() + 2 * static_cast<std::size_t>(silent), 0.F);
      given_ += silent;
      continue;
    }
    const std::int64_t until = given_ < hold_from_ ? std::min(left, hold_from_ - given_) : left;
    std::vector<float> some = running(static_cast<std::size_t>(until));
    const double fade = kFade_s * sound_.rate();
    if (hold_to_ > 0)
      for (std::size_t i = 0; i < some.size(); ++i) {
        const std::int64_t at = given_ + static_cast<std::int64_t>(i / 2);
        const auto apart = static_cast<double>(at < hold_from_ ? hold_from_ - at : at - hold_to_);
        if (apart < fade) some[i] *= static_cast<float>(apart / fade);
      }
    samples.insert(samples.end(), some.begin(), some.end());
    given_ += until;
  }
  return samples;
}

}  // namespace firstchair::video
