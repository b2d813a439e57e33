// A Playing is a take being made: every stroke of a groove with its time, drum and force, before chance has
// touched it. A planted fault edits it; hits_of() plays it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/hit.h"

namespace firstchair::testing {

// A Groove is a chart of a bar or more that is played over and over.
struct Groove {
  std::string name;
  Chart chart;
};

// Returns rock, sixteenths, funk with ghosts, shuffle, swing, rudiments with stickings and flams; and two
// grooves of this file: "four-bars" (a fill of sixteenths ends every fourth bar) and "rest" (half a bar of
// silence does).
std::vector<Groove> built_in_grooves();

// Returns grooves as drummers of the Groove MIDI Dataset played them: the notes that come back in most bars
// of a performance. There are none where the folder is not there.
std::vector<Groove> recorded_grooves(const std::string& folder);

// A FaultlessPlayer does nothing wrong but stray by chance.
struct FaultlessPlayer {
  double sd_ms = 6;  // of every stroke by itself
  double foot = 1;   // the kick's SD over that
  double shared_ms = 0,
         shared_rho = 0.6;  // what all limbs do together, SD and autocorrelation from quarter to quarter
  double walk = 0;          // relative SD of the change of tempo per quarter
  double level_db = 0.6;    // SD of a stroke's level
};

struct PlayedStroke {
  Ticks tick = 0;  // from the start of the take
  int bar = 0;     // of the take, from 0
  Ticks in_bar = 0;
  Voice voice = Voice::snare;
  Dynamic dynamic = Dynamic::normal;
  Hand hand = Hand::unwritten;
  Ornament ornament = Ornament::none;
  double late_ms = 0;
  double level_db = 0;      // over the usual level of its dynamic
  double flam_ms = 30;      // a flam's gap
  bool struck = true;       // false: left out
  bool instrument = false;  // the kit's own: no noise but its own, `after_ms` after the stroke `of`
  std::size_t of = 0;
  double after_ms = 0, after_sd_ms = 0.3;
  double velocity = 0;  // of the kit's own
};

struct Playing {
  Groove groove;  // groove.chart is what is judged against
  FaultlessPlayer player;
  int bars = 24;  // of the take
  double bpm = 120;
  std::vector<double> period;  // s, of every quarter of the take
  std::vector<PlayedStroke> strokes;
  std::array<double, kLineCount> line_sd_ms{};  // 0: the player's
  double left_sd_ms = 0, right_sd_ms = 0;       // 0: the line's

  Ticks bar_length() const { return groove.chart.meters.front().bar_length(); }
  double beat_of(const PlayedStroke& stroke) const;  // from 1
  // Returns the places of the bar at which the line plays in every bar of the chart, in order; ghosts are
  // none.
  std::vector<Ticks> places(Line line) const;
  bool has(Line line) const;
};

// Returns the chart looped over `bars` bars at bpm.
Playing play(const Groove& groove, const FaultlessPlayer& player, int bars, double bpm);
// Returns the index of the first quarter of one bar of the take.
std::size_t first_quarter(const Playing& playing, int bar);

// Returns the strokes as an e-kit tells them: kMidiRate frames a second, level and strength from the
// velocity, SD 1 ms.
std::vector<Hit> hits_of(const Playing& playing, std::uint64_t seed);

}  // namespace firstchair::testing
