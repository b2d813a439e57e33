#include "practice/loopback.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace firstchair::practice {
namespace {

constexpr int kMostOpenings = 10;

constexpr double kPi = 3.14159265358979323846;
constexpr double kPulseMs = 8, kLowHz = 1500, kHighHz = 7500;
constexpr double kShortestGapMs = 180, kGapRangeMs = 90;
constexpr double kLeadMs = 100;
constexpr double kFirstArrival = 0.5;  // of the strongest arrival's height
constexpr double kDirectMs = 8;        // how much earlier than it the first one may be
constexpr double kNearMs = 3;          // a single pulse may lie so far from the others
constexpr double kAboveNoise = 5;      // times the filter's typical output
constexpr double kExplained = 0.05;    // least share of the sound's energy there that is the pulse

// The pulse, and the same a quarter of a turn on; together they give an envelope.
struct Pulse {
  std::vector<float> sine, cosine;
};

Pulse make_pulse(double rate) {
  const auto length = static_cast<std::size_t>(ms_to_frames(kPulseMs, rate));
  const double high = std::min(kHighHz, 0.4 * rate), seconds = kPulseMs / 1000;
  Pulse pulse;
  for (std::size_t i = 0; i < length; ++i) {
    const double t = static_cast<double>(i) / rate;
    const double phase = 2 * kPi * (kLowHz * t + (high - kLowHz) * t * t / (2 * seconds));
    const double window =
        0.5 - 0.5 * std::cos(2 * kPi * (static_cast<double>(i) + 0.5) / static_cast<double>(length));
    pulse.sine.push_back(static_cast<float>(window * std::sin(phase)));
    pulse.cosine.push_back(static_cast<float>(window * std::cos(phase)));
  }
  return pulse;
}

// The filter's envelope with the pulse laid at frame `at`, in units of the pulse's own amplitude.
class MatchedFilter {
 public:
  MatchedFilter(double rate, std::span<const float> heard) : pulse_(make_pulse(rate)), heard_(heard) {
    for (const float sample : pulse_.sine)
      energy_ += static_cast<double>(sample) * static_cast<double>(sample);
  }
  double at(Frames frame) const {
    const auto length = static_cast<Frames>(pulse_.sine.size());
    const Frames from = std::max<Frames>(0, -frame);
    const Frames to = std::min(length, static_cast<Frames>(heard_.size()) - frame);
    // Four sums side by side: the compiler may not reorder one.
    std::array<float, 4> sine{}, cosine{};
    for (Frames i = from; i < to; ++i) {
      const float sample = heard_[static_cast<std::size_t>(frame + i)];
      const auto lane = static_cast<std::size_t>(i & 3), k = static_cast<std::size_t>(i);
      sine[lane] += sample * pulse_.sine[k];
      cosine[lane] += sample * pulse_.cosine[k];
    }
    const float s = (sine[0] + sine[1]) + (sine[2] + sine[3]);
    const float c = (cosine[0] + cosine[1]) + (cosine[2] + cosine[3]);
    return std::sqrt(static_cast<double>(s) * static_cast<double>(s) +
                     static_cast<double>(c) * static_cast<double>(c)) /
           energy_;
  }
  // The share of the energy under the pulse, laid at `frame`, that an envelope of that height explains, 0..1.
  double explained(Frames frame, double envelope) const {
    double there = 0;
    for (Frames i = std::max<Frames>(0, frame);
         i < std::min(frame + static_cast<Frames>(pulse_.sine.size()), static_cast<Frames>(heard_.size()));
         ++i) {
      const double sample = heard_[static_cast<std::size_t>(i)];
      there += sample * sample;
    }
    return there > 0 ? envelope * envelope * energy_ / there : 0;
  }

