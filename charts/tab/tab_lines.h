// This file tells the lines of a drum tab apart: which are voices, which say tempo, meter and repeats, which
// are just text. It knows no music.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "charts/chart_read.h"
#include "charts/tab/tab_labels.h"
#include "charts/tab/tab_legend.h"
#include "charts/tab/tab_repeats.h"
#include "charts/tab/tab_words.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// A TabBar is what stands between two bar lines: runs of cells, parted by blanks.
struct TabBar {
  std::string text;  // one byte a character, blanks at its ends and all
  int column = 0;    // of its first character, from 1
  bool opens_repeat = false;
  bool closes_repeat = false;
  int plays = 0;              // written count of a closed repeat; 0: none written
  bool after_double = false;  // behind a double bar line

  // Returns the runs of cells. They are empty for a bar of nothing but blanks: a rest however long.
  std::vector<std::string_view> groups() const;
  // Returns the cells without the blanks.
  std::string letters() const;
  // Returns the column of a cell, counted from 0.
  int column_of(std::size_t cell) const;
};

// A TabLine is one voice over a few bars.
struct TabLine {
  int number = 0;  // its number in the file, from 1
  TabLabel label;
  std::string said;  // the label as written, without colons and dashes; empty: none
  std::vector<TabBar> bars;
  bool opens_after = false;  // the line ends with |:
  int plays = 0;             // x4 behind the last bar line; 0: none
};

// A TabEnding is "1." or "2." above a bar.
struct TabEnding {
  int column = 0;  // from 1
  int number = 1;
};

// A TabSystem holds voices that sound together, and what was said before them.
struct TabSystem {
  std::vector<TabLine> lines;
  std::optional<int> beats, unit;
  std::optional<double> bpm;
  bool keep_time = false;  // its strokes are suggested
  std::vector<TabRepeat> repeats;
  std::vector<std::string> counts;   // counting lines, one byte a character
  std::vector<MeterWritten> meters;  // above single bars
  std::vector<TabEnding> endings;
  std::optional<std::pair<int, int>> loose_meter;  // among other words: "a waltz in 3/4"
  int loose_line = 0;
};

struct TabText {
  std::string title;
  double swing = 1;
  bool names_meter = false;  // somewhere
  TabLegend legend;
  std::vector<TabSystem> systems;
};

// Returns "line 3", and "line 3, column 7".
std::string tab_place(int line);
std::string tab_place(int line, int column);
Error tab_error(int line, std::string what, std::string advice);

Result<TabText> read_tab_lines(std::string_view text, Remarks& remarks);

}  // namespace firstchair::charts
