#include "training/audible.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <unsupported/Eigen/FFT>

#include "lab/sound.h"

namespace firstchair::training {
namespace {

constexpr double kLowHz = 50, kHighHz = 16000;
constexpr double kSeconds = 0.040, kRise = 0.001, kFall = 0.010;

}  // namespace

Audible::Audible()
    : fft_(kFrames),
      bands_(kBands, kLowHz, kHighHz, kFrames, lab::kBenchRate),
      window_(static_cast<std::size_t>(kSeconds * lab::kBenchRate)),
      frame_(kFrames),
      power_(static_cast<std::size_t>(fft_.bins())) {
  const double rise = kRise * lab::kBenchRate, fall = kFall * lab::kBenchRate;
  for (std::size_t i = 0; i < window_.size(); ++i) {
    const double from_start = static_cast<double>(i) + 0.5,
                 to_end = static_cast<double>(window_.size()) - from_start;
    const double place = std::min({1.0, from_start / rise, to_end / fall});
    window_[i] = static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * place));
  }
}

Audible::Powers Audible::powers_of(std::span<const float> frames) {
  const std::size_t count = std::min(frames.size(), window_.size());
  std::fill(frame_.begin(), frame_.end(), 0.0F);
  for (std::size_t i = 0; i < count; ++i) frame_[i] = window_[i] * frames[i];
  fft_.power(frame_, power_);
  Powers out;
  bands_.apply(power_, out);
  return out;
}

Audible::Powers Audible::powers_at(const std::vector<float>& mix, std::int64_t at) {
  const std::int64_t size = static_cast<std::int64_t>(mix.size());
  const std::int64_t from = std::clamp<std::int64_t>(at - kBefore, 0, size);
  return powers_of(std::span(mix).subspan(static_cast<std::size_t>(from)));
}

void Audible::add(std::span<const float> own, std::int64_t at, int part) {
  Own stroke{
      .sound = {own.begin(), own.begin() + static_cast<std::ptrdiff_t>(std::min(own.size(), window_.size()))},
      .gains = {},
      .at = at,
      .part = part};
  stroke.gains.fill(1);
  strokes_.push_back(std::move(stroke));
}

void Audible::changed(const std::vector<float>& before, const std::vector<float>& after, int part) {
  for (Own& stroke : strokes_) {
    if (part >= 0 && stroke.part != part) continue;
    const Powers was = powers_at(before, stroke.at), is = powers_at(after, stroke.at);
    for (std::size_t b = 0; b < kBands; ++b) stroke.gains[b] *= is[b] / (was[b] + 1e-20F);
  }
}

void Audible::scaled(double gain) {
  for (Own& stroke : strokes_) {
    for (float& power : stroke.gains) power *= static_cast<float>(gain * gain);
  }
}

void Audible::in_room(const std::vector<float>& response, std::int64_t direct, double dry, double wet) {
  // Longer than a stroke's window, the window of echoes and the way of the direct sound together.
  const std::size_t size = 8192, reach = std::min(response.size(), size - window_.size());
  Eigen::FFT<float> fft;
  std::vector<float> padded(size), echoed(size);
  std::copy_n(response.begin(), reach, padded.begin());
  std::vector<std::complex<float>> filter, spectrum;
  fft.fwd(filter, padded);
  for (Own& stroke : strokes_) {
    std::fill(padded.begin(), padded.end(), 0.0F);
    std::copy(stroke.sound.begin(), stroke.sound.end(), padded.begin());
    fft.fwd(spectrum, padded);
    for (std::size_t k = 0; k < size; ++k) spectrum[k] *= filter[k];
    fft.inv(echoed, spectrum);
    for (std::size_t i = 0; i < stroke.sound.size(); ++i) {
      const std::size_t later = i + static_cast<std::size_t>(direct);
      const double echo = later < size ? static_cast<double>(echoed[later]) : 0;
      stroke.sound[i] = static_cast<float>(dry * static_cast<double>(stroke.sound[i]) + wet * echo);
    }
  }
}

std::vector<float> Audible::shares(const std::vector<float>& mix) {
  std::vector<float> out;
  for (const Own& stroke : strokes_) {
    const Powers all = powers_at(mix, stroke.at);
    const Powers own = powers_of(stroke.sound);
    float largest = 0;
    for (std::size_t b = 0; b < kBands; ++b)
      largest = std::max(largest, own[b] * stroke.gains[b] / (all[b] + 1e-20F));
    out.push_back(std::min(largest, 1.0F));
  }
  return out;
}

}  // namespace firstchair::training
