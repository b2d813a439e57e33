#include "charts/tab/tab_text.h"

#include <algorithm>
#include <cstdint>

namespace firstchair::charts {
namespace {

constexpr std::size_t kTabulator = 8;

struct Character {
  std::uint32_t code = 0;
  std::size_t bytes = 1;
};

Character character_at(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0u;
  };
  const auto more = [&](std::size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const std::uint32_t first = byte(0);
  if (first >= 0xC2 && first < 0xE0 && more(1)) return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  if (first >= 0xE0 && first < 0xF0 && more(1) && more(2))
    return {(first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F), 3};
  if (first >= 0xF0 && first < 0xF5 && more(1) && more(2) && more(3)) return {0x1F941, 4};
  // Windows-1252 has its dashes where Latin-1 has control characters.
  if (first == 0x96 || first == 0x97) return {0x2013, 1};
  return {first, 1};
}

constexpr bool is_dash(std::uint32_t code) {
  return (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0x00AD || code == 0x00AF ||
         code == 0x2500 || code == 0x2501 || code == 0x30FC || code == 0xFF0D || code == 0x2043;
}
constexpr bool is_upright(std::uint32_t code) {
  return code == 0x00A6 || code == 0x2502 || code == 0x2503 || code == 0x2551 || code == 0x2016 ||
         code == 0xFF5C || code == 0x2758 || code == 0x01C0 || code == 0x2223 || code == 0x250A;
}
constexpr bool is_space(std::uint32_t code) {
  return code == 0x00A0 || (code >= 0x2000 && code <= 0x200A) || code == 0x202F || code == 0x3000;
}
constexpr bool has_no_width(std::uint32_t code) {
  return (code >= 0x200B && code <= 0x200F) || code == 0xFEFF || code == 0x2060;
}

}  // namespace

std::string tab_characters(std::string_view line) {
  std::string out;
  out.reserve(line.size());
  while (!line.empty()) {
    const Character c = character_at(line);
    line.remove_prefix(std::min(c.bytes, line.size()));
    if (c.code == '\t') {
      out.append(kTabulator - out.size() % kTabulator, ' ');
    } else if (c.code >= 0xFF01 && c.code <= 0xFF5E && !is_dash(c.code)) {  // wide letters
      out += static_cast<char>(c.code - 0xFEE0);
    } else if (c.code < 0x80) {
      out += c.code == 0x7F ? kStrange : static_cast<char>(c.code);
    } else if (is_dash(c.code)) {
      out += '-';
    } else if (is_upright(c.code)) {
      out += '|';
    } else if (is_space(c.code)) {
      out += ' ';
    } else if (c.code == 0x00D7 || c.code == 0x2715) {  // multiplication signs
      out += 'x';
    } else if (c.code == 0x25CF || c.code == 0x25CB || c.code == 0x2022) {  // filled and empty circles
      out += 'o';
    } else if (!has_no_width(c.code)) {
      out += kStrange;
    }
  }
  return out;
}

}  // namespace firstchair::charts
