#include "engine/ear/spectrogram.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/nn/math.h"

namespace firstchair::ear {
namespace {

constexpr double kHopSeconds = 256.0 / 44100;
constexpr double kShortSeconds = 0.012, kLongSeconds = 0.047;
constexpr double kLowRate = 5500;  // of the decimated sound, at least
constexpr int kReach =
    4;  // what folds back (up to 4.3 kHz) lands above 1.1 kHz, where the long view does not look
constexpr Frames kLag = 8;  // decimated samples by which the long view lags: so the net was trained
constexpr double kShortLowHz = 100, kShortHighHz = 16000, kLongLowHz = 30, kLongHighHz = 700;
constexpr float kRangeDb = -70;  // a band's level stops that far under the reference
constexpr float kRisePerFrame = 1.5F;
constexpr double kFallPerSecond = 1.0;
constexpr float kFirstReference = -25, kLeastReference = -75;  // dB re full scale
// A pause tells nothing of the gain: while the loudest band is softer, the reference stays.
constexpr float kPauseDb = -70;

float decibels(float power) {
  return 4.3429448F * nn::fast_log(power);
}

Frames window_for(double seconds, double rate) {
  Frames size = 8;
  while (static_cast<double>(2 * size) <= seconds * rate) size *= 2;
  return size;
}

}  // namespace

Spectrogram::View::View(Frames window, std::size_t count, double low_hz, double high_hz, double rate)
    : size(window),
      fft(static_cast<int>(window)),
      bands(count, low_hz, high_hz, static_cast<int>(window), rate) {
  const std::size_t length = static_cast<std::size_t>(size), fall = length / 4, rise = length - fall;
  shape.resize(length);
  windowed.resize(length);
  power.resize(static_cast<std::size_t>(fft.bins()));
  double energy = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const double place = i < rise ? (static_cast<double>(i) + 0.5) / static_cast<double>(rise)
                                  : (static_cast<double>(length - i) - 0.5) / static_cast<double>(fall);
    const double s = std::sin(std::numbers::pi / 2 * place);
    shape[i] = static_cast<float>(s * s);
    energy += s * s * s * s;
  }
  const float scale = static_cast<float>(1 / std::sqrt(energy));
  for (float& value : shape) value *= scale;
}

void Spectrogram::View::apply(std::span<const float> samples, std::span<float> powers) {
  for (std::size_t i = 0; i < shape.size(); ++i) windowed[i] = shape[i] * samples[i];
  fft.power(windowed, power);
  bands.apply(power, powers);
}

Spectrogram::Spectrogram(double rate)
    : hop_(std::lround(kHopSeconds * rate)),
      to_hop_(hop_),
      short_(window_for(kShortSeconds, rate), kShortBands, kShortLowHz, kShortHighHz, rate),
      decimator_(std::max(1, static_cast<int>(rate / kLowRate)), kReach),
      decimated_(static_cast<std::size_t>(hop_ / decimator_.factor() + 1)),
      long_(window_for(kLongSeconds, rate / decimator_.factor()), kLongBands, kLongLowHz, kLongHighHz,
            rate / decimator_.factor()),
      low_(static_cast<std::size_t>(long_.size + kLag)),
      fall_(static_cast<float>(kFallPerSecond * static_cast<double>(hop_) / rate)) {
  reset();
}

void Spectrogram::frame(const SampleHistory& history) {
  to_hop_ = hop_;
  const Frames factor = decimator_.factor(), count = (hop_ - to_low_) / factor + 1;
  const Frames first = history.end() - hop_ + to_low_, last = first + (count - 1) * factor;
  const std::span<float> decimated(decimated_.data(), static_cast<std::size_t>(count));
  decimator_.filter(history.span(first - static_cast<Frames>(decimator_.taps()), last), decimated);
  for (const float value : decimated) low_.push(value);
  to_low_ += count * factor - hop_;
  const std::span<float> powers(levels_);
  short_.apply(history.span(history.end() - short_.size, history.end()), powers.first(kShortBands));
  long_.apply(low_.span(low_.end() - kLag - long_.size, low_.end() - kLag), powers.subspan(kShortBands));
  float loudest = 1e-12F;
  for (const float power : levels_) loudest = std::max(loudest, power);
  const float now = decibels(loudest);
  if (now > reference_db_) {
    reference_db_ = std::min(now, reference_db_ + kRisePerFrame);
  } else if (now > kPauseDb) {
    reference_db_ = std::max(reference_db_ - fall_, kLeastReference);
  }
  const float least = std::exp((reference_db_ + kRangeDb) / 4.3429448F);
  for (float& level : levels_) {
    level = std::clamp(decibels(level + least) - reference_db_, kLeastLevel, kMostLevel);
  }
}

void Spectrogram::reset() {
  to_hop_ = hop_;
  to_low_ = 1;
  low_.reset();
  reference_db_ = kFirstReference;
  levels_.fill(kLeastLevel);
}

}  // namespace firstchair::ear
