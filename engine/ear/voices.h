// Which drum? A plain guess from where in the spectrum a stroke's energy lies and how fast it fades there.
//
// Eight regions of the spectrum, early (3-14 ms after the attack) and late (24-38 ms), each less what sounded
// before; below 350 Hz, where frames are too short to tell a kick from a tom, three bands filtered from the
// waveform. A linear model with a softmax on top (multinomial logistic regression), so that the probability
// means what it says. The table is fitted by `bench_hearing --fit-voices` on rendered performances
// (docs/hearing.md).
#pragma once

#include <array>

#include "engine/core/voice.h"
#include "engine/ear/frames.h"
#include "engine/ear/history.h"

namespace firstchair {

inline constexpr std::size_t kVoiceRegions = 8;
inline constexpr std::size_t kLowBands = 3;
inline constexpr std::size_t kVoiceClues = 4 * kVoiceRegions + 2 * kLowBands + 2;
inline constexpr std::size_t kHeardFamilies = 5;  // Family::kick .. Family::cymbal
using VoiceClues = std::array<float, kVoiceClues>;

struct VoiceGuess {
  Family family = Family::snare;
  float probability = 0;
};

// [audio] Clues of the stroke at sample `attack`; `until` is where the next stroke begins or the sound known
// ends.
VoiceClues voice_clues(const FrameRing& frames, const Features& features, const History& history, double rate,
                       Frames attack, Frames until);
// [audio]
VoiceGuess guess_voice(const VoiceClues& clues);

}  // namespace firstchair
