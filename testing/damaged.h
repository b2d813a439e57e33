// For tests: files that were cut or altered, of which a reader must take none.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace firstchair::testing {

// Reads the file as it is, which must be taken, then cut at 50 places and altered at 200: none of these may
// be. read(name, bytes) gives a Result. The name carries the hash of the whole file.
template <class Read>
void expect_damage_is_refused(std::string_view name, std::span<const std::uint8_t> bytes, Read&& read) {
  const auto whole = read(name, bytes);
  ASSERT_TRUE(whole) << whole.error().line();
  for (std::size_t k = 0; k < 50; ++k) {
    const std::size_t length = bytes.size() * k / 50;
    const auto cut = read(name, bytes.first(length));
    ASSERT_FALSE(cut) << "cut to " << length;
    EXPECT_TRUE(cut.error().place.starts_with(name)) << cut.error().line();
  }
  EXPECT_FALSE(read(name, bytes.first(bytes.size() - 1)));
  std::vector<std::uint8_t> altered(bytes.begin(), bytes.end());
  for (std::size_t k = 0; k < 200; ++k) {
    const std::size_t at = bytes.size() * k / 200;
    altered[at] ^= 1;
    const auto other = read(name, std::span<const std::uint8_t>(altered));
    ASSERT_FALSE(other) << "altered at " << at;
    EXPECT_TRUE(other.error().place.starts_with(name)) << other.error().line();
    altered[at] ^= 1;
  }
}

}  // namespace firstchair::testing
