// How far an attack's time can be trusted.
#pragma once

#include <optional>

#include "engine/core/voice.h"

namespace firstchair::ear {

// The split of the waveform that a stroke's time was taken from.
struct Split {
  float contrast_db = 0;  // see FoundAttack
  float apart_ms = 0;     // from the net's own time
};

// [audio] Is the split the attack that the net means? The clearer it is, the farther it may lie from the
// net's time.
bool believed(const Split& split);

// [audio] Standard deviation in milliseconds: half of what 95 % of the errors on rendered truth of the
// training kits stay within (docs/guide/hearing.md). No split: the net's own time. probability: the net's, of
// a stroke.
float sigma_ms(const std::optional<Split>& split, float probability);

// [audio] By how much the time of a lone stroke of that voice and sigma is told late, in milliseconds: the
// soft first millisecond of a drum drowns where the attack is not clear. Medians on rendered truth of the
// training kits, clean, in rooms and in noise.
float bias_ms(Voice voice, float sigma);

}  // namespace firstchair::ear
