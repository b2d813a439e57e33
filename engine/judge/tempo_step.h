// Looks for a bar line from which on the tempo is another (TempoStep, layers.h).
#pragma once

#include "engine/judge/layer_strokes.h"

namespace firstchair::judge {

// Returns the step, and lays the strokes behind it as if it had not been.
TempoStep find_step(LayerStrokes& take);

}  // namespace firstchair::judge
