// What a click sounds like is the player's choice: the same list stands in the program and in the page.
#pragma once

#include <span>
#include <string_view>

#include "engine/core/result.h"

namespace firstchair::practice {

enum class ClickSound : unsigned char { beep, wood, tick, cowbell };

struct ClickSoundName {
  ClickSound sound;
  std::string_view id, text;
};

// Returns every sound in the order of ClickSound, the usual one first.
std::span<const ClickSoundName> click_sounds();
// Reads an id. Errors: usage, with the ids there are.
Result<ClickSound> parse_click_sound(std::string_view id);

}  // namespace firstchair::practice
