// This file puts a drill in words and on a terminal. The functions are pure, so that the screen can be tested
// without a terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/bar_verdict.h"
#include "engine/core/practice/practised_run.h"

namespace firstchair::report {

// Returns a line like "Bar 7: snare 12 ms late ±5, spread 8 ms (6 to 10); hat 3 ms early ±4 ...; 1 missed, 0
// extra of 12."
std::string bar_text(const BarVerdict& bar);
// Returns a line like "Stop. Bar 12: snare 18 ms late ±6. Again from 11."
std::string stop_text(const BarVerdict& bar, int again_from);

// Returns, for a bar that was not played, a line like "Nothing heard in bar 3. Is the microphone on, and the
// right one?"
std::string nothing_heard_text(const BarVerdict& bar, bool midi);
// Does the same for free playing, of which the first `seconds` were silent.
std::string nothing_heard_text(double seconds, bool midi);

// Returns a line like "This is not "Rock". Play on freely: bars are not judged." and, where the chart is
// played again, "This is "Rock" again."
std::string other_groove_text(std::string_view title, bool other);

// Returns a line like "2 bars silent: back 46 ms early ±12, spread 21 ms (15 to 36), 9 gaps."
std::string own_time_text(const OwnTime& time, int silent_bars);
// Returns a line like "Spread up 28 % a minute (9 to 50), level down 0.4 dB a minute (-0.7 to -0.1), over 6.2
// minutes." It is empty when the take is too short.
std::string endurance_text(const Endurance& endurance);

struct DrillScreen {
  std::string title;
  double bpm = 0;                                          // the click's
  double played_bpm = 0, played_low = 0, played_high = 0;  // 95 %; 0: not known
  int bar = 0;                                             // its number in the chart
  int done = 0, bars = 0;                                  // played and to be played
  int beat = 0, beats = 4;                                 // from 1; 0: the click has not begun
  bool counting_in = false;
  bool silent = false;  // the click is in a gap
  double seconds = 0;   // length of the take so far
  int dropouts = 0;
  std::string source;  // "microphone, round trip 12.3 ms ±0.1"
  std::optional<BarVerdict> last = {};
  std::string message = {};  // the one order or notice; empty: none
};

// Returns at most `rows` lines of at most `columns` columns, with a newline at the end of each. With `colour`
// early is blue and late is orange, always with a sign beside it: colour never stands alone.
std::string drill_screen(const DrillScreen& screen, int columns, int rows, bool colour);

}  // namespace firstchair::report
