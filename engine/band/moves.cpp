#include "engine/band/moves.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/stats/stats.h"

namespace firstchair::band {
namespace {

// Shares of the gap closed a beat: 25 ms closed by half of one is nothing, by two and a half is little.
constexpr double kNothing = .02, kLittle = .1;

// The filter is the innovations of a Kalman filter for steps of a timekeeper (SD 1) with a hand's delay (SD
// .5, which the next step takes back) about a tempo that wanders (.12 a beat). Only their ratios matter.
class Whitener {
 public:
  double push(double step) {
    const double variance = tt_ - 2 * th_ + hh_ + kTimekeeper + kHand;
    const double surprise = step - (tempo_ - hand_);
    const double gain_t = (tt_ - th_) / variance;
    tempo_ += gain_t * surprise;
    hand_ = kHand / variance * surprise;
    const double tt = tt_ - gain_t * gain_t * variance;
    th_ = -gain_t * kHand;
    hh_ = kHand - kHand * kHand / variance;
    tt_ = tt + kWalk;
    return surprise / std::sqrt(variance);
  }
  void skip() {  // a beat that was not heard
    tt_ += kWalk;
    th_ = 0;
    hh_ = kHand;
    hand_ = 0;
  }

 private:
  static constexpr double kTimekeeper = 1, kHand = .25, kWalk = .0144;
  double tempo_ = 0, hand_ = 0;
  double tt_ = 1, th_ = 0, hh_ = kHand;
};

double mean_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return x.empty() ? 0 : sum / static_cast<double>(x.size());
}

// A pair of beats that both were heard: the drummer's step from it, the gap at it, the band's known step.
struct Pairs {
  std::vector<double> step, gap, loose;
  std::vector<bool> there;
};

Pairs pairs_of(std::span<const PlayedBeat> beats) {
  Pairs pairs;
  for (std::size_t n = 0; n + 1 < beats.size(); ++n) {
    const bool there = beats[n].heard && beats[n + 1].heard;
    pairs.there.push_back(there);
    if (!there) continue;
    pairs.step.push_back(beats[n + 1].drummer_ms - beats[n].drummer_ms);
    pairs.gap.push_back(beats[n].drummer_ms - beats[n].band_ms);
    pairs.loose.push_back(beats[n].loose_ms);
  }
  return pairs;
}

std::vector<double> whitened(const std::vector<double>& x, const std::vector<bool>& there) {
  const double mean = mean_of(x);
  Whitener whitener;
  std::vector<double> out;
  auto next = x.begin();
  for (const bool here : there) {
    if (here)
      out.push_back(whitener.push(*next++ - mean));
    else
      whitener.skip();
  }
  const double rest = mean_of(out);
  for (double& value : out) value -= rest;
  return out;
}

Tempo tempo_of_steps(std::span<const double> steps) {
  if (steps.size() < 4) return {};
  const stats::Sample sample = stats::describe(steps);
  if (!(sample.mean > 0)) return {};
  const double half = stats::t_quantile(sample.n - 1.) * sample.mean_error();
  return {.bpm = 60000 / sample.mean, .half_bpm = half * 60000 / (sample.mean * sample.mean)};
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (std::size_t n = 0; n < a.size(); ++n) sum += a[n] * b[n];
  return sum;
}

}  // namespace

Gain drummer_gain(std::span<const PlayedBeat> beats) {
  Pairs pairs = pairs_of(beats);
  Gain gain{.beats = static_cast<int>(pairs.step.size())};
  if (gain.beats < 16) return gain;
  const std::vector<double> y = whitened(pairs.step, pairs.there), a = whitened(pairs.gap, pairs.there);
  std::vector<double>& z = pairs.loose;
  const double mean = mean_of(z);
  for (double& value : z) value -= mean;
  const double zz = product(z, z), zy = product(z, y), za = product(z, a);
  if (!(zz > 0) || za == 0) return gain;
  gain.value = -zy / za;

  // The test's statistic is t of the slope of y + alpha A on z: t^2 = (n - 2) S^2 / (zz ww - S^2), S = zy +
  // alpha za.
  const double df = gain.beats - 2, t = stats::t_quantile(df);
  const double k = t * t / df;
  const double square = (1 + k) * za * za - k * zz * product(a, a);
  const double linear = 2 * ((1 + k) * zy * za - k * zz * product(y, a));
  const double constant = (1 + k) * zy * zy - k * zz * product(y, y);
  const double root = linear * linear - 4 * square * constant;
  if (!(square > 0) || !(root >= 0)) return gain;
  gain.open = false;
  gain.low = (-linear - std::sqrt(root)) / (2 * square);
  gain.high = (-linear + std::sqrt(root)) / (2 * square);
  return gain;
}

