// These are cells of tables that spreadsheets open.
#pragma once

#include <string>

namespace firstchair::school {

// Returns a text as RFC 4180 writes it. What a spreadsheet would run ("=", "+", "-", "@" and a tab at its
// beginning) has an apostrophe before it.
std::string csv_cell(const std::string& text);

}  // namespace firstchair::school
