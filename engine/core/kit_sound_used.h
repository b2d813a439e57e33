// What a take has of a kit's sound that it was heard with (engine/ear/kit_sound.h).
#pragma once

#include <string>

namespace firstchair {

struct KitSoundUsed {
  std::string name;
  bool used = true;  // false: what was played is another kit, or far from that microphone; nothing was used

  bool operator==(const KitSoundUsed&) const = default;
};

}  // namespace firstchair
