// This file says which drum a name in words means, as scores, samplers and legends of tabs write it.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/voice.h"

namespace firstchair::charts {

struct NamedDrum {
  bool known = false;
  std::optional<Voice> voice;  // nothing: an instrument outside the kit
};

// Knows "Acoustic Snare", "Hi-Hat (open)", "drum.bass-drum". "Drum Set" is not known, because it says
// nothing.
NamedDrum drum_named(std::string_view name);

}  // namespace firstchair::charts
