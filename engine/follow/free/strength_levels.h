// This file says which strokes were ghosts and which accents, where the player's own strengths make two clear
// groups (Otsu's cut per line, accepted only when it explains most of the variance).
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

// Returns one dynamic for each stroke of one line; `strengths` are 0..127.
std::vector<Dynamic> dynamics_of(const std::vector<float>& strengths, Line line,
                                 const LevelTuning& tuning = {});

}  // namespace firstchair::follow
