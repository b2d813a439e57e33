// Every listener hears the same files: our ears first, then the peers this machine has, chance last.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "bench/hearing/reaction.h"
#include "bench/hearing/tally.h"
#include "bench/hearing/trust.h"
#include "bench/hearing/voice_scores.h"

namespace firstchair::bench {

inline constexpr std::size_t kOurs = 2;  // of the listeners the first are our live ear and our file ear

struct Hearing {
  std::vector<Tally> listeners;
  std::array<VoiceScores, kOurs> voices;
  std::array<Trust, kOurs> trust;
  Reaction reaction;  // of the live ear
};

enum class Peers { none, quick, all };

Hearing hear_all(const std::vector<lab::Rendering>& files, Peers peers);

}  // namespace firstchair::bench
