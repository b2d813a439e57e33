// This file makes text from outside (titles, file names) safe, and says how wide text stands in a terminal.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::report {

// Returns valid UTF-8 on one line: broken bytes become U+FFFD; control characters and the marks that reorder
// text (bidirectional overrides) become spaces. Law: plain(plain(x)) == plain(x).
std::string plain(std::string_view text);

// Returns plain() with & < > " ' written as entities, which is safe in HTML text and in quoted attributes.
std::string escape_html(std::string_view text);

// Returns the terminal columns of UTF-8 text: combining marks take 0, wide East Asian characters and emoji 2,
// all others 1.
int columns(std::string_view text);

// Returns the longest start of `text` that fits, with "…" where something was cut.
std::string shorten(std::string_view text, int max_columns);

}  // namespace firstchair::report
