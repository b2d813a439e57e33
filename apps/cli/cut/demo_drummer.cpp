#include "apps/cli/cut/demo_drummer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace firstchair::cli {
namespace {

constexpr int kBars = 24;
constexpr double kBpm = 104;

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}
  double uniform() {  // -1 .. 1
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<double>(state_ >> 33) / 1073741824.0 - 1.0;
  }
  double bell() {  // about normal, SD 1
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum / 2;
  }

 private:
  std::uint64_t state_;
};

// Two bars that lie apart, so that there is something to slow down.
constexpr int kLateSnareBar = 10, kEarlyKickBar = 17;
constexpr double kLate_s = .034, kEarly_s = .03;
double apart(int bar, Voice voice) {
  if (bar == kLateSnareBar && voice == Voice::snare) return kLate_s;
  if (bar == kEarlyKickBar && voice == Voice::kick) return -kEarly_s;
  return 0;
}

struct Drum {
  double tone_hz, tone_gain, tone_s, noise_gain, noise_s, brightness;
};
Drum drum_of(Voice voice) {
  switch (voice) {
    case Voice::kick:
      return {58, .9, .12, .15, .006, .3};
    case Voice::hat_closed:
      return {8200, .05, .02, .25, .03, 1};
    case Voice::hat_open:
      return {7600, .05, .2, .25, .25, 1};
    case Voice::ride:
      return {5200, .12, .4, .2, .12, 1};
    case Voice::crash:
      return {4300, .1, .6, .6, .6, .9};
    case Voice::tom_high:
      return {165, .8, .2, .15, .02, .3};
    case Voice::tom_low:
      return {95, .9, .25, .12, .02, .3};
    default:
      return {190, .8, .1, .5, .12, .2};
  }
}

}  // namespace

std::vector<DemoStroke> demo_strokes() {
  Chance chance(19);
  std::vector<DemoStroke> strokes;
  double now_s = .6;
  int bar = 0;
  const auto strike = [&](double sixteenth, Voice voice, double strength) {
    const double step_s = 60 / kBpm / 4;
    strokes.push_back({now_s + sixteenth * step_s + .005 * chance.bell() + apart(bar, voice), voice,
                       std::clamp(strength + .05 * chance.bell(), .08, 1.)});
  };
  for (; bar < kBars; ++bar) {
    const bool chorus = bar / 4 % 2 == 1, fill = bar % 4 == 3, last = bar == kBars - 1;
    const int groove = fill ? 8 : 16;
    for (int k = 0; k < groove; k += chorus ? 2 : 1) {
      if (chorus && k % 2 != 0) continue;
      if (k == 0 && bar % 4 == 0) continue;  // the crash is there
      strike(k, chorus ? Voice::ride : Voice::hat_closed, k % 4 == 0 ? .55 : k % 2 == 0 ? .4 : .25);
    }
    if (bar % 4 == 0) strike(0, Voice::crash, .95);
    for (const int k : {0, 3, 8, 10})
      if (k < groove && !(k == 3 && bar % 2 == 1)) strike(k, Voice::kick, k == 0 ? .85 : .7);
    if (chorus && groove > 8) strike(14, Voice::kick, .65);
    for (const int k : {4, 12})
      if (k < groove) strike(k, Voice::snare, .85);
    if (!chorus && !fill)
      for (const int k : {7, 9}) strike(k, Voice::snare, .15);
    if (fill)
      for (int k = 8; k < 16; ++k)
        strike(k, k < 10 ? Voice::snare : k < 13 ? Voice::tom_high : Voice::tom_low, .5 + .05 * (k - 8));
    now_s += 4 * 60 / kBpm * (1 + .004 * std::sin(bar * .7));
    if (last) {
      strike(0, Voice::crash, 1);
      strike(0, Voice::kick, .95);
    }
  }
  std::ranges::stable_sort(strokes, {}, &DemoStroke::at_s);
  return strokes;
}

std::vector<float> demo_sound(const std::vector<DemoStroke>& strokes) {
  Chance chance(7);
  std::vector<float> sound(static_cast<std::size_t>((strokes.back().at_s + 2) * kDemoRate), 0.f);
  for (const DemoStroke& stroke : strokes) {
    const Drum drum = drum_of(stroke.voice);
    const double tone_decay = std::exp(-1 / (drum.tone_s * kDemoRate)),
                 noise_decay = std::exp(-1 / (drum.noise_s * kDemoRate));
    const double level = .3 * std::pow(stroke.strength, 1.4);
    double tone = level * drum.tone_gain, burst = level * drum.noise_gain, before = 0;
    const auto from = static_cast<std::size_t>(stroke.at_s * kDemoRate);
    const std::size_t to = std::min(sound.size(), from + static_cast<std::size_t>(2 * kDemoRate));
    for (std::size_t i = from; i < to && tone + burst > 1e-6; ++i) {
      const double white = chance.uniform(), coloured = white - drum.brightness * before;
      before = white;
      const double phase = 2 * std::numbers::pi * drum.tone_hz * static_cast<double>(i - from) / kDemoRate;
      sound[i] += static_cast<float>(tone * std::sin(phase) + burst * coloured);
      tone *= tone_decay;
      burst *= noise_decay;
    }
  }
  return sound;
}

std::vector<float> demo_heard(const std::vector<float>& sound, const DemoRoom& room, double length_s) {
  // The room: four combs after Schroeder ("Natural sounding artificial reverberation", 1962), 12 ms behind.
  std::vector<double> wet(sound.size(), 0.);
  constexpr double kCombs_s[] = {.0297, .0371, .0411, .0437};
  constexpr double kBehind_s = .012;
  for (const double comb_s : kCombs_s) {
    const auto delay = static_cast<std::size_t>(comb_s * kDemoRate),
               behind = static_cast<std::size_t>(kBehind_s * kDemoRate);
    const double back = std::pow(10., -3 * comb_s / room.tail_s);
    std::vector<double> line(delay, 0.);
    for (std::size_t i = behind; i < sound.size(); ++i) {
      double& held = line[i % delay];
      wet[i] += held / 4;
      held = sound[i - behind] + back * held;
    }
  }
  Chance chance(static_cast<std::uint64_t>(1e6 * room.slope + 1000 * room.begins_s + 1e7));
  std::vector<float> heard(static_cast<std::size_t>(length_s * kDemoRate), 0.f);
  for (std::size_t i = 0; i < heard.size(); ++i) {
    const double at = (room.begins_s + (1 + room.slope) * static_cast<double>(i) / kDemoRate) * kDemoRate;
    double value = room.noise * chance.uniform();
    // Four samples and a cubic between them.
    if (at >= 1 && at < static_cast<double>(sound.size()) - 3) {
      const auto k = static_cast<std::size_t>(at);
      const double x = at - static_cast<double>(k);
      const auto mixed = [&](std::size_t n) { return sound[n] + room.tail_gain * wet[n]; };
      const double a = mixed(k - 1), b = mixed(k), c = mixed(k + 1), d = mixed(k + 2);
      value +=
          room.gain * (b + x / 2 * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a))));
    }
    heard[i] = static_cast<float>(std::clamp(value, -1., 1.));
  }
  return heard;
}

}  // namespace firstchair::cli
