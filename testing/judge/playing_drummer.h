// This drummer is made by arithmetic: every lean, spread, drift and swing is known, so what the judge says
// can be checked.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/core/take.h"
#include "engine/judge/norms.h"

namespace firstchair::testing {

struct PlayingDrummer {
  double bpm = 100;
  double gain_per_minute = 0;  // %/min, steady
  int step_at_bar = 0;         // from this bar on the tempo is higher by `step`; 0: never
  double step = 0;
  double tempo_walk = 0;  // relative SD of the change of period per quarter
  std::array<double, kLineCount> lean_ms{};
  // The shared values are what all limbs do together (SD, autocorrelation from quarter to quarter), the
  // others what each does by itself. As they stand they make a professional to a click: SD 15 to 17 ms,
  // autocorrelation .56, snare 5 and kick 10 ms apart from the hat.
  double shared_ms = 14.5, shared_rho = 0.6;
  double hand_ms = 3.6, foot_ms = 9.3;
  double tails = 0;     // share of strokes with three times that SD
  double place_ms = 0;  // SD of each line's lean from place to place of the bar
  double swing = 1;     // long / short eighth as played
  double missed = 0;    // share of notes
  double sigma_ms = 0;  // jitter of the instrument on top, told to the judge
  double level_sd_db = 1.5;
};

// Returns `bars` bars of 4/4: eighths on the hat, backbeat, kick on 1, 3 and the "and" of 2.
Chart plain_rock_chart(int bars);
// Returns quarters on one surface.
Chart pad_chart(int bars);

struct Performance {
  Take take;
  std::vector<double> beats;  // s, every quarter as meant
  std::array<double, kLineCount>
      lean_ms{};  // mean meant lean of each line, places included, against the lines about the middle one
};

// The drummer plays the chart `passes` times in a row; every stroke finds its note. The pulse is fitted as
// for any take, the verdict given, the order too.
Performance perform(const PlayingDrummer& drummer, const Chart& chart, int passes, std::uint64_t seed,
                    const judge::Norms& norms);
// Does the same without verdict and order, which take most of the time.
Performance perform_unjudged(const PlayingDrummer& drummer, const Chart& chart, int passes,
                             std::uint64_t seed);

}  // namespace firstchair::testing
