// A line that is longer than a terminal is wide is broken between words.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::report {

// Returns the text with breaks before the words that would stand beyond `width` columns. Where it begins with
// a word and a gap ("moves    tempo ..."), what follows is set in under the text. A word that is wider stays
// whole, and below 40 columns nothing is broken.
std::string folded(std::string_view text, int width);

}  // namespace firstchair::report
