// The table of an enum's identifiers, which books and other programs rely on.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace firstchair {

// Returns the identifiers in the order of the enum's values, from the first to kLast. A table that lacks one,
// or has one too many, does not compile.
template <auto kLast, class... Ids>
constexpr std::array<std::string_view, sizeof...(Ids)> ids_up_to(const Ids&... ids) {
  static_assert(sizeof...(Ids) == static_cast<std::size_t>(kLast) + 1, "every value has one identifier");
  return {std::string_view(ids)...};
}

}  // namespace firstchair
