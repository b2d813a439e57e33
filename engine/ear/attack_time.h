// This file says where the live ear looks for an attack, and when it takes it from the waveform.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/ear/refine.h"
#include "engine/ear/sample_history.h"
#include "engine/ear/timing.h"

namespace firstchair::ear {

inline constexpr double kSearchBefore = 0.002, kSearchAfter = 0.003;  // seconds around the net's time

struct AttackTime {
  Frames frame = 0;
  std::optional<Split> split;  // that the frame was taken from; none: it is the net's own time
};

// [audio] Returns the attack in the waveform from `first` to `last`, or the guess where the waveform does not
// show it.
inline AttackTime attack_time(Refiner& refiner, const SampleHistory& history, const Timing& timing,
                              double rate, Frames guess, Frames first, Frames last) {
  const FoundAttack attack = refiner.refine(history, std::max(first, last - refiner.search()), last);
  const float apart = static_cast<float>(1000 * std::abs(static_cast<double>(attack.frame - guess)) / rate);
  const Split split{.contrast_db = attack.contrast_db[static_cast<std::size_t>(attack.view)],
                    .apart_ms = apart};
  if (attack.split && timing.believed(split)) return {attack.frame, split};
  return {guess, std::nullopt};
}

}  // namespace firstchair::ear
