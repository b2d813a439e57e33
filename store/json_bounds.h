// This file looks at JSON from strangers before it is parsed: a parser makes far more memory of a text than
// the text takes, and goes as deep as the text says.
#pragma once

#include <cstddef>
#include <string_view>

namespace firstchair::store {

struct JsonBounds {
  std::size_t depth = 16;          // of objects and arrays in one another
  std::size_t values = 1'000'000;  // of all kinds; an object's names do not count
};

// Says whether a parser of JSON would meet no more than the bounds in this text, whether it is JSON or not.
bool within(std::string_view text, const JsonBounds& bounds);

}  // namespace firstchair::store
