// The drummer of a take that is there already: an e-kit's MIDI, or sound.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/result.h"

namespace firstchair::cli {

struct RecordedDrummer {
  double rate = 48000;         // frames a second of hits and sound: the recording's own
  std::vector<Hit> hits;       // in order
  std::vector<float> sound;    // the recording, as one channel; empty for MIDI
  double bpm = 0;              // mean tempo
  double bar_1_s = 0;          // of its first bar line
  std::optional<Chart> chart;  // that was named
  VoiceDetail detail = VoiceDetail::voice;
  bool polyphonic = true;
};

struct RecordedOptions {
  std::string take, chart;
  double at_s = -1;          // of bar 1; below 0: the first bar line
  double midi_rate = 48000;  // frames a second for MIDI
};

// Errors: those of hear_take and of find_chart; unsupported (no tempo in it).
Result<RecordedDrummer> recorded_drummer(const RecordedOptions& options);

// Returns the demo's drummer, a performance of the Groove MIDI Dataset that is part of the program
// (data/demo/groove.mid). Errors: those of judging it.
Result<RecordedDrummer> demo_drummer(double midi_rate);

}  // namespace firstchair::cli
