#include "report/text/fold.h"

#include <algorithm>

#include "report/text/text.h"

namespace firstchair::report {
namespace {

constexpr int kNarrowest = 40;
constexpr std::size_t kFurthestIn = 16;

// Where the text begins behind a word and a gap of two blanks and more; 0: it has no such word.
std::size_t text_at(std::string_view line) {
  const std::size_t gap = line.find(' '), text = line.find_first_not_of(' ', gap);
  return gap != 0 && text != std::string_view::npos && text - gap >= 2 && text <= kFurthestIn ? text : 0;
}

}  // namespace

std::string folded(std::string_view text, int width) {
  if (width < kNarrowest) return std::string(text);
  const std::string indent(text_at(text), ' ');
  std::string out;
  int column = 0;
  for (std::size_t at = 0; at < text.size();) {
    // A word with the blanks before it.
    const std::size_t word = std::min(text.find_first_not_of(' ', at), text.size());
    const std::size_t end = std::min(text.find_first_of(" \n", word), text.size());
    const int wide = columns(text.substr(at, end - at));
    if (column > static_cast<int>(indent.size()) && word < text.size() && column + wide > width) {
      out += "\n" + indent;
      column = static_cast<int>(indent.size());
      at = word;
      continue;
    }
    out += text.substr(at, end - at);
    column += wide;
    at = end;
    if (at < text.size() && text[at] == '\n') out += text[at++], column = 0;
  }
  return out;
}

}  // namespace firstchair::report
