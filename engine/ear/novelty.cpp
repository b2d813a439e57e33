#include "engine/ear/novelty.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace firstchair {
namespace {

constexpr float kSilence = 1e-10F;    // -100 dB: dither of 16 bits
constexpr float kFirstFloor = 3e-5F;  // -45 dB: what is taken for noise before anything was heard
constexpr float kUnderPeak = 1e-5F;   // -50 dB under the loudest of the band
constexpr float kAboveFloor = 4.0F;   // the minimum of a noisy band lies well under its mean
constexpr double kPeakFallDbPerSecond = 1.5;
constexpr double kFloorRiseDbPerSecond = 4.0;
constexpr double kSmoothingSeconds = 0.03;
constexpr double kLowHz = 250, kMidHz = 400, kHighHz = 3000;
constexpr std::size_t kLag = 2;
constexpr std::size_t kLowLag = 6;  // a low tone beats within a window shorter than its period
constexpr float kMostRise = 20;

float decibels(float power) {
  return 4.3429448F * std::log(power);
}

}  // namespace

Novelty::Novelty(const Features& features, double rate)
    : bands_(static_cast<std::size_t>(features.bands())),
      low_bands_(0),
      mid_from_(0),
      high_from_(0),
      third_(bands_ / 3) {
  const double seconds = features.hop() / rate;
  fall_of_peak_ = static_cast<float>(std::pow(10, -kPeakFallDbPerSecond * seconds / 10));
  rise_of_floor_ = static_cast<float>(std::pow(10, kFloorRiseDbPerSecond * seconds / 10));
  smoothing_ = static_cast<float>(1 - std::exp(-seconds / kSmoothingSeconds));
  for (int b = 0; b < features.bands(); ++b) {
    low_bands_ += features.centre_hz(b) < kLowHz;
    mid_from_ += features.centre_hz(b) < kMidHz;
    high_from_ += features.centre_hz(b) < kHighHz;
  }
  reset();
}

News Novelty::push(const BandPowers& frame) {
  BandPowers& now = levels_[at_];
  BandPowers rises{};
  News news;
  for (std::size_t b = 0; b < bands_; ++b) {
    const float under_peak = kUnderPeak * peak_[b];
    const float over_floor = kAboveFloor * floor_[b];
    now[b] = decibels(frame[b] + std::max({kSilence, under_peak, over_floor}));
    peak_[b] = std::max(frame[b], peak_[b] * fall_of_peak_);
    smooth_[b] += smoothing_ * (frame[b] - smooth_[b]);
    floor_[b] = std::clamp(smooth_[b], kSilence / 100, floor_[b] * rise_of_floor_);
  }
  for (std::size_t b = 0; b < bands_; ++b) {
    const std::size_t lowest = b == 0 ? 0 : b - 1, highest = std::min(b + 1, bands_ - 1);
    float before = -1000;
    for (std::size_t lag = kLag; lag <= (b < low_bands_ ? kLowLag : kLag); ++lag) {
      const BandPowers& then = levels_[(at_ + kDepth - lag) % kDepth];
      for (std::size_t n = lowest; n <= highest; ++n) before = std::max(before, then[n]);
    }
    rises[b] = std::clamp(now[b] - before, 0.0F, kMostRise);
    news.all += rises[b];
    (b < mid_from_ ? news.low : b < high_from_ ? news.mid : news.high) += rises[b];
    const std::size_t then = at_ + kDepth - kLookAhead;
    const float old = std::max(levels_[(then - kLag) % kDepth][b], levels_[(then - kLag - 1) % kDepth][b]);
    news.lasting += std::clamp(now[b] - old, -kMostRise, kMostRise);
  }
  at_ = (at_ + 1) % kDepth;
  news.all /= static_cast<float>(bands_);
  news.lasting /= static_cast<float>(bands_);
  news.low /= static_cast<float>(mid_from_);
  news.mid /= static_cast<float>(high_from_ - mid_from_);
  news.high /= static_cast<float>(std::max<std::size_t>(1, bands_ - high_from_));
  std::nth_element(rises.begin(), rises.begin() + static_cast<std::ptrdiff_t>(third_), rises.end(),
                   std::greater<>());
  for (std::size_t r = 0; r < third_; ++r) news.most += rises[r] / static_cast<float>(third_);
  news.curve = (news.all + news.most) / 2;
  return news;
}

void Novelty::reset() {
  peak_.fill(0);
  smooth_.fill(kFirstFloor);
  floor_.fill(kFirstFloor);
  for (BandPowers& level : levels_) level.fill(decibels(kFirstFloor * kAboveFloor));
  at_ = 0;
}

}  // namespace firstchair