bool only_held(double band_gain) {
  return band_gain < kNothing;
}

Led who_led(const Gain& drummer, double band_gain) {
  if (drummer.open) return Led::cannot_tell;
  if (only_held(band_gain)) {
    if (drummer.low > kNothing) return Led::drummer_follows;
    return drummer.high < kLittle ? Led::nobody_follows : Led::cannot_tell;
  }
  if (drummer.low > band_gain / 2) return Led::drummer_follows;
  if (drummer.high < band_gain / 2) return Led::drummer_leads;
  return Led::cannot_tell;
}

Tempo tempo_of(std::span<const PlayedBeat> beats) {
  return tempo_of_steps(pairs_of(beats).step);
}

TempoEnds tempo_ends(std::span<const PlayedBeat> beats) {
  constexpr std::size_t kLeast = 8;
  const std::vector<double> step = pairs_of(beats).step;
  const std::size_t part = std::max(kLeast, step.size() / 8);
  if (step.size() < 2 * part) return {};
  const std::span<const double> all(step);
  return {.from = tempo_of_steps(all.first(part)), .to = tempo_of_steps(all.last(part))};
}

TempoParts tempo_parts(std::span<const PlayedBeat> beats, const Gain& gain) {
  TempoParts parts;
  const Pairs pairs = pairs_of(beats);
  const std::size_t n = pairs.step.size(), part = std::max<std::size_t>(16, n / 8);
  if (gain.open || n < 2 * part) return parts;
  const std::vector<double> first(pairs.step.begin(), pairs.step.begin() + static_cast<std::ptrdiff_t>(part));
  const std::vector<double> last(pairs.step.end() - static_cast<std::ptrdiff_t>(part), pairs.step.end());
  double gap_first = 0, gap_last = 0;
  for (std::size_t k = 0; k < part; ++k) {
    gap_first += pairs.gap[k] / static_cast<double>(part);
    gap_last += pairs.gap[n - part + k] / static_cast<double>(part);
  }
  const double from_ms = mean_of(first), to_ms = mean_of(last);
  if (!(from_ms > 0) || !(to_ms > 0)) return parts;
  parts.told = true;
  parts.from = tempo_of_steps(first);
  parts.to = tempo_of_steps(last);
  parts.change_bpm = parts.to.bpm - parts.from.bpm;
  // The drummer's step is own - gain * gap. A quarter's change in BPM is to_bpm / from_ms per ms, exactly
  // over both.
  const double bpm_per_ms = -60000 / (from_ms * to_ms);
  const double gap_bpm = -(gap_last - gap_first) * bpm_per_ms;
  parts.pulled_bpm = gain.value * gap_bpm;
  parts.pulled_low = std::min(gain.low * gap_bpm, gain.high * gap_bpm);
  parts.pulled_high = std::max(gain.low * gap_bpm, gain.high * gap_bpm);
  parts.own_bpm = parts.change_bpm - parts.pulled_bpm;
  // Its interval: the gain's, and that of the two means.
  const double gain_half =
      std::max(gain.high - gain.value, gain.value - gain.low) * std::abs(gap_last - gap_first);
  const double t = stats::t_quantile(static_cast<double>(2 * part - 2));
  const double error = std::hypot(stats::describe(first).mean_error(), stats::describe(last).mean_error());
  const double half = std::hypot(gain_half, t * error) * std::abs(bpm_per_ms);
  parts.own_low = parts.own_bpm - half;
  parts.own_high = parts.own_bpm + half;
  return parts;
}

}  // namespace firstchair::band