 private:
  Pulse pulse_;
  std::span<const float> heard_;
  double energy_ = 0;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The first local maximum that reaches kFirstArrival of the greatest within kDirectMs before it.
std::size_t first_arrival(const std::vector<double>& envelope, double rate) {
  const auto greatest =
      static_cast<std::size_t>(std::max_element(envelope.begin(), envelope.end()) - envelope.begin());
  const auto before = static_cast<std::size_t>(ms_to_frames(kDirectMs, rate));
  for (std::size_t i = greatest > before ? greatest - before : 0; i < greatest; ++i) {
    const bool top = (i == 0 || envelope[i] >= envelope[i - 1]) && envelope[i] > envelope[i + 1];
    if (top && envelope[i] >= kFirstArrival * envelope[greatest]) return i;
  }
  return greatest;
}

// Between frames: the top of the parabola through three points, -0.5..0.5.
double top_of(double before, double here, double after) {
  const double curve = before - 2 * here + after;
  return curve < 0 ? std::clamp(0.5 * (before - after) / curve, -0.5, 0.5) : 0;
}

// Two-sided 95 % quantile of Student's t, of 2 degrees or more: by table up to 9, and to 0.5 % from 10 on
// (Cornish-Fisher).
double student(int degrees) {
  constexpr std::array kFew{4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262};
  if (degrees < 2 + static_cast<int>(kFew.size())) return kFew[static_cast<std::size_t>(degrees - 2)];
  constexpr double z = 1.959964;
  const double d = degrees;
  return z + (z * z * z + z) / (4 * d) + (5 * std::pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * d * d);
}

Error refuse(std::string what, std::string advice) {
  return {ErrorCode::unsupported, {}, std::move(what), std::move(advice)};
}

}  // namespace

PulseTrain make_pulse_train(const LoopbackPlan& plan) {
  PulseTrain train{.plan = plan, .sound = {}, .starts = {}};
  const Pulse pulse = make_pulse(plan.rate);
  std::uint64_t state = plan.seed;
  Frames start = static_cast<Frames>(ms_to_frames(kLeadMs, plan.rate));
  const double level = std::pow(10.0, std::min(plan.level_db, -6.0) / 20);
  for (int p = 0; p < plan.pulses; ++p) {
    train.starts.push_back(start);
    train.sound.resize(static_cast<std::size_t>(start) + pulse.sine.size(), 0.0F);
    const double gain = level * std::min(1.0, 0.25 * (p + 1));  // gently in
    for (std::size_t i = 0; i < pulse.sine.size(); ++i)
      train.sound[static_cast<std::size_t>(start) + i] = static_cast<float>(gain) * pulse.sine[i];
    state = state * 6364136223846793005u + 1442695040888963407u;
    const double draw = static_cast<double>(state >> 33) * 0x1p-31;
    start += static_cast<Frames>(ms_to_frames(kShortestGapMs + kGapRangeMs * draw, plan.rate));
  }
  train.listen =
      static_cast<Frames>(train.sound.size()) + static_cast<Frames>(ms_to_frames(plan.longest_ms, plan.rate));
  return train;
}

Result<Loopback> measure_loopback(const PulseTrain& train, std::span<const float> heard) {
  const double rate = train.plan.rate;
  float peak = 0;
  std::size_t clipped = 0;
  for (const float sample : heard) {
    if (!std::isfinite(sample)) return refuse("the input is not a sound", "Choose another input");
    peak = std::max(peak, std::abs(sample));
    clipped += std::abs(sample) >= 0.999F;
  }
  if (peak < 1e-5F) return refuse("the input is silent", "Choose the microphone's input and turn it up");
  if (clipped > heard.size() / 10000) return refuse("the input is overdriven", "Turn the microphone down");

  // One round trip for all pulses: where their filters' outputs add up.
  const MatchedFilter filter(rate, heard);
  const auto longest = static_cast<Frames>(ms_to_frames(train.plan.longest_ms, rate));
  std::vector<double> together(static_cast<std::size_t>(longest) + 1, 0.0);
  for (std::size_t lag = 0; lag < together.size(); ++lag)
    for (const Frames start : train.starts) together[lag] += filter.at(start + static_cast<Frames>(lag));
  const double noise = median(together) / static_cast<double>(train.starts.size());
  const auto common = static_cast<Frames>(first_arrival(together, rate));

  // Then every pulse by itself, near it.
  const auto near = static_cast<Frames>(ms_to_frames(kNearMs, rate));
  std::vector<double> trips;
  for (const Frames start : train.starts) {
    const Frames from = std::max<Frames>(common - near, 0);
    std::vector<double> envelope;
    for (Frames lag = from; lag <= common + near; ++lag) envelope.push_back(filter.at(start + lag));
    const std::size_t top = first_arrival(envelope, rate);
    if (filter.explained(start + from + static_cast<Frames>(top), envelope[top]) < kExplained) continue;
    if (envelope[top] < kAboveNoise * noise || top + 1 == envelope.size() || (top == 0 && from > 0)) continue;
    const double before = top == 0 ? filter.at(start + from - 1) : envelope[top - 1];
    trips.push_back(static_cast<double>(from) + static_cast<double>(top) +
                    top_of(before, envelope[top], envelope[top + 1]));
  }

  Loopback loopback{.found = static_cast<int>(trips.size()), .pulses = static_cast<int>(train.starts.size())};
  std::array<char, 160> text{};
  if (loopback.found < kFewestPulses) {
    std::snprintf(text.data(), text.size(), "only %d of %d pulses came back clearly (%d are needed)",
                  loopback.found, loopback.pulses, kFewestPulses);
    return refuse(text.data(), "Put the microphone nearer to the loudspeaker, turn both up, and keep quiet");
  }
  double sum = 0, squares = 0;
  for (const double trip : trips) sum += trip;
  const double mean = sum / loopback.found;
  for (const double trip : trips) squares += (trip - mean) * (trip - mean);
  const double sd = std::sqrt(squares / (loopback.found - 1));
  const double half = student(loopback.found - 1) * sd / std::sqrt(static_cast<double>(loopback.found));
  loopback.round_trip = mean;
  loopback.round_trip_ms = frames_to_ms(mean, rate);
  loopback.low_ms = frames_to_ms(mean - half, rate);
  loopback.high_ms = frames_to_ms(mean + half, rate);
  loopback.spread_ms = frames_to_ms(sd, rate);
  if (loopback.spread_ms > kWidestSpreadMs) {
    std::snprintf(text.data(), text.size(),
                  "the round trip wanders by %.2f ms from pulse to pulse (at most %.0f)", loopback.spread_ms,
                  kWidestSpreadMs);
    return refuse(text.data(), "Use a larger buffer, or a cable instead of wireless");
  }
  return loopback;
}

Result<Openings> join_openings(std::span<const double> ms) {
  const int count = static_cast<int>(ms.size());
  if (count < kFewestOpenings || count > kMostOpenings)
    return Error{
        ErrorCode::usage, {}, "the sound was not opened often enough, or too often", "Measure again"};
  Openings all{.openings = count};
  for (const double one : ms) all.round_trip_ms += one / count;
  for (const double one : ms) all.spread_ms += (one - all.round_trip_ms) * (one - all.round_trip_ms);
  all.spread_ms = std::sqrt(all.spread_ms / (count - 1));
  // Of one more opening: Student's t of the mean and of the opening itself.
  const double half = student(count - 1) * all.spread_ms * std::sqrt(1 + 1.0 / count);
  all.low_ms = all.round_trip_ms - half;
  all.high_ms = all.round_trip_ms + half;
  return all;
}

}  // namespace firstchair::practice
