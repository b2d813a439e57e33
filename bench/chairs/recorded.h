// Four people's recorded takes of one groove, seated by the program as a band leader seats them: from MIDI,
// and from the same takes as sound; the records verified in three ways.
#pragma once

#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "lab/performances.h"

namespace firstchair::bench {

// A RecordedTake is 32 bars of one performance of the Groove MIDI Dataset in which that groove is played.
struct RecordedTake {
  std::string player;       // the letter it is seated under
  std::string performance;  // the file in the dataset
  int from = 0;             // bar of the file that is the excerpt's first, from 0
  double bpm = 0;
  std::vector<std::uint8_t> midi;  // these bars alone, a beat after the file's begin
  lab::Piece piece;                // the same as strokes in seconds
};
// Returns the four, or fewer where the dataset is not there.
std::vector<RecordedTake> recorded_takes();

// Returns what they have in common: eighths on the hat, backbeat, kick on 1 and on the "and" of 3.
std::string recorded_groove();  // as drum tab
Chart recorded_chart();

// Seats the four and returns the page. `wasm` names the page's verifying module; empty: it is not asked.
std::string recorded_page(const std::string& wasm);

}  // namespace firstchair::bench
