#include "practice/click_sound.h"

#include <array>
#include <string>

namespace firstchair::practice {
namespace {

constexpr std::array<ClickSoundName, 4> kSounds{{{ClickSound::beep, "beep", "beep"},
                                                 {ClickSound::wood, "wood", "wood block"},
                                                 {ClickSound::tick, "tick", "tick, high and dry"},
                                                 {ClickSound::cowbell, "cowbell", "cowbell"}}};

}  // namespace

std::span<const ClickSoundName> click_sounds() {
  return kSounds;
}

Result<ClickSound> parse_click_sound(std::string_view id) {
  std::string ids;
  for (const ClickSoundName& one : kSounds) {
    if (one.id == id) return one.sound;
    ids += (ids.empty() ? "" : ", ") + std::string(one.id);
  }
  return Error{ErrorCode::usage, std::string(id), "no sound of a click", "Choose one of " + ids};
}

}  // namespace firstchair::practice
