// Norms are what working drummers do. They are read from data/norms.csv (with its source), never written in
// code.
#pragma once

#include <string_view>

#include "engine/core/result.h"
#include "engine/core/voice.h"

namespace firstchair::judge {

// The detrended spread of professional takes is reference(I) = base_ms + per_ms * I, where I is the beat
// interval in ms, times the line's factor; the quantile factors give p10, p25, p75 and p90 around the median.
struct Norms {
  double base_ms = 0, per_ms = 0;
  double p10 = 0, p25 = 0, p75 = 0, p90 = 0;
  double line_factor[kLineCount] = {};
  double bpm_low = 0, bpm_high = 0;  // range the fit was made on; outside it nothing is graded

  double unison_hands_p10 = 0, unison_hands_p90 = 0;  // ms, SD of snare against hat
  double unison_foot_p10 = 0, unison_foot_p90 = 0;    // ms, SD of kick against hat
  double flam_gap_p25 = 0, flam_gap_p75 = 0;          // ms
  double level_sd_p90[kLineCount] = {};  // dB of MIDI velocity, within a place of the bar; 0: none

  // Returns the reference spread in ms, or 0 when there is no norm for this line.
  double reference_ms(Line line, double beat_ms) const {
    return (base_ms + per_ms * beat_ms) * line_factor[static_cast<int>(line)];
  }
};

// [setup] Parses the text of data/norms.csv.
Result<Norms> parse_norms(std::string_view csv);

// [setup] Returns the norms that are built in: data/norms.csv as it was at compile time.
const Norms& default_norms();

}  // namespace firstchair::judge
