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

// Slashes say "keep time" in measure `at`: returns the earlier measure whose groove is expected there,
// softly, or `at` where there is none. It is the one before; where that one is a fill after two others that
// are alike, it is the one before the fill. `alike(a, b)` compares measures, `empty(a)` says that one has no
// strokes.
template <class Alike, class Empty>
std::size_t groove_before(std::size_t at, const Alike& alike, const Empty& empty) {
  if (at == 0 || empty(at - 1)) return at;
  const bool fill = at >= 3 && !empty(at - 2) && alike(at - 2, at - 3) && !alike(at - 1, at - 2);
  return fill ? at - 2 : at - 1;
}
inline constexpr const char* kKeepTime =
    "slashes: the groove before is expected softly, and to play another is no slip";
inline constexpr const char* kSlashesAlone = "slashes without a bar to go by are read as rests";

// Plays the measures out in the order of their repeats and jumps, and lays them end to end as whole bars.
// `title` is cleaned. Errors: too_large over 100,000 bars or 1,000,000 notes, unsupported without a stroke.
Result<ChartRead> play_out(WrittenScore score, std::string_view title);

// Velocities tell ghosts and accents in a part that writes neither; a note without one counts as a plain
// stroke. `notes` are all of the part.
void read_velocities(const std::vector<Note*>& notes);

}  // namespace firstchair::charts
