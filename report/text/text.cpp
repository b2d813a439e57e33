#include "report/text/text.h"

#include <cstdint>

#include "engine/core/letters.h"

namespace firstchair::report {
namespace {

constexpr std::uint32_t kBroken = 0xFFFD;

// Takes one code point off the front; broken bytes give kBroken and cost one byte each.
std::uint32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::uint32_t first = byte(0);
  std::size_t length = first < 0x80   ? 1
                       : first < 0xC2 ? 0
                       : first < 0xE0 ? 2
                       : first < 0xF0 ? 3
                       : first < 0xF5 ? 4
                                      : 0;
  std::uint32_t point = length == 1   ? first
                        : length == 2 ? first & 0x1F
                        : length == 3 ? first & 0x0F
                                      : first & 0x07;
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= text.size() || (byte(i) & 0xC0) != 0x80) {
      length = 0;
      break;
    }
    point = point << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (length == 0 || overlong || surrogate || point > 0x10FFFF) {
    text.remove_prefix(1);
    return kBroken;
  }
  text.remove_prefix(length);
  return point;
}

bool within(std::uint32_t point, std::uint32_t low, std::uint32_t high) {
  return point >= low && point <= high;
}

bool unprintable(std::uint32_t point) {
  return point < 0x20 || within(point, 0x7F, 0x9F) || within(point, 0x200E, 0x200F) ||
         within(point, 0x2028, 0x202E) || within(point, 0x2066, 0x2069);
}

int columns_of(std::uint32_t point) {
  if (within(point, 0x300, 0x36F) || within(point, 0x200B, 0x200D) || within(point, 0xFE00, 0xFE0F)) return 0;
  const bool wide =
      within(point, 0x1100, 0x115F) || within(point, 0x2E80, 0xA4CF) || within(point, 0xAC00, 0xD7A3) ||
      within(point, 0xF900, 0xFAFF) || within(point, 0xFE30, 0xFE6F) || within(point, 0xFF00, 0xFF60) ||
      within(point, 0xFFE0, 0xFFE6) || within(point, 0x1F300, 0x1FAFF) || within(point, 0x20000, 0x3FFFD);
  return wide ? 2 : 1;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::uint32_t point = take_code_point(text);
    append_letter(out, unprintable(point) ? ' ' : point);
  }
  return out;
}

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : plain(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

int columns(std::string_view text) {
  int sum = 0;
  while (!text.empty()) sum += columns_of(take_code_point(text));
  return sum;
}

std::string shorten(std::string_view text, int max_columns) {
  if (columns(text) <= max_columns) return std::string(text);
  std::string out;
  int used = 0;
  while (!text.empty()) {
    const std::uint32_t point = take_code_point(text);
    if (used + columns_of(point) > max_columns - 1) break;
    used += columns_of(point);
    append_letter(out, point);
  }
  return out + "…";
}

}  // namespace firstchair::report
