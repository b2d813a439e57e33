// This file turns the lines of a text into characters: one byte each, so that columns are what a reader
// counts. Tabs are pasted from web pages and word processors, with dashes and bars that only look the part.
#pragma once

#include <string>
#include <string_view>

namespace firstchair::charts {

// What stands for a character that no tab has.
inline constexpr char kStrange = '\x7F';

// Returns the line with one byte a character: dashes of every length are -, upright lines |, blanks of every
// width a blank; tabulators are filled up to the next multiple of eight columns. Bytes that are not UTF-8 are
// taken as Windows-1252.
std::string tab_characters(std::string_view line);

}  // namespace firstchair::charts
