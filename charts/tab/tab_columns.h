// This file reads what stands in the columns of a system's bars: hands, endings, blanks for rests.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "charts/tab/tab_lines.h"

namespace firstchair::charts {

// Returns whether a line has nothing but R and L, both, with blanks, rests or bar lines between them.
bool is_hands_row(std::string_view cells);
// Returns the hands as a sticking line over the bars of `over`, column by column. Returns nothing where the
// cells of `over` are parted by blanks, or no hand stands over them.
std::optional<TabLine> hands_line(std::string_view cells, int number, const TabLine& over);

// Reads "1.               2.", "|1.-----|2.-----|" and "1st   2nd"; nothing where the line has other words.
std::vector<TabEnding> endings_in(std::string_view cells);

// Bars that are as wide in every line, and whose blanks cannot be there for the eye, have blanks for rests:
// they become rests. `HH|x x x x |` above `SD|  o   o |` is such a bar.
void fill_blanks(TabText& tab, Remarks& remarks);

}  // namespace firstchair::charts
