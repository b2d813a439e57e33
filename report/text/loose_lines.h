// Whom an order to play slower is about: it is given where what is loose is not one line's own (teacher).
#pragma once

#include "engine/core/take.h"

namespace firstchair::report {

enum class LooseLines : unsigned char {
  every,  // two lines or more have a spread, and every spread is wider than its band
  one,    // the widest one is, and the others together are not much tighter
  alone   // no other line was played
};

// Returns which it is; `take.order.cause` is the spread of the widest line.
LooseLines loose_lines(const Take& take);

}  // namespace firstchair::report
