// A Groove is a performance of the Groove MIDI Dataset with the truth that its click gives: beats at the
// file's tempo from time 0, and a chart written down on that grid.
#pragma once

#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"

namespace firstchair::bench {

struct Groove {
  std::string id, style, drummer;
  bool held_back = false;  // the dataset's validation and test splits
  double bpm = 120;
  MeterChange meter;
  // It is true when the file begins on a bar line. Many were cut out at any beat: their first stroke tells.
  bool bar_known = false;
  std::vector<Hit> hits;     // frames are microseconds
  Chart chart;               // quantised from the hits
  std::vector<int> note_of;  // per hit, -1: no note of its own
};

// Returns the dataset's folder: $FIRSTCHAIR_DATA/groove-midi, or shared/data/groove-midi beside the project.
// It is empty when the dataset is not here.
std::string groove_folder();
// Loads the "beat" performances of at least 8 bars.
std::vector<Groove> load_grooves(const std::string& folder);
// Fills chart and note_of from the hits.
void write_down(Groove& groove);

}  // namespace firstchair::bench
