// Text is UTF-8: one letter may be several bytes.
#pragma once

#include <cstddef>
#include <string_view>

namespace firstchair {

// Returns how many code points `text` holds; the bytes that go on with one are not counted.
constexpr std::size_t letters_of(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace firstchair
