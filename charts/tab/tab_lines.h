// This file tells the lines of a drum tab apart: which are voices, which say tempo and meter, which are just
// text. It knows no music.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/tab/tab_letters.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// A TabBar is what stands between two bar lines: runs of cells, parted by blanks.
struct TabBar {
  std::vector<std::string> groups;  // empty: nothing but blanks, a bar of rest however long
  bool opens_repeat = false;
  bool closes_repeat = false;
  int plays = 0;  // written count of a closed repeat; 0: none written
};

// A TabLine is one voice over a few bars.
struct TabLine {
  int number = 0;  // its number in the file, from 1
  TabLabel label;
  std::vector<TabBar> bars;
  bool opens_after = false;  // the line ends with |:
  int plays = 0;             // x4 behind the last bar line; 0: none
};

// A TabSystem holds voices that sound together, and what was said before them.
struct TabSystem {
  std::vector<TabLine> lines;
  std::optional<int> beats, unit;
  std::optional<double> bpm;
};

struct TabText {
  std::string title;
  double swing = 1;
  std::vector<TabSystem> systems;
};

Error tab_error(int line, std::string what, std::string advice);

Result<TabText> read_tab_lines(std::string_view text);

}  // namespace firstchair::charts
