// This file lets tests run a band without sound beside a drummer of kick, snare and hats.
#pragma once

#include <cmath>
#include <vector>

#include "practice/band/band_run.h"
#include "testing/audio_scope.h"

namespace firstchair::practice {

inline constexpr Ticks kQ = kTicksPerQuarter;
inline constexpr double kRate = 48000;
inline constexpr Frames kStretch = 256;  // as a callback's block

// Returns a band that plays a bass note on every quarter, from frame 0 on.
inline BandRunConfig quarters(int beats, double bpm, const band::ClockConfig& clock) {
  BandRunConfig config{.notes = {}, .tempi = {{0, bpm}}, .length = beats * kQ, .clock = clock};
  for (int n = 0; n < beats; ++n) config.notes.push_back({.tick = n * kQ, .end = n * kQ + kQ / 2});
  return config;
}

// Runs a drummer whose next beat's time `after` gives, from when the band played this one and the drummer
// did; a kick or snare on the beat, hats on eighths.
template <class After>
BandRun play(BandRunConfig config, double first_ms, double bpm, After after) {
  BandRun run = *BandRun::make(std::move(config));
  double at_ms = first_ms, next_ms = first_ms + 60000 / bpm;
  std::size_t beat = 0, told = 0;
  std::vector<Hit> hits;
  const auto strike = [&](double ms, Voice voice) {
    hits.push_back(
        {.frame = std::llround(ms_to_frames(ms, kRate)), .voice = voice, .strength = 90, .sigma_ms = 1});
  };
  for (Frames from = 0; !run.over(); from += kStretch) {
    while (run.next(from, from + kStretch)) {
    }
    const double until = frames_to_ms(static_cast<double>(from + kStretch), kRate);
    while (true) {
      if (told % 2 == 0 && at_ms < until) {
        strike(at_ms, Voice::hat_closed);
        strike(at_ms + .3, beat % 2 == 0 ? Voice::kick : Voice::snare);
      } else if (told % 2 == 1 && (at_ms + next_ms) / 2 < until) {
        strike((at_ms + next_ms) / 2, Voice::hat_closed);
        if (beat >= run.beats().size()) break;
        const double band_ms = run.beats()[beat].played.band_ms;
        const double then = after(static_cast<int>(beat), at_ms, band_ms);
        at_ms = then, next_ms = then + 60000 / bpm;
        ++beat;
      } else {
        break;
      }
      ++told;
    }
    const testing::AudioScope scope;
    for (const Hit& hit : hits) run.push(hit);
    hits.clear();
  }
  return run;
}

}  // namespace firstchair::practice
