// Every listener hears the same files: our ear first, then the peers this machine has, chance last.
#pragma once

#include <string>
#include <vector>

#include "bench/hearing/reaction.h"
#include "bench/hearing/tally.h"
#include "bench/hearing/trust.h"
#include "bench/hearing/voice_scores.h"

namespace firstchair::bench {

struct Hearing {
  std::vector<Tally> listeners;
  VoiceScores voices;  // our own from here on
  Reaction reaction;
  Trust trust;
};

enum class Peers { none, quick, all };

Hearing hear_all(const std::vector<lab::Rendering>& files, Peers peers);

}  // namespace firstchair::bench
