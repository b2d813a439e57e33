// A weights file holds 8 bytes of magic, little-endian whole numbers that name the architecture, then arrays
// of numbers. A number is the upper 24 bits of a float (the rest is below what training can tell); first
// comes the top byte of every number, then the middle ones, then the low ones, so that a page loads two
// thirds of the bytes and packs them better. Of the live ear's net, for which it waits, the low bytes are 0.
// The file's name carries the hash of its bytes (core/fitted.h), so the file that a program was built with or
// is pointed at can be told from any other.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::nn {

class WeightsReader {
 public:
  // [setup] Errors: malformed, naming the file, when the magic or a size differs from what this program's net
  // has, when the file is cut short or too long for `floats` numbers, when a number is not finite, or when
  // its name promises another hash.
  static Result<WeightsReader> open(std::string_view name, std::span<const std::uint8_t> bytes,
                                    std::string_view magic, std::span<const int> sizes, std::size_t floats);

  // [setup] Returns the next `count` numbers. All calls together may take at most `floats`.
  std::span<const float> take(std::size_t count);

 private:
  std::vector<float> numbers_;
  std::size_t at_ = 0;
};

}  // namespace firstchair::nn
