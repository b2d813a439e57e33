#include "testing/band/playing_pair.h"

#include <cmath>

#include "engine/follow/pulse/kalman.h"
#include "testing/chance.h"

namespace firstchair::testing {
namespace {
constexpr double kRate = 48000;
constexpr double kWalk =
    0.004;  // of the filter: a compromise of tightness and nerves (docs/measured/band.md)
double ms_of(double frames) {
  return frames_to_ms(frames, kRate);
}
}  // namespace

PlayedPair play_together(const DrummerModel& drummer, const band::ClockConfig& config, double home_bpm,
                         int beats, std::uint64_t seed) {
  const auto home = band::HomeTempo::make({{0, home_bpm}}, kRate);
  auto clock = band::BandClock::make(*home, 0, config);
  Chance chance(seed);
  PlayedPair pair;
  double period = 60000 / drummer.bpm, hand = drummer.hand_ms * chance.normal();
  double at = drummer.lean_ms + hand;
  follow::PulseState pulse{.time = 0, .period = 60 / home_bpm, .tt = 2.5e-5, .tp = 0, .pp = 2.5e-5};
  const double variance = (36 + 16) * 1e-6;  // of a stroke, s^2
  for (int n = 0; n < beats; ++n) {
    const double tick = static_cast<double>(n) * kTicksPerQuarter;
    const double band_ms = ms_of(clock->frame_of(tick));
    pair.predicted_ms.push_back(pulse.time * 1000);
    pair.beats.push_back({.band_ms = band_ms,
                          .drummer_ms = at,
                          .loose_ms = clock->looseness_ms(n),
                          .band_gain = clock->phase_gain(),
                          .heard = !drummer.unseen || !drummer.unseen(n)});
    if (pair.beats.back().heard) {
      pulse = pulse.seen(at / 1000, variance);
      const auto frame = static_cast<Frames>(std::llround(ms_to_frames(at, kRate)));
      const double here = (at / 1000 - pulse.time) / pulse.period;
      clock->push({.frame = frame,
                   .tick = tick + here * kTicksPerQuarter,
                   .tick_sd = std::sqrt(pulse.tt) / pulse.period * kTicksPerQuarter,
                   .bpm = 60 / pulse.period,
                   .probability = 1});
    }
    pair.band_bpm.push_back(clock->bpm(tick));
    pulse = pulse.ahead(1, kWalk);

    if (drummer.asked_bpm && drummer.asked_bpm(n) > 0) period = 60000 / drummer.asked_bpm(n);
    period *= 1 + drummer.walk * chance.normal();
    const double gap = at - band_ms - drummer.lean_ms;
    const double next_hand = drummer.hand_ms * chance.normal();
    at += period - drummer.alpha * (gap + drummer.ear_ms * chance.normal()) +
          drummer.timekeeper_ms * chance.normal() + next_hand - hand;
    period -= drummer.beta * gap;
    hand = next_hand;
  }
  pair.lean_ms = clock->lean_ms();
  return pair;
}

double rms_gap(const PlayedPair& pair, std::size_t from) {
  double sum = 0;
  for (std::size_t n = from; n < pair.beats.size(); ++n)
    sum += std::pow(pair.beats[n].drummer_ms - pair.beats[n].band_ms, 2);
  return std::sqrt(sum / static_cast<double>(pair.beats.size() - from));
}

double jitter(const PlayedPair& pair, std::size_t from) {
  double sum = 0;
  std::size_t n = 0;
  for (std::size_t k = from + 2; k < pair.beats.size(); ++k, ++n)
    sum += std::pow(pair.beats[k].band_ms - 2 * pair.beats[k - 1].band_ms + pair.beats[k - 2].band_ms, 2);
  return std::sqrt(sum / static_cast<double>(n));
}

}  // namespace firstchair::testing
