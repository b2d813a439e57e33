#include "practice/taps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "practice/click.h"

namespace firstchair::practice {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kBeatMs = 60000 / kTapBpm;
constexpr double kLeadMs = 500;
constexpr double kEarliest = 0.25;  // of a beat: how early the common delay may be
constexpr double kNearMs = 150;     // a single tap may lie so far from the common delay
constexpr std::size_t kRuns = 4;    // of neighbours, whose means are taken for independent
// Two-sided 95 % quantile of Student's t of kFewestTaps: taps that take turns leave runs that hardly differ.
constexpr double kStudentOfTaps = 2.201;
constexpr double kStudentOfRuns = 3.182;  // two-sided 95 % quantile of Student's t, 3 degrees

Error refuse(std::string what, std::string advice) {
  return {ErrorCode::unsupported, {}, std::move(what), std::move(advice)};
}

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}
double sd_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

// The delay that the taps have in common, on the circle of one beat, in ms.
double common_delay(const TapTrain& train, std::span<const float> taps) {
  double sine = 0, cosine = 0;
  for (const float tap : taps) {
    const double ms =
        frames_to_ms(static_cast<double>(tap) - static_cast<double>(train.clicks.front()), train.rate);
    if (ms < -kBeatMs / 2) continue;  // in the count-in
    sine += std::sin(2 * kPi * ms / kBeatMs);
    cosine += std::cos(2 * kPi * ms / kBeatMs);
  }
  const double delay = std::atan2(sine, cosine) / (2 * kPi) * kBeatMs;
  return delay < -kEarliest * kBeatMs ? delay + kBeatMs : delay;
}

// The mean of the runs' means is that of all taps but for runs that differ in length by one.
double half_interval(std::span<const double> late) {
  std::array<double, kRuns> means{};
  for (std::size_t run = 0; run < kRuns; ++run) {
    const std::size_t from = run * late.size() / kRuns, to = (run + 1) * late.size() / kRuns;
    means[run] = mean_of(late.subspan(from, to - from));
  }
  const double of_runs = kStudentOfRuns * sd_of(means) / std::sqrt(static_cast<double>(kRuns));
  return std::max(of_runs, kStudentOfTaps * sd_of(late) / std::sqrt(static_cast<double>(late.size())));
}

}  // namespace

Result<TapTrain> make_tap_train(const TapPlan& plan) {
  const double beat = ms_to_frames(kBeatMs, plan.rate);
  const auto start = static_cast<Frames>(ms_to_frames(kLeadMs, plan.rate));
  Result<Click> click =
      Click::make({.plan = {.rate = plan.rate, .bpm = kTapBpm, .start = start}, .level_db = plan.level_db});
  if (!click) return click.error();
  std::array<ClickEvent, kTapCountIn + kTaps + 1> events{};
  click->upcoming(0, events);
  TapTrain train{.rate = plan.rate, .sound = {}, .clicks = {}};
  for (int i = 0; i < kTaps; ++i)
    train.clicks.push_back(events[static_cast<std::size_t>(kTapCountIn + i)].frame);
  // The click that would come next is not played.
  train.sound.resize(static_cast<std::size_t>(events.back().frame), 0.0F);
  click->push(0, train.sound);
  train.sound.resize(static_cast<std::size_t>(train.clicks.back()) + static_cast<std::size_t>(beat), 0.0F);
  return train;
}

int click_of_tap(const TapTrain& train, double frame) {
  if (train.clicks.empty()) return 0;
  const double beats = frames_to_ms(frame - static_cast<double>(train.clicks.front()), train.rate) / kBeatMs;
  return static_cast<int>(std::clamp(std::floor(beats + 0.5) + 1, 0.0, static_cast<double>(kTaps)));
}

Result<Loopback> measure_taps(const TapTrain& train, std::span<const float> taps) {
  const double common = common_delay(train, taps);
  std::vector<double> late;  // ms, in the order of the clicks
  for (const Frames click : train.clicks) {
    std::optional<double> nearest;
    for (const float tap : taps) {
      const double ms = frames_to_ms(static_cast<double>(tap) - static_cast<double>(click), train.rate);
      if (std::abs(ms - common) > kNearMs) continue;
      if (!nearest || std::abs(ms - common) < std::abs(*nearest - common)) nearest = ms;
    }
    if (nearest) late.push_back(*nearest);
  }
  std::array<char, 160> text{};
  if (static_cast<int>(late.size()) < kFewestTaps) {
    std::snprintf(text.data(), text.size(), "only %zu of %d clicks have a tap of their own (%d are needed)",
                  late.size(), kTaps, kFewestTaps);
    return refuse(text.data(), "Tap one pad, once to every click after the first four");
  }
  Loopback trip{.spread_ms = sd_of(late), .found = static_cast<int>(late.size()), .pulses = kTaps};
  if (trip.spread_ms > kWidestTapsMs) {
    std::snprintf(text.data(), text.size(), "the taps scatter by %.0f ms (SD; at most %.0f)", trip.spread_ms,
                  kWidestTapsMs);
    return refuse(text.data(), "Tap again, each as near to its click as it comes");
  }
  trip.round_trip_ms = mean_of(late);
  trip.round_trip = ms_to_frames(trip.round_trip_ms, train.rate);
  const double half = half_interval(late);
  trip.low_ms = trip.round_trip_ms - half;
  trip.high_ms = trip.round_trip_ms + half;
  return trip;
}

}  // namespace firstchair::practice
