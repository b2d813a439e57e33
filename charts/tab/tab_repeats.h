// This file reads repeats that are written as words around a tab: "Play 4 times", "|--Repeat x4--|", "x3".
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace firstchair::charts {

// A TabRepeat says how often bars are played. Columns count from 1; both are 0 where the words stand for
// all bars of the system, and equal where they stand above one of them.
struct TabRepeat {
  int line = 0;
  int from = 0, to = 0;
  int plays = 2;
};

// Returns how often "Repeat x4", "REPEAT-7X", "x3", "(4x)", "Play 4 times", "play twice" say to play what
// they stand by; nothing for other words. A count of 0 is no repeat.
std::optional<int> repeat_words(std::string_view text);

// Returns the repeats of a line that has nothing else: a banner of dashes and bars with words in it, or
// counts above bars. `line` has one byte a character.
std::vector<TabRepeat> repeats_in(std::string_view line, int number);

}  // namespace firstchair::charts
