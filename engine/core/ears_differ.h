// Two ears' strokes of one sound are laid side by side here: what was told while somebody played, and what
// was heard when it was over.
#pragma once

#include <cstddef>
#include <span>

#include "engine/core/hit.h"

namespace firstchair {

struct EarsDiffer {
  std::size_t both = 0;      // strokes that both tell, whatever the drum
  std::size_t renamed = 0;   // of them: of another family of drums
  std::size_t only_now = 0;  // strokes that the second ear alone tells
  std::size_t only_live = 0;
  bool operator==(const EarsDiffer&) const = default;
};

// Each attack of one is paired with at most one of the other, the nearest within 25 ms; hits within 8 ms of
// an attack's first belong to it. Both are in order of frame, at `rate`.
EarsDiffer compare_ears(std::span<const Hit> live, std::span<const Hit> again, double rate);

}  // namespace firstchair
