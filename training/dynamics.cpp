#include "training/dynamics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <numbers>

#include "engine/dsp/biquad.h"
#include "lab/sound.h"

namespace firstchair::training {
namespace {

constexpr double kLookAhead = 0.0015;  // of the limiter

double pole_of(double seconds) {
  return 1 - std::exp(-1 / (seconds * lab::kBenchRate));
}

}  // namespace

double amplitude(double db) {
  return std::pow(10, db / 20);
}

double peak_of(const Sound& sound) {
  float peak = 1e-9F;
  for (const float value : sound) peak = std::max(peak, std::abs(value));
  return static_cast<double>(peak);
}

double power_of(const Sound& sound) {
  double sum = 0;
  for (const float value : sound) sum += static_cast<double>(value) * static_cast<double>(value);
  return sum / static_cast<double>(std::max<std::size_t>(1, sound.size()));
}

void tilt(Sound& sound, double hz, double low_db, double high_db) {
  const double pole = 1 - std::exp(-2 * std::numbers::pi * hz / lab::kBenchRate);
  const double below = amplitude(low_db), above = amplitude(high_db);
  double low = 0;
  for (float& value : sound) {
    const double in = static_cast<double>(value);
    low += pole * (in - low);
    value = static_cast<float>(below * low + above * (in - low));
  }
}

void bell(Sound& sound, double hz, double q, double db) {
  const double a = std::pow(10, db / 40), w = 2 * std::numbers::pi * hz / lab::kBenchRate;
  const double alpha = std::sin(w) / (2 * q), norm = 1 / (1 + alpha / a), turn = -2 * std::cos(w) * norm;
  const double b0 = (1 + alpha * a) * norm, b2 = (1 - alpha * a) * norm, a2 = (1 - alpha / a) * norm;
  double s1 = 0, s2 = 0;
  for (float& value : sound) {
    const double in = static_cast<double>(value), out = b0 * in + s1;
    s1 = turn * in - turn * out + s2;
    s2 = b2 * in - a2 * out;
    value = static_cast<float>(out);
  }
}

void high_pass(Sound& sound, double hz) {
  dsp::Biquad filter = dsp::Biquad::high_pass(hz, lab::kBenchRate);
  for (float& value : sound) value = filter(value);
}

void compress(Sound& sound, double threshold, double ratio, double attack, double release) {
  const double up = pole_of(attack), down = pole_of(release), power = 1 / ratio - 1;
  double level = 0;
  for (float& value : sound) {
    const double in = std::abs(static_cast<double>(value));
    level += (in > level ? up : down) * (in - level);
    if (level > threshold) value *= static_cast<float>(std::exp(power * std::log(level / threshold)));
  }
}

void limit(Sound& sound, double limit, double release) {
  const std::size_t ahead = static_cast<std::size_t>(kLookAhead * lab::kBenchRate);
  const double fall = pole_of(kLookAhead / 3), rise = pole_of(release);
  // The loudest of the next samples, by a queue of falling peaks.
  std::vector<double> wanted(sound.size());
  std::deque<std::size_t> peaks;
  const auto size_at = [&](std::size_t i) { return std::abs(static_cast<double>(sound[i])); };
  for (std::size_t i = 0; i < sound.size() + ahead; ++i) {
    if (i < sound.size()) {
      while (!peaks.empty() && size_at(peaks.back()) <= size_at(i)) peaks.pop_back();
      peaks.push_back(i);
    }
    if (i < ahead) continue;
    const std::size_t now = i - ahead;
    while (peaks.front() < now) peaks.pop_front();
    wanted[now] = std::min(1.0, limit / std::max(size_at(peaks.front()), 1e-9));
  }
  double gain = 1;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const double target = wanted[i];
    gain += (target < gain ? fall : rise) * (target - gain);
    const double value = gain * static_cast<double>(sound[i]);
    sound[i] = static_cast<float>(std::clamp(value, -limit, limit));
  }
}

void gate(Sound& sound, double threshold, double closed, double hold, double release) {
  const double open = pole_of(0.0003), close = pole_of(release), follow = pole_of(0.004);
  const std::int64_t held = static_cast<std::int64_t>(hold * lab::kBenchRate);
  double level = 0, gain = closed;
  std::int64_t since = held + 1;
  for (float& value : sound) {
    const double in = std::abs(static_cast<double>(value));
    level = std::max(in, level + follow * (in - level));
    since = level > threshold ? 0 : since + 1;
    const double target = since <= held ? 1 : closed;
    gain += (target > gain ? open : close) * (target - gain);
    value = static_cast<float>(gain * static_cast<double>(value));
  }
}

void saturate(Sound& sound, double drive) {
  const double peak = peak_of(sound);
  for (float& value : sound)
    value =
        static_cast<float>(peak * std::tanh(drive * static_cast<double>(value) / peak) / std::tanh(drive));
}

void clip(Sound& sound, double drive) {
  const double limit = peak_of(sound) / drive;
  for (float& value : sound)
    value = static_cast<float>(std::clamp(static_cast<double>(value), -limit, limit));
}

}  // namespace firstchair::training
