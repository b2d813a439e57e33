// This file reads numbers and texts of a binary Guitar Pro file. Behind the end everything is 0 and broken()
// is true, so that a reader asks once a loop.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

namespace firstchair::charts {

class GpBytes {
 public:
  explicit GpBytes(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  bool broken() const { return broken_; }
  std::size_t at() const { return at_; }

  void skip(std::size_t count) {
    broken_ = broken_ || count > bytes_.size() - at_;
    at_ = std::min(at_ + std::min(count, bytes_.size()), bytes_.size());
  }
  int u8() {
    const std::size_t here = at_;
    skip(1);
    return broken_ ? 0 : bytes_[here];
  }
  int i8() { return static_cast<std::int8_t>(u8()); }
  bool flag() { return u8() != 0; }
  int i16() {
    const int low = u8();
    return static_cast<std::int16_t>(low | u8() << 8);
  }
  std::int32_t i32() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(u8()) << (8 * i);
    return static_cast<std::int32_t>(value);
  }
  // A text in a field of `width` bytes behind a byte that says how many of them it has.
  std::string text(std::size_t width) {
    const auto size = std::min(static_cast<std::size_t>(u8()), width);
    const std::size_t here = at_;
    skip(width);
    if (broken_) return {};
    return {reinterpret_cast<const char*>(bytes_.data()) + here, size};
  }
  // A text behind the width of its field, which counts the byte of the size.
  std::string sized_text() {
    const std::int32_t width = i32();
    return text(width < 1 ? 0 : static_cast<std::size_t>(width) - 1);
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace firstchair::charts
