// A Verdict is what the numbers say of a take. judge/ makes it. Every value has an interval or is not a
// value.
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/core/units.h"
#include "engine/core/voice.h"

namespace firstchair {

enum class Measure : unsigned char {
  placement,    // ms    mean signed error of a line against the pulse
  tightness,    // ms    detrended spread (SD) of a line
  tempo,        // bpm   mean tempo
  drift,        // %/min slope of the tempo
  spot,         // ms    shrunk lean of one line at one place in the bar, or at one note of the chart
  unison,       // ms    SD of the difference of two lines struck together (line - other); `mean` is who leads
  flam_gap,     // ms    mean gap grace to main; `mean` repeats it, `spread` its SD
  swing,        // ratio long / short eighth, from mean positions
  dynamics,     // dB    SD of level within one line and accent class
  accent,       // d'    separation of accents (or plain strokes) from ghosts
  missed,       // per 100 notes
  extra,        // per 100 notes
  wrong_voice,  // per 100 notes
  hands,        // ms    how much later the left hand lands than the right; `mean` is how much louder, dB
  phrase,       // ms    lean of all lines together over some beats, in every bar or in one of every few
  bar,          // ms    one bar, or some beats of one, that lie apart from the tempo around them
  step,         // %     change of the tempo from one bar on
  hand_spread,  // ratio the left hand's spread over the right's; `mean` is the left's, ms
  doubles,      // ms    how much later the second stroke of a double lands than the strokes about it
  doubles_level,  // dB  how much louder it is
  level_spot,     // dB  a line's softest place of the bar, against its next softest one
  level_course    // dB  change of the level from the first stroke of the take to the last
};
inline constexpr int kMeasureCount = 22;

enum class Standing : unsigned char {
  in_band,      // the interval touches the band: nothing to say
  out_of_band,  // the interval excludes the band
  no_band,      // a number to know, not to judge
  too_few,      // n < needed: no value, say "not enough strokes (n of N)"
  below_floor   // tighter than the instrument can tell: value is the floor
};

struct Place {  // a place in the chart; bar 0: none
  int bar = 0;
  double beat = 0;  // from 1
  Ticks tick = 0;
  int played = 0;  // the bar of the take, from 1; 0: not said
};

struct Metric {
  Measure measure = Measure::placement;
  Line line = Line::pad;
  Line other = Line::pad;             // unison: the second line
  bool has_line = true;               // false: of the whole take
  Dynamic dynamic = Dynamic::normal;  // dynamics: the accent class
  // For a spot the place is where it is; for drift, where it starts, when that is known; for placement, the
  // first of the eight bars furthest out.
  Place place;
  double value = 0, low = 0, high = 0;  // 95 % interval, same unit
  // For unison and flam_gap this is the signed mean and its 95 % interval; for accent, dB from ghosts up to
  // the rest; for hands, left's level less right's, dB; for hand_spread, the left's spread, ms; for swing
  // that surely changes, the ratio at the end; for a tempo that nobody asked for, the one the piece names, or
  // 0.
  double mean = 0, mean_low = 0, mean_high = 0;
  double spread = 0;  // flam_gap: SD of the gaps
  int n = 0, needed = 0;
  double band_low = 0, band_high = 0;  // what counts as nothing to say
  Standing standing = Standing::no_band;
  double excess = 0;  // distance of value from the band over its standard error; >= 0
  double z = 0;       // tightness: spread over the norm for this line and tempo; 0: no norm
  // The letters A..E of the verdict scale for the best and the worst end of the interval; 0 means that none
  // is given.
  char grade_low = 0, grade_high = 0;
  double beat_to = 0;        // phrase, bar: the beats from place.beat up to this one; 0: one place
  int every = 0, which = 0;  // spot, phrase: in bar `which` (from 1) of every `every`; 0 or 1: in every bar
  // In a unison the pair is apart because this line's own strokes are the looser ones. A spread that is too
  // wide has it where it is wider than the other lines' are, each beside its norm.
  bool has_loose = false;
  Line loose = Line::pad;
  // A placement from an e-kit is so large, and so even in every stroke that another drum is struck with, that
  // the pad's own delay may be it.
  bool perhaps_kit = false;
  // A placement that is a lean against the clock of the band that played along (Source::band), and not
  // against the other lines, says so.
  bool beside_band = false;
  std::vector<Place> places;  // missed, extra, wrong_voice: where (in order); spot: the passes concerned
};

// A PositionCell is the mean error of one line at one position of the bar, over the bars of the meter played
// most.
struct PositionCell {
  Line line = Line::pad;
  Ticks in_bar = 0;
  double beat = 1;  // from 1
  int n = 0;
  double mean_ms = 0;      // as played
  double shrunk_ms = 0;    // after Efron-Morris shrinkage, relative to the line's lean
  double sd_ms = 0;        // posterior SD of shrunk_ms
  double probability = 0;  // P(|shrunk| > tolerance)
};

struct Verdict {
  std::vector<Metric> metrics;
  std::vector<PositionCell> positions;
  // local_error_ms has one entry per match: its error minus the line's local mean, or NaN where there is
  // none.
  std::vector<double> local_error_ms;
  double floor_ms = 0;  // SD of the instrument (ear or e-kit) that was taken out
  int outliers = 0;     // strokes beyond 4 robust SDs, left out of means and spreads
};

}  // namespace firstchair
