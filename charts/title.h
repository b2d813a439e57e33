// Titles come in any encoding and end up in terminals and JSON.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::charts {

// Returns one line of valid UTF-8 without blanks at its ends, at most 200 bytes. Bytes that are not UTF-8 are
// taken as Latin-1, and control characters become blanks. Law: clean_title(clean_title(t)) == clean_title(t).
std::string clean_title(std::string_view title);

}  // namespace firstchair::charts
