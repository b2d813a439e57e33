// The demo's drummer is made by arithmetic: swing on the ride, and every beat a share of the gap to the band
// is closed. It is the two-process model of tapping with a wandering tempo (Vorberg & Wing 1996).
#pragma once

#include <cstdint>

#include "apps/cli/band/render.h"

namespace firstchair::cli {

struct MadeDrummer {
  double bpm = 140;    // where the drummer begins
  double alpha = .35;  // share of the gap closed a beat
  double beta = .04;   // share of the gap taken as tempo
  double push = 0;     // relative tempo a beat: what the drummer would do alone
  double timekeeper_ms = 6, hand_ms = 4, ear_ms = 2, walk = .002;
  double first_ms = 0;  // of the first stroke
  std::uint64_t seed = 1;
};

// Returns the drummer, for a run whose frames are `rate` a second.
RenderedDrummer swing_drummer(const MadeDrummer& how, double rate);

}  // namespace firstchair::cli
