// This file lays the measures of a score end to end as whole bars, in the order in which they are played.
#pragma once

#include <vector>

#include "charts/score/written_score.h"

namespace firstchair::charts {

struct LaidMeasure {
  std::size_t measure = 0;  // its index in the score
  Ticks tick = 0;           // where the measure's own tick 0 sounds
  int bar = 1;              // the number of the bar it sounds in
};

struct Layout {
  std::vector<MeterChange> meters;
  std::vector<TempoChange> tempi;  // some may stand at or after `length`
  double swing = 1;
  Ticks length = 0;
  Ticks pickup = 0;  // in bar 1, where the first measure begins that is shorter than its bar; 0: it is whole
  std::vector<LaidMeasure> laid;
};

inline const Error kTooMuch{
    ErrorCode::too_large, {}, "over 100,000 bars or 1,000,000 notes with its repeats", "Repeat less"};

// Plays out repeats and jumps; a measure keeps its notes, its flow is taken. Every measure has a meter then.
// Errors: unsupported without a measure, too_large over 100,000 bars.
Result<Layout> lay_out(std::vector<ScoreMeasure>& measures, Remarks& remarks);

}  // namespace firstchair::charts
