#include "engine/cut/envelope.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace firstchair::cut {
namespace {

constexpr double kLowest = 100, kHighest = 10000;  // Hz
constexpr double kFrame = 0.0107;                  // s of sound in a spectrum: 512 samples at 48 kHz
constexpr float kFloor = 0.1F;                     // of the mean energy, added to the energy
constexpr float kMeanOver = 3;                     // s
constexpr float kSteps = 16;                       // to a neper
constexpr float kLeast = 1e-20F;                   // energy that is nobody's: keeps the logarithm finite

int size_for(double rate) {
  int size = 64;
  while (size * 1.42 < kFrame * rate) size *= 2;
  return size;
}

}  // namespace

Envelope part_of(const Envelope& envelope, std::size_t first, std::size_t count) {
  const std::size_t from = std::min(first, envelope.hops()), to = std::min(first + count, envelope.hops());
  return {{envelope.rises.begin() + static_cast<std::ptrdiff_t>(from * kBands),
           envelope.rises.begin() + static_cast<std::ptrdiff_t>(to * kBands)}};
}

Envelope at_speed(const Envelope& envelope, double speed) {
  Envelope played;
  const auto hops = static_cast<std::size_t>(static_cast<double>(envelope.hops()) / speed);
  played.rises.reserve(hops * kBands);
  for (std::size_t h = 0; h < hops; ++h) {
    const double at = static_cast<double>(h) * speed;
    const auto before = static_cast<std::size_t>(at);
    const std::size_t after = std::min(before + 1, envelope.hops() - 1);
    const double share = at - static_cast<double>(before);
    for (std::size_t b = 0; b < kBands; ++b)
      played.rises.push_back(static_cast<std::uint8_t>(std::lround(
          (1 - share) * envelope.rises[before * kBands + b] + share * envelope.rises[after * kBands + b])));
  }
  return played;
}

Envelope envelope_of(std::span<const StruckAt> strokes, double length_s) {
  Envelope envelope;
  const auto hops = static_cast<std::size_t>(std::ceil(length_s / kHop));
  envelope.rises.assign(hops * kBands, 0);
  for (const StruckAt& stroke : strokes) {
    std::size_t low = 1, high = 7;  // bands that a drum's attack fills
    if (stroke.family == Family::kick) low = 0, high = 3;
    if (stroke.family == Family::tom) low = 0, high = 5;
    if (stroke.family == Family::hat || stroke.family == Family::cymbal) low = 4, high = 8;
    const double middle = stroke.at_s / kHop;
    for (auto hop = static_cast<std::ptrdiff_t>(middle) - 2; hop <= static_cast<std::ptrdiff_t>(middle) + 3;
         ++hop) {
      if (hop < 0 || hop >= static_cast<std::ptrdiff_t>(hops)) continue;
      const double share = std::max(0.0, 1 - std::abs(static_cast<double>(hop) - middle) / 2.5);
      const auto rise = static_cast<std::uint8_t>(
          std::lround(48 * share * std::sqrt(std::clamp(stroke.strength, 0.0, 1.0))));
      for (std::size_t b = low; b < high; ++b) {
        std::uint8_t& at = envelope.rises[static_cast<std::size_t>(hop) * kBands + b];
        at = std::max(at, rise);
      }
    }
  }
  return envelope;
}

EnvelopeMaker::EnvelopeMaker(double rate)
    : rate_(rate),
      size_(size_for(rate)),
      fft_(size_),
      bands_(kBands, kLowest, kHighest, size_, rate),
      window_(static_cast<std::size_t>(size_)),
      frame_(window_.size()),
      power_(static_cast<std::size_t>(fft_.bins())) {
  for (std::size_t n = 0; n < window_.size(); ++n)
    window_[n] = static_cast<float>(
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * (static_cast<double>(n) + 0.5) / size_));
  // Before the first sample is silence, so that the first spectrum stands around time 0.
  waiting_.assign(static_cast<std::size_t>(size_ / 2), 0);
  waiting_from_ = -size_ / 2;
}

void EnvelopeMaker::push(std::span<const float> mono) {
  for (const float sample : mono) waiting_.push_back(std::isfinite(sample) ? sample : 0.0F);
  pushed_ += static_cast<Frames>(mono.size());
  while (true) {
    const Frames from =
        static_cast<Frames>(std::llround(static_cast<double>(next_) * kHop * rate_)) - size_ / 2;
    if (from + size_ > pushed_) break;
    std::copy_n(waiting_.begin() + static_cast<std::ptrdiff_t>(from - waiting_from_), size_, frame_.begin());
    hop();
  }
  const Frames keep =
      static_cast<Frames>(std::llround(static_cast<double>(next_) * kHop * rate_)) - size_ / 2;
  if (const Frames old = std::min<Frames>(keep - waiting_from_, static_cast<Frames>(waiting_.size()));
      old > 0) {
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(old));
    waiting_from_ += old;
  }
}

void EnvelopeMaker::hop() {
  for (std::size_t n = 0; n < frame_.size(); ++n) frame_[n] *= window_[n];
  fft_.power(frame_, power_);
  std::array<float, kBands> energy{};
  bands_.apply(power_, energy);
  // The mean is that of what was heard so far until there are seconds of it.
  const float share = 1 / std::min(static_cast<float>(next_ + 1), kMeanOver / static_cast<float>(kHop));
  for (std::size_t b = 0; b < kBands; ++b) {
    mean_[b] += share * (energy[b] - mean_[b]);
    const float floor = kFloor * mean_[b] + kLeast;
    const float rise = next_ < 2 ? 0 : std::log((energy[b] + floor) / (before_[0][b] + floor));
    envelope_.rises.push_back(
        static_cast<std::uint8_t>(std::lround(std::clamp(rise * kSteps, 0.0F, 255.0F))));
    before_[0][b] = before_[1][b];
    before_[1][b] = energy[b];
  }
  ++next_;
}

Envelope EnvelopeMaker::finish() {
  return std::move(envelope_);
}

}  // namespace firstchair::cut
