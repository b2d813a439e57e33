#include "engine/core/practice/mode.h"

#include <algorithm>
#include <array>

namespace firstchair {
namespace {

constexpr std::array<std::string_view, 7> kModes{"hear", "drill", "full", "own", "free", "limit", "other"};

}  // namespace

std::string_view id_of(Mode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}

Mode mode_of(std::string_view id) {
  const auto found = std::find(kModes.begin(), kModes.end(), id);
  return found == kModes.end() ? Mode::other : static_cast<Mode>(found - kModes.begin());
}

}  // namespace firstchair
