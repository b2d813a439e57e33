// A take of rock-8ths on an e-kit that a simulated hand plays, through the whole engine: tests of chairs seat
// by it.
#pragma once

#include <utility>
#include <vector>

#include "charts/charts.h"
#include "testing/chance.h"
#include "testing/judge/ekit_take.h"

namespace firstchair::school_api {

inline constexpr int kRockedBars = 32;

// `sd_ms` says how far strokes lie from their notes.
inline Take rocked_take(double sd_ms, std::uint64_t seed, double bpm = 92) {
  const Chart chart = *charts::builtin_chart("rock-8ths");
  const int rounds = kRockedBars / static_cast<int>(bars_of(chart).size());
  testing::Chance chance(seed);
  std::vector<Hit> hits;
  for (int round = 0; round < rounds; ++round)
    for (const Note& note : chart.notes) {
      const auto tick = static_cast<double>(note.tick + round * chart.length);
      const double s = 1 + 60 / bpm * tick / kTicksPerQuarter + 0.001 * sd_ms * chance.normal();
      hits.push_back(
          {.frame = static_cast<Frames>(s * kMidiRate), .voice = note.voice, .strength = 80, .sigma_ms = 1});
    }
  return testing::ekit_take(chart, bpm, std::move(hits));
}

}  // namespace firstchair::school_api
