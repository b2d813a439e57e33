// This file reads the written measures of a score: every part goes into one list, before repeats are played
// out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "charts/chart_read.h"
#include "charts/musicxml/musicxml_document.h"
#include "charts/musicxml/musicxml_drums.h"
#include "charts/musicxml/musicxml_flow.h"
#include "engine/core/chart.h"

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

// Adds one part to the measures, of which there must be enough: its strokes if it is percussion, and every
// part's tempi, meters and repeats.
std::optional<Error> read_part(const PartXml& part, const DrumPart& drums, WrittenScore& score);

}  // namespace firstchair::charts
