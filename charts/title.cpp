#include "charts/title.h"

#include <algorithm>

#include "engine/core/letters.h"

namespace firstchair::charts {
namespace {

constexpr std::size_t kLongest = 200;

bool follows(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// Bytes of the UTF-8 character at the start of `text`; 0 when there is none.
std::size_t character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!follows(text, i)) return 0;
  }
  if (length < 3) return length;
  const auto second = static_cast<unsigned char>(text[1]);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool surrogate = first == 0xED && second > 0x9F;
  const bool beyond = first == 0xF4 && second > 0x8F;
  return overlong || surrogate || beyond ? 0 : length;
}

}  // namespace

std::string clean_title(std::string_view title) {
  std::string out;
  while (!title.empty() && out.size() < kLongest) {
    const std::size_t length = character(title);
    std::string next(title.substr(0, std::max<std::size_t>(length, 1)));
    const auto byte = static_cast<unsigned char>(title[0]);
    if (length == 0) {
      next.clear();
      append_letter(next, byte);  // as in Latin-1
    } else if (length == 1 && (byte < ' ' || byte == 0x7F)) {
      next = " ";
    }
    title.remove_prefix(std::max<std::size_t>(length, 1));
    if (out.size() + next.size() > kLongest) break;
    if (next != " " || !out.empty()) out += next;
  }
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

}  // namespace firstchair::charts
