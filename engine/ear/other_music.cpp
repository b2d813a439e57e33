#include "engine/ear/other_music.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>

#include "engine/core/vector.h"
#include "engine/nn/math.h"

namespace firstchair::ear {
namespace {

constexpr double kLowRate = 10500;      // Hz, of the decimated sound, at least where the input has it
constexpr double kLeastWindow = 0.125;  // seconds; harmonics of 60 Hz are five bins apart and more
constexpr double kHop = 0.0464;         // seconds
constexpr double kHighestHz = 3600;     // above it cymbals are all there is to see
constexpr std::size_t kLasts = 5;       // frames
constexpr float kFadesDb = 5;           // over these; a tom falls by 10 and more
constexpr std::size_t kNear = 24;       // bins to either side that a partial must stand over
constexpr std::size_t kMedianStep = 8;
constexpr float kOverNear = 6, kMostOver = 20, kOverFloor = 6;  // dB
constexpr float kFloorRises = 0.7F, kFloorFalls = 40;           // dB a second
constexpr float kUnderLoudest = 45, kLoudestFalls = 2;          // dB; dB a second
constexpr double kLowestTone = 60, kHighestTone = 640;          // Hz
constexpr int kTonesAnOctave = 36;
constexpr int kHarmonics = 8;
constexpr double kWindow = 4;           // seconds over which frames are counted
constexpr double kShareOfMusic = 0.15;  // of them

std::size_t window_for(double rate) {
  std::size_t size = 256;
  while (static_cast<double>(size) < kLeastWindow * rate) size *= 2;
  return size;
}

}  // namespace

FIRSTCHAIR_WIDE float OtherMusic::middle_of(std::span<const float> values) {
  using Count = std::int32_t __attribute__((vector_size(sizeof(std::int32_t) * kLanes)));
  const auto half = static_cast<std::int32_t>(values.size() / 2);
  std::array<float, 2 * kNear + kLanes> padded;
  std::copy(values.begin(), values.end(), padded.begin());
  std::fill(padded.begin() + static_cast<std::ptrdiff_t>(values.size()), padded.end(), values.back());
  for (std::size_t i = 0; i < values.size(); i += kLanes) {
    Vec candidates;
    std::memcpy(&candidates, &padded[i], sizeof candidates);
    Count below{}, not_above{};  // true is -1
    for (const float value : values) {
      below += value < candidates;
      not_above += value <= candidates;
    }
    std::array<std::int32_t, kLanes> least, most;
    std::memcpy(least.data(), &below, sizeof below);
    std::memcpy(most.data(), &not_above, sizeof not_above);
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      if (-least[lane] <= half && half < -most[lane]) return padded[i + lane];
  }
  return values.front();  // of values that cannot be compared
}

OtherMusic::OtherMusic(double rate)
    : factor_(std::max(1, static_cast<int>(rate / kLowRate))),
      rate_(rate / factor_),
      hop_(std::lround(kHop * rate_)),
      to_hop_(static_cast<Frames>(window_for(rate_))),
      decimator_(factor_),
      fft_(static_cast<int>(window_for(rate_))),
      history_(window_for(rate_)) {
  const std::size_t size = window_for(rate_);
  const double hz_to_bins = static_cast<double>(size) / rate_;
  bins_ = static_cast<std::size_t>(std::min(kHighestHz, 0.45 * rate_) * hz_to_bins);
  shape_.resize(size);
  for (std::size_t i = 0; i < size; ++i) {
    const double place = (static_cast<double>(i) + 0.5) / static_cast<double>(size);
    shape_[i] = static_cast<float>((0.5 - 0.5 * std::cos(2 * std::numbers::pi * place)) * 4 /
                                   static_cast<double>(size));
  }
  windowed_.resize(size);
  power_.resize(static_cast<std::size_t>(fft_.bins()));
  lasting_.resize(bins_);
  median_.resize(bins_ / kMedianStep + 1);
  levels_.assign(kLasts, std::vector<float>(bins_));
  salient_.assign(kLasts, std::vector<float>(bins_));
  const int tones = static_cast<int>(kTonesAnOctave * std::log2(kHighestTone / kLowestTone));
  for (int t = 0; t < tones; ++t)
    tones_.push_back(static_cast<float>(kLowestTone * std::exp2(t / double{kTonesAnOctave}) * hz_to_bins));
}

void OtherMusic::push(std::span<const float> mono) {
  pushed_ += static_cast<Frames>(mono.size());
  std::array<float, dsp::Decimator::kMost> finite;
  while (!mono.empty()) {
    const std::span<const float> part = mono.first(std::min(finite.size(), mono.size()));
    mono = mono.subspan(part.size());
    for (std::size_t i = 0; i < part.size(); ++i)
      finite[i] = std::isfinite(part[i]) ? std::clamp(part[i], -4.0F, 4.0F) : 0;
    for (const float low : decimator_.push(std::span<const float>(finite).first(part.size()))) {
      history_.push(low);
      if (--to_hop_ > 0) continue;
      to_hop_ = hop_;
      frame();
    }
  }
}

void OtherMusic::frame() {
  take_levels();
  find_lasting();
  told_.push_back(static_cast<unsigned char>(std::clamp(best_tone(), 0.0F, 255.0F)));
  ++frames_;
}

// Levels of the bins, and how far each stands over its neighbours, where it stands over its own floor.
void OtherMusic::take_levels() {
  const auto size = static_cast<Frames>(shape_.size());
  const std::span<const float> sound = history_.span(history_.end() - size, history_.end());
  for (std::size_t i = 0; i < shape_.size(); ++i) windowed_[i] = shape_[i] * sound[i];
  fft_.power(windowed_, power_);
  std::vector<float>& level = levels_[frames_ % kLasts];
  std::vector<float>& salient = salient_[frames_ % kLasts];
  float loudest = -100;
  for (std::size_t b = 0; b < bins_; ++b) {
    level[b] = 4.3429448F * nn::fast_log(power_[b] + 1e-12F);
    loudest = std::max(loudest, level[b]);
  }
  const auto second = static_cast<float>(rate_ / static_cast<double>(hop_));
  loudest_db_ = std::max(loudest, loudest_db_ - kLoudestFalls / second);
  if (floor_.empty()) floor_ = level;
  for (std::size_t m = 0; m < median_.size(); ++m) {
    const std::size_t at = std::min(m * kMedianStep, bins_ - 1), from = at > kNear ? at - kNear : 0;
    median_[m] =
        middle_of(std::span<const float>(level).subspan(from, std::min(bins_, at + kNear + 1) - from));
  }
  for (std::size_t b = 0; b < bins_; ++b) {
    floor_[b] =
        std::min(floor_[b] + kFloorRises / second, std::max(level[b], floor_[b] - kFloorFalls / second));
    const float over = level[b] - median_[std::min((b + kMedianStep / 2) / kMedianStep, median_.size() - 1)];
    const bool stands = level[b] > floor_[b] + kOverFloor && level[b] > loudest_db_ - kUnderLoudest;
    salient[b] = stands ? std::clamp(over - kOverNear, 0.0F, kMostOver) : 0;
  }
}

// What stood out in all of the latest frames, a bin up or down, and hardly fades.
void OtherMusic::find_lasting() {
  std::fill(lasting_.begin(), lasting_.end(), 0.0F);
  if (frames_ + 1 < kLasts) return;
  const auto near = [&](const std::vector<float>& of, std::size_t b) {
    return std::max({of[b - 1], of[b], of[b + 1]});
  };
  const std::vector<float>& now = levels_[frames_ % kLasts];
  const std::vector<float>& before = levels_[(frames_ + 1) % kLasts];
  for (std::size_t b = 1; b + 1 < bins_; ++b) {
    if (salient_[frames_ % kLasts][b] <= 0 || near(now, b) - near(before, b) <= -kFadesDb) continue;
    float least = kMostOver;
    for (const std::vector<float>& salient : salient_) least = std::min(least, near(salient, b));
    lasting_[b] = least;
  }
}

float OtherMusic::best_tone() const {
  const auto near = [&](float bin) {
    const auto b = static_cast<std::size_t>(bin + 0.5F);
    return b < 1 || b + 1 >= bins_ ? 0.0F : std::max({lasting_[b - 1], lasting_[b], lasting_[b + 1]});
  };
  float best = 0;
  for (const float tone : tones_) {
    float on = 0, between = 0;
    int low = 0;  // of the first four harmonics
    for (int h = 1; h <= kHarmonics && static_cast<float>(h) * tone + 1 < static_cast<float>(bins_); ++h) {
      const float here = near(static_cast<float>(h) * tone);
      on += here;
      low += here > 0 && h <= 4;
      between += near((static_cast<float>(h) - 0.5F) * tone);
    }
    if (low >= 3) best = std::max(best, on - between);
  }
  return best;
}

std::vector<MusicHeard> OtherMusic::stretches() const {
  const double second = rate_ / static_cast<double>(hop_);
  const auto window = static_cast<std::size_t>(kWindow * second);
  std::vector<MusicHeard> found;
  std::size_t music = 0;
  const auto frame_of = [&](std::size_t frame) {
    return std::min(pushed_, static_cast<Frames>(frame) * hop_ * factor_);
  };
  for (std::size_t f = 0; f < told_.size(); ++f) {
    music += static_cast<float>(told_[f]) > kMusic;
    if (f + 1 < window) continue;
    if (f >= window) music -= static_cast<float>(told_[f - window]) > kMusic;
    if (static_cast<double>(music) < kShareOfMusic * static_cast<double>(window)) continue;
    const Frames from = frame_of(f + 1 - window), to = frame_of(f + kLasts);
    if (!found.empty() && from <= found.back().to) {
      found.back().to = to;
    } else {
      found.push_back({from, to});
    }
  }
  return found;
}

}  // namespace firstchair::ear
