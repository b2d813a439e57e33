// This file says what was struck together, for finding the beat: strokes within a few hundredths of a second
// are one attack.
#pragma once

#include <span>
#include <vector>

#include "engine/core/hit.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

// A Part is one of the groups of drums with which a drummer gives the bar away: low is the kick, back the
// snare, time the hats, ride and pad, other the toms and crashes.
enum class Part : unsigned char { low, back, time, other };
inline constexpr int kPartCount = 4;
Part part_of(Voice voice);

struct Attack {
  double seconds = 0;            // time of its strongest stroke
  float strength[kPartCount]{};  // 0..1, the strongest stroke of each part
  float foot = 0;                // 0..1, the strongest stroke of the hat foot, which is in `time` too
  bool crash = false;
  int first_hit = 0, hits = 0;

  float strongest() const;
};

// `span` lasts from the first stroke of an attack to its last (s).
std::vector<Attack> attacks_of(std::span<const Hit> hits, double rate,
                               double span = WriteTuning{}.attack_span);

}  // namespace firstchair::follow
