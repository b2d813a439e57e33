// An echo as loud as the direct sound, as a wall's or a late loudspeaker's, makes a camera fit the master in
// two places, and the loudness alone says the louder one.
//
// A room's answer is what the master's rises must be convolved with to become the camera's: the cross
// spectrum over the master's own, of all bands and of windows of ten seconds. What a groove repeats is in
// both spectra and falls out, and so does an echo that the master has itself. No sound comes before the
// direct sound: where the answer has a peak before the line's, the line lies on an echo.
#pragma once

#include <vector>

#include "engine/cut/envelope.h"
#include "engine/cut/placement.h"

namespace firstchair::cut {

inline constexpr double kAnswerReach = 0.6;  // s to either side of a line

// An Answer is a camera's to the master, along a line.
struct Answer {
  // How much of the master's rises is in the camera's so many hops later than the line says: index
  // reach + hops, each the sum over the hops about it.
  std::vector<double> size;
  std::ptrdiff_t reach = 0;
  double spread = 0;  // of what is noise
};
// Returns the answer, about as long as kAnswerReach to either side; it is empty where less than a window of
// the camera lies on the master.
Answer answer_of(const Envelope& master, const Envelope& camera, const Piece& line);

struct Way {
  double late_s = 0;  // against the line
  double size = 0;    // of the largest way's
};
// Returns the ways that stand out, in order of time: of the size of `least` or more.
std::vector<Way> ways_of(const Answer& answer, double least);

// Echoes are what a camera hears besides the sound that comes first.
struct Echoes {
  double first_s = 0;  // against the line: where the first sound is; below 0, the line lies on an echo
  double maybe_s = 0;  // by which something before it is earlier that is too faint to be sure of; 0: nothing
  std::vector<double> late_s;  // of the ways as loud as the first, against the first, in order; empty: none
};
// Returns the echoes along a line. They are heard all the time: what a loss of sound makes, one way before it
// and another behind it, is none.
Echoes echoes_of(const Envelope& master, const Envelope& camera, const Piece& line);

}  // namespace firstchair::cut
