#include "charts/utf16.h"

#include <algorithm>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

enum class Order : unsigned char { none, little, big };

Order order_of(std::span<const std::uint8_t> bytes) {
  constexpr std::size_t kLooked = 64, kLeast = 8;
  if (bytes.size() < 2) return Order::none;
  if (bytes[0] == 0xFF && bytes[1] == 0xFE) return Order::little;
  if (bytes[0] == 0xFE && bytes[1] == 0xFF) return Order::big;
  const std::size_t looked = std::min(bytes.size(), kLooked) / 2 * 2;
  if (looked < kLeast) return Order::none;
  bool little = true, big = true;
  for (std::size_t i = 0; i < looked; i += 2) {
    little = little && bytes[i] != 0 && bytes[i + 1] == 0;
    big = big && bytes[i] == 0 && bytes[i + 1] != 0;
  }
  return little ? Order::little : big ? Order::big : Order::none;
}

}  // namespace

std::optional<std::string> from_utf16(std::span<const std::uint8_t> bytes) {
  constexpr std::uint32_t kReplaced = 0xFFFD, kMark = 0xFEFF;
  const Order order = order_of(bytes);
  if (order == Order::none) return std::nullopt;
  const std::size_t units = bytes.size() / 2;
  const auto unit = [&](std::size_t i) {
    const std::uint32_t first = bytes[2 * i], second = bytes[2 * i + 1];
    return order == Order::little ? second << 8 | first : first << 8 | second;
  };
  std::string out;
  for (std::size_t i = unit(0) == kMark ? 1 : 0; i < units; ++i) {
    const std::uint32_t code = unit(i);
    if (code < 0xD800 || code > 0xDFFF) {
      append_letter(out, code);
    } else if (code < 0xDC00 && i + 1 < units && unit(i + 1) >= 0xDC00 && unit(i + 1) < 0xE000) {
      append_letter(out, 0x10000 + ((code - 0xD800) << 10) + (unit(++i) - 0xDC00));
    } else {
      append_letter(out, kReplaced);
    }
  }
  return out;
}

}  // namespace firstchair::charts
