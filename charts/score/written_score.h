// This file holds a score as it is written, before its repeats are played out: what every reader of scores
// makes first.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/chart_read.h"
#include "charts/score/bar_flow.h"
#include "engine/core/chart.h"
#include "engine/core/result.h"

namespace firstchair::charts {

inline constexpr Ticks kLongestMeasure = 64 * kTicksPerWhole;

struct ScoreMeasure {
  Ticks length = 0;       // length of what is written in it
  bool implicit = false;  // not counted: a pickup, or the rest of a parted bar
  std::optional<MeterChange> meter;
  std::vector<TempoChange> tempi;  // ticks from the start of the measure, as the notes'
  std::optional<double> swing;
  BarFlow flow;
  std::vector<Note> notes;
  std::string place;                 // "measure 12"
  std::vector<std::string> outside;  // the instrument of every note that no chart holds
};

struct WrittenScore {
  // It is true for our own files: every mark belongs to its note alone, and velocities decide nothing.
  bool each_note = false;
  std::vector<ScoreMeasure> measures;
  std::size_t strokes = 0;
  Remarks remarks;
};

// Plays the measures out in the order of their repeats and jumps, and lays them end to end as whole bars.
// `title` is cleaned. Errors: too_large over 100,000 bars or 1,000,000 notes, unsupported without a stroke.
Result<ChartRead> play_out(WrittenScore score, std::string_view title);

// Velocities tell ghosts and accents in a part that writes neither; a note without one counts as a plain
// stroke. `notes` are all of the part.
void read_velocities(const std::vector<Note*>& notes);

}  // namespace firstchair::charts
