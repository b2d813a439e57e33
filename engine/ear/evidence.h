// Is a candidate a stroke, and how far can its time be trusted? Two linear models over the same clues: the
// log odds of a stroke (logistic regression) and a doubt score (least squares on the log of the time's
// error), which a short table turns into a sigma that 95 % of the errors lie within twice of. Fitted by
// `bench_hearing --fit` on rendered truth (docs/hearing.md).
#pragma once

#include <array>

#include "engine/ear/picker.h"
#include "engine/ear/refine.h"

namespace firstchair {

inline constexpr std::size_t kStrokeClues = 35;
using StrokeClues = std::array<float, kStrokeClues>;

// What was heard before the candidate.
struct Before {
  float seconds = 10;  // since the last stroke
  float curve = 0;     // its height, dB
  float loud_db = 0;   // level of the candidate's first milliseconds over that of the last stroke, dB
  float under_db = 0;  // how far that level lies under the loudest strokes of the last half minute, dB
};

// [audio]
StrokeClues stroke_clues(const Peak& peak, const Attack& attack, const Before& before);
// [audio] 0..1
float stroke_probability(const StrokeClues& clues);
// [audio] The higher, the less the time can be trusted.
float doubt(const StrokeClues& clues);
// [audio] Milliseconds.
float sigma_ms(const StrokeClues& clues);

}  // namespace firstchair
