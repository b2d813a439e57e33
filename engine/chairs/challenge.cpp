#include "engine/chairs/challenge.h"

#include <algorithm>

namespace firstchair::chairs {

Challenge challenge(const std::vector<Round>& rounds, const ChallengeConfig& config) {
  Challenge told;
  std::vector<Candidate> both{{.id = "challenger"}, {.id = "holder"}};
  for (const Round& round : rounds) {
    both[0].excerpts.push_back(round.challenger);
    both[1].excerpts.push_back(round.holder);
    const Seating seating = seat(both, config.seating);
    const auto challenger = std::find_if(seating.seats.begin(), seating.seats.end(),
                                         [](const Seat& s) { return s.id == "challenger"; });
    told.challenger_better.push_back(challenger->best);
    if (challenger->best >= config.threshold) {
      told.outcome = Outcome::taken;
      return told;
    }
    const bool last = static_cast<int>(told.challenger_better.size()) >= config.rounds;
    if (last || challenger->best <= 1 - config.threshold) {
      told.outcome = Outcome::kept;
      return told;
    }
  }
  return told;
}

}  // namespace firstchair::chairs
