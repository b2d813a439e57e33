#include "engine/core/practice/mode.h"

#include <algorithm>

#include "engine/core/ids.h"

namespace firstchair {
namespace {

constexpr auto kModes = ids_up_to<Mode::other>("hear", "drill", "full", "own", "free", "limit", "other");

}  // namespace

std::string_view id_of(Mode mode) {
  return kModes[static_cast<std::size_t>(mode)];
}

Mode mode_of(std::string_view id) {
  const auto found = std::find(kModes.begin(), kModes.end(), id);
  return found == kModes.end() ? Mode::other : static_cast<Mode>(found - kModes.begin());
}

}  // namespace firstchair
