// The blobs in a book are packed with this: whole numbers as varints, reals as they are (little end first),
// and at the end a check over everything before it. docs/formats/book.md has the layout.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace firstchair::store::packing {

inline std::uint64_t fingerprint(std::span<const std::uint8_t> bytes,
                                 std::uint64_t from = 0xcbf29ce484222325) {
  for (const std::uint8_t byte : bytes) from = (from ^ byte) * 0x100000001b3;  // FNV-1a
  return from;
}
inline std::uint64_t fingerprint(std::string_view text, std::uint64_t from = 0xcbf29ce484222325) {
  return fingerprint({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, from);
}

class Writer {
 public:
  void byte(std::uint8_t value) { bytes_.push_back(value); }
  void whole(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) byte(static_cast<std::uint8_t>(value | 0x80));
    byte(static_cast<std::uint8_t>(value));
  }
  void signed_whole(std::int64_t value) {  // small in either direction is short
    whole((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void real(double value) { fixed(std::bit_cast<std::uint64_t>(value), 8); }
  void real(float value) { fixed(std::bit_cast<std::uint32_t>(value), 4); }
  // Adds the check and returns the bytes.
  std::vector<std::uint8_t> finish() {
    fixed(fingerprint(bytes_), 8);
    return std::move(bytes_);
  }

 private:
  void fixed(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) byte(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  std::vector<std::uint8_t> bytes_;
};

// A Reader never reads past the end: what is not there reads as 0 and makes the reader broken.
class Reader {
 public:
  // The reader is broken from the start when the check does not fit.
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {
    if (bytes.size() < 8) {
      broken_ = true;
      return;
    }
    bytes_ = bytes.first(bytes.size() - 8);
    Reader check(bytes.last(8), Unchecked{});
    broken_ = check.fixed(8) != fingerprint(bytes_);
  }
  bool broken() const { return broken_; }
  bool at_end() const { return at_ == bytes_.size(); }
  std::size_t left() const { return bytes_.size() - at_; }

  std::uint8_t byte() {
    if (broken_ || at_ == bytes_.size()) {
      broken_ = true;
      return 0;
    }
    return bytes_[at_++];
  }
  std::uint64_t whole() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 0x7F) << shift;
      if (next < 0x80) return value;
    }
    broken_ = true;
    return 0;
  }
  std::int64_t signed_whole() {
    const std::uint64_t value = whole();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
  }
  double real() { return std::bit_cast<double>(fixed(8)); }
  float real32() { return std::bit_cast<float>(static_cast<std::uint32_t>(fixed(4))); }

 private:
  struct Unchecked {};
  Reader(std::span<const std::uint8_t> bytes, Unchecked) : bytes_(bytes) {}
  std::uint64_t fixed(int bytes) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value |= static_cast<std::uint64_t>(byte()) << (8 * i);
    return value;
  }
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace firstchair::store::packing
