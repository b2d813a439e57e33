#include "store/json_bounds.h"

namespace firstchair::store {

bool within(std::string_view text, const JsonBounds& bounds) {
  std::size_t depth = 0, values = 1;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (quoted) {
      if (letter == '\\') ++i;
      quoted = letter != '"';
      continue;
    }
    switch (letter) {
      case '"':
        quoted = true;
        break;
      case '[':
      case '{':
        ++values;  // at most its first
        if (++depth > bounds.depth) return false;
        break;
      case ']':
      case '}':
        if (depth > 0) --depth;
        break;
      case ',':
        ++values;
        break;
      default:
        break;
    }
    if (values > bounds.values) return false;
  }
  return true;
}

}  // namespace firstchair::store
