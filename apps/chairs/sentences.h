// The sentences of a sheet, in the order in which they are read. They are plain text.
#pragma once

#include <string>
#include <vector>

#include "apps/chairs/seated.h"

namespace firstchair::audition {

// Returns "Groove audition: 4 players, 1 excerpt of 32 bars. Asked: who played this best here, today."
std::string asked(const Seated& seated);
// Returns one sentence or two for every chair or shared chairs, the first chair first.
std::vector<std::string> chairs_told(const Seated& seated);
// Returns what each player played: spread, slips, score and chair, each with its interval; in order of seats.
std::vector<std::string> players_told(const Seated& seated);
// Returns what the chairs rest on and do not show: the other question, what would tell two apart, musts,
// takes that are missing, evidence.
std::vector<std::string> remarks(const Seated& seated);
// Returns hints for whoever rules, each with its player; there may be none.
std::vector<std::string> hints_told(const Seated& seated);

// The spread of all lines and excerpts of a player, ms, 95 %; ms 0: no spread was scored.
struct PlayedSpread {
  double ms = 0, low = 0, high = 0;
  int strokes = 0;
  bool at_floor = false;
};
PlayedSpread spread_of(const ScoredPlayer& player);

}  // namespace firstchair::audition
