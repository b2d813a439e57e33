// Which camera is seen when: exact dynamic programming over places (where a cut may stand) and cameras.
//
// A shot on camera c from place i to place j, d seconds long, is worth
//
//     shown + welcome(c, i) + price(c) d - 1.2 ln^2(d / goal)
//     goal = style.length_s 2^(2.4 (.5 - tension))
//
// where `shown` is 1.2 times the share of what is struck in it that the camera shows, less .5 (a camera of
// the whole kit: .35 whatever is struck), and a cut at j to another camera is worth j's value. No camera is
// cut to itself, unless style.jump_cuts says so: that is worth j's value less .5. A shot is style.least_s
// long or longer; only between two edges, where pictures begin and end, it may be shorter. Longer than
// style.most_s it costs 6, and 6 for every place where it goes on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/cut/candidates.h"
#include "engine/cut/film.h"
#include "engine/cut/style.h"

namespace firstchair::cut {

// What is known of a camera at every place. All vectors have an entry a place.
struct View {
  std::string name = {};
  std::vector<double> shown = {};  // weight of what it shows struck from the first place up to this one
  std::vector<int> until = {};  // the last place up to which it has a picture from this one on; itself: none
  std::vector<double> welcome = {};  // what a shot gains that begins here
  bool wide = false;                 // it shows the whole kit
  double flat = 0;   // what every shot of it gains: less than 0 where its placement is not sure
  double price = 0;  // what it gains a second
};

struct ShotProblem {
  std::vector<Candidate> places = {};
  std::vector<double> tension = {};  // at every place
  std::vector<double> struck = {};   // weight of all that is struck from the first place up to this one
  std::vector<View> views = {};
  Style style = {};
  double rate = 30;        // film frames a second
  std::uint64_t seed = 1;  // decides between what is equally good
};

// Pieces tile the film. Two on one camera that follow each other are one shot, unless jump cuts
// are wished.
struct ShotPiece {
  int view = 0;  // -1: nobody has a picture
  int from = 0, to = 0;
  bool operator==(const ShotPiece&) const = default;
};

// Returns what pieces that tile the film are worth; minus infinity where one is not allowed.
double worth_of(const ShotProblem& problem, const std::vector<ShotPiece>& pieces);

// Returns the pieces that are worth most. Answers (Style::answer) are counted where places times views
// squared are at most a million.
std::vector<ShotPiece> choose_shots(const ShotProblem& problem);

}  // namespace firstchair::cut
