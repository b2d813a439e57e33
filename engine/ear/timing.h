// This file says how far an attack's time can be trusted.
#pragma once

#include <optional>

#include "engine/core/voice.h"

namespace firstchair::ear {

// A Split tells of the split of the waveform that a stroke's time was taken from.
struct Split {
  float contrast_db = 0;  // see FoundAttack
  float apart_ms = 0;     // distance from the net's own time
};

// [audio] Says whether the split is the attack that the net means. The clearer it is, the farther it may lie
// from the net's time.
bool believed(const Split& split);

// [audio] Returns a standard deviation in milliseconds: half of what 95 % of the errors on rendered truth of
// the training kits stay within (docs/guide/hearing.md). Without a split the time is the net's own.
// `probability` is the net's, that there is a stroke.
float sigma_ms(const std::optional<Split>& split, float probability);

// [audio] Returns by how much the time of a lone stroke of that voice and sigma is told late, in
// milliseconds: the soft first millisecond of a drum drowns where the attack is not clear. The values are
// medians on rendered truth of the training kits, clean, in rooms and in noise.
float bias_ms(Voice voice, float sigma);

}  // namespace firstchair::ear
