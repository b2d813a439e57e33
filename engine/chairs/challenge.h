// A challenge asks for one chair. Holder and challenger both play the round's excerpt, at most three times.
// The holder keeps the chair unless the contrary is shown.
#pragma once

#include <vector>

#include "engine/chairs/seating.h"

namespace firstchair::chairs {

struct Round {
  ExcerptScore holder, challenger;
};

struct ChallengeConfig {
  SeatingConfig seating{.claim = Claim::again};
  int rounds = 3;
  // Three looks inflate what one would take wrongly (Pocock 1977): at .975 an equal challenger takes the
  // chair in 5.3 of 100, at .98 in 4.3.
  double threshold = 0.98;
};

enum class Outcome : unsigned char {
  open,   // another round is to be played
  taken,  // the challenger is shown to be better
  kept    // that is not shown
};

struct Challenge {
  Outcome outcome = Outcome::open;
  std::vector<double> challenger_better = {};  // probability after every round that counted, 4 decimals
};

// Rounds after the one that decides are not looked at.
Challenge challenge(const std::vector<Round>& rounds, const ChallengeConfig& config);

}  // namespace firstchair::chairs
