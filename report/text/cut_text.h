// What is said of a film's shots, for a terminal: at most 30 lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/cut/film.h"
#include "engine/cut/motion.h"

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

// Returns what was seen in a camera's picture: a line of the drums it shows and how late the picture is, and
// one for every pair of lines that cannot be told apart. `said`: somebody had said what it shows, and that is
// kept.
std::vector<std::string> seen_lines(const cut::Camera& camera, const cut::MotionMap& map, bool said);

// Returns what the page says of a film ("0:48, 24 shots, style cover"), of a camera (its place and how sure
// that is, what it shows, its share) and of a shot ("hands from 0:12.3 for 1.8 s: bar 7 beat 1, crash").
std::vector<std::string> film_words(const cut::Film& film);
std::vector<std::string> camera_words(const cut::Film& film, int camera);
std::string shot_words(const cut::Film& film, const cut::Shot& shot);

// Returns a line of progress: "hearing 3 recordings 43 %, 0:20 left". What is left is told once 2 s and 2 %
// of the work (`share`, 0..1) are done, as if it went on as it went so far.
std::string progress_words(std::string_view what, double share, double elapsed_s);

// Returns what is said of the encoder that was taken: why it is not the one that was named (`refused`; empty:
// none was, or it is), and that it is none for H.264; else nothing.
std::string encoder_words(std::string_view taken, std::string_view refused = {});

// Returns what is said of files that are of other cuts than the film's: those that a rendering writes anew
// (`renderer` says how it is begun), and the burnt ones (`burner` likewise). Without any it says nothing.
std::vector<std::string> old_words(const std::vector<std::string>& with_film,
                                   const std::vector<std::string>& burnt,
                                   const std::string& renderer = "rendering again",
                                   const std::string& burner = "firstchair cut render --force");

}  // namespace firstchair::report
