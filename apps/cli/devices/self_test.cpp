#include "apps/cli/devices/self_test.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/ear/ear.h"
#include "engine/ear/synthetic_strokes.h"
#include "engine/stats/stats.h"

namespace firstchair::cli {
namespace {

constexpr int kStrokes = 10;
constexpr double kFirst = 0.5, kApart = 0.35, kLongest = 0.5;  // seconds
constexpr double kNear = 20;  // ms in which a stroke is taken for the one played

}  // namespace

practice::PulseTrain make_self_test(double rate, double level_db) {
  std::vector<ear::SyntheticStroke> strokes;
  for (int i = 0; i < kStrokes; ++i) strokes.push_back({kFirst + kApart * i, Voice::snare, 1});
  practice::PulseTrain train{.plan = {.rate = rate, .pulses = kStrokes, .level_db = level_db},
                             .sound = ear::synthesise(strokes, kFirst + kApart * kStrokes, rate),
                             .starts = {}};
  for (const ear::SyntheticStroke& stroke : strokes)
    train.starts.push_back(static_cast<Frames>(std::ceil(stroke.seconds * rate - 1e-6)));
  float peak = 0;
  for (const float sample : train.sound) peak = std::max(peak, std::abs(sample));
  const auto gain = static_cast<float>(std::pow(10, level_db / 20)) / peak;
  for (float& sample : train.sound) sample *= gain;
  train.listen = static_cast<Frames>(train.sound.size()) + std::llround(kLongest * rate);
  return train;
}

Result<SelfTest> hear_self_test(const practice::PulseTrain& train, std::span<const float> heard,
                                double round_trip) {
  Result<ear::Ear> ear = ear::Ear::make({.rate = train.plan.rate});
  if (!ear) return ear.error();
  std::vector<Hit> hits;
  ear->push(heard);
  hits.assign(ear->hits().begin(), ear->hits().end());
  ear->finish();
  hits.insert(hits.end(), ear->hits().begin(), ear->hits().end());

  SelfTest test{.played = static_cast<int>(train.starts.size())};
  std::vector<double> errors;
  for (const Frames start : train.starts) {
    double nearest = kNear;
    for (const Hit& hit : hits) {
      const double ms = frames_to_ms(static_cast<double>(hit.frame - start) - round_trip, train.plan.rate);
      if (std::abs(ms) < std::abs(nearest)) nearest = ms;
    }
    if (std::abs(nearest) < kNear) errors.push_back(nearest);
  }
  test.heard = static_cast<int>(errors.size());
  if (test.heard < SelfTest::kFewestHeard) return test;
  test.measured = true;
  const stats::Sample sample = stats::describe(errors);
  const stats::Interval interval = stats::mean_interval(sample);
  test.lean_ms = sample.mean;
  test.low_ms = interval.low;
  test.high_ms = interval.high;
  return test;
}

}  // namespace firstchair::cli
