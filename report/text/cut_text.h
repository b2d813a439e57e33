// What is said of a film's shots, for a terminal: at most 30 lines.
#pragma once

#include <string>
#include <vector>

#include "engine/cut/film.h"

namespace firstchair::report {

// ShotFigures are the numbers of a film's shots. Shares are 0..1; where there is nothing to count they are 0.
struct ShotFigures {
  int shots = 0;
  double length_s = 0;
  double cuts_a_minute = 0;
  double mean_s = 0, shortest_s = 0, longest_s = 0;
  double low_s = 0, median_s = 0, high_s = 0;  // quartiles of the length
  double on_one = 0;                           // share of cuts at a stroke on beat 1
  double on_drum = 0;                          // share of cuts at a kick, snare or crash
  bool bars_known = false;
  double calm_s = 0, tense_s = 0;  // mean length in the third of the film with the least and the most tension
  double with_tension = 0;         // correlation of the length's logarithm with the tension
  double dark_s = 0;               // nobody has a picture
};
ShotFigures shot_figures(const cut::Film& film);

// Returns the lines, without colour: shots and their lengths, where the cuts stand, what tension did, and a
// line for every camera with its share.
std::vector<std::string> cut_lines(const cut::Film& film);

}  // namespace firstchair::report
