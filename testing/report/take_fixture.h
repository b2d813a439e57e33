// This file makes takes for the tests of the report: a simulated drummer with a seed leans, drifts, misses,
// adds, skips a bar and plays two bars again, so that every picture and every sentence has something true to
// show.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/take.h"

namespace firstchair::testing {

Chart rock_chart(
    int bars);  // eighths with ghosts, crashes, an open hat, tom fills in 16ths and triplets, a flam
Chart rudiment_chart(int bars);  // one pad: stickings, flams, drags, accents, sextuplets
Chart odd_chart(int bars);       // 7/8 and 6/8 on ride and hat foot

struct FixtureDrummer {
  std::uint64_t seed = 1;
  double bpm = 98;
  double drift = 0.02;  // the tempo's, as a share over the take
  double spread_ms = 12;
  double missed = 0.02, extra = 0.01, wrong = 0.01;
  bool departs = true;  // skips one bar in the middle, plays the last two again
  SourceKind kind = SourceKind::midi;
  bool chart_given = true;
};

Take play(const Chart& chart, const FixtureDrummer& drummer);

Take two_strokes();
Take nothing();

struct Named {
  std::string name;
  Take take;
};
// Returns one take of each kind, small enough for every test.
std::vector<Named> all_takes();

}  // namespace firstchair::testing
