#include "engine/ear/tom_pitch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace firstchair::ear {
namespace {

constexpr double kFrom = 0.020, kLength = 0.120;  // seconds: the stick is over, the head still sounds

int transform_size(Frames length) {
  int size = 8;
  while (size < length) size *= 2;
  return size;
}

}  // namespace

TomPitch::TomPitch(double rate)
    : from_(std::lround(kFrom * rate)),
      length_(std::lround(kLength * rate)),
      fft_(transform_size(length_)),
      frame_(static_cast<std::size_t>(fft_.size())),
      power_(static_cast<std::size_t>(fft_.bins())) {
  for (Frames i = 0; i < length_; ++i) {
    const double phase = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(length_ - 1);
    shape_.push_back(static_cast<float>(0.5 - 0.5 * std::cos(phase)));
  }
  const double width = rate / fft_.size();
  first_bin_ = static_cast<int>(std::ceil(kLowest / width));
  for (int bin = first_bin_; bin * width <= kHighest; ++bin)
    octaves_.push_back(static_cast<float>(std::log2(bin * width / kLowest)));
}

float TomPitch::operator()(const SampleHistory& history, Frames attack) FIRSTCHAIR_AUDIO {
  const Frames first = std::clamp(attack + from_, history.begin(), history.end());
  const std::span<const float> sound = history.span(first, std::min(history.end(), first + length_));
  std::fill(frame_.begin(), frame_.end(), 0.0F);
  for (std::size_t i = 0; i < sound.size(); ++i) frame_[i] = shape_[i] * sound[i];
  fft_.power(frame_, power_);
  float sum = 0, weighted = 0;
  for (std::size_t k = 0; k < octaves_.size(); ++k) {
    const float power = power_[static_cast<std::size_t>(first_bin_) + k];
    sum += power;
    weighted += power * octaves_[k];
  }
  return sum > 0 ? weighted / sum : 0;
}

}  // namespace firstchair::ear
