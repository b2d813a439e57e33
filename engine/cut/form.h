// The form of a take: its bars as they were played, the phrases they make, and which of them are fills.
//
// Bars come from the take's pulse. A phrase is 4 or 8 bars, by what comes again after so many; it begins
// where a crash is struck on beat 1 and where a fill has just ended. A fill is a bar that is unlike those
// around it and has more strokes on snare and toms.
#pragma once

#include <vector>

#include "engine/core/take.h"
#include "engine/cut/film.h"

namespace firstchair::cut {

struct FormBar {
  int number = 1;  // as it was played: a bar that comes again has another number
  double start_s = 0, end_s = 0;
  int beats = 4;
  bool fill = false;
};

struct Form {
  std::vector<FormBar> bars;      // in order of time, apart; empty: no bar line is known
  std::vector<double> phrases_s;  // starts of bars
  double bar_probability = 0;     // that the bar lines stand where they are said to stand
};

// No bar is told where the bar line is less probable than this.
inline constexpr double kBarLineSure = .5;

// Returns the form of a take; without bars where its bar line is not sure enough, or nothing was followed.
Form form_of(const Take& take);

// Returns the bar that holds a time, or null.
const FormBar* bar_at(const Form& form, double at_s);

// Returns every stroke of a take as a mark, in order of time.
std::vector<Mark> marks_of(const Take& take, const Form& form);

}  // namespace firstchair::cut
