// A Piece is what is played: strokes in seconds with MIDI velocities.
#pragma once

#include <string>
#include <vector>

#include "lab/kits.h"

namespace firstchair::lab {

struct Stroke {
  double seconds = 0;
  Voice voice = Voice::snare;
  double velocity = 100;
};

struct Piece {
  std::string name;
  std::vector<Stroke> strokes;  // in order of time
  double seconds = 0;
  double bpm = 120, beat = 0;  // quarters a minute; seconds at which one of them begins
};

// Returns played grooves of at most `seconds` each. With the Groove MIDI Dataset `tuning` takes its training
// split without drummers 5, 8 and 9, `validation` its validation and test splits (of all drummers); without
// it grooves are generated (another seed each).
std::vector<Piece> grooves(Use use, int count, double seconds);
// Returns performances of drummers 5, 8 and 9 alone, of whom nothing was trained on. There are none without
// the dataset.
std::vector<Piece> held_drummers(int count, double seconds);
// Returns flams: two strokes of one drum 15..40 ms apart, the first softer; one flam a second on snare and
// tom.
Piece flams(int count, Dice& dice);
// Returns single-stroke rolls of 12..25 strokes a second on one drum, a second each.
Piece rolls(int count, Dice& dice);
// Returns every voice alone, at all velocities from 20 up, a stroke every 0.7 s.
Piece solos(int count, Dice& dice);

}  // namespace firstchair::lab
