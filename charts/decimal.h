// This file reads and writes the decimal numbers of charts as text, in any locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace firstchair::charts {

// Returns the shortest text without an exponent that reads back as the same double. `value` must be finite.
std::string decimal_text(double value);

struct Decimal {
  double value = 0;
  std::size_t length = 0;  // bytes of its text
};
// Reads the number at the start of `text`, which holds digits and points only. Returns nothing when there is
// none.
std::optional<Decimal> decimal_at(std::string_view text);

}  // namespace firstchair::charts
