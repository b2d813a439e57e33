// This file reads what stands in a file of DrumBurp, line by line, and makes no music of it yet.
#pragma once

#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "charts/chart_read.h"
#include "engine/core/result.h"

namespace firstchair::charts {

// A BrpHead says how one sign is played on one drum.
struct BrpHead {
  char sign = 'x';
  int note = -1, volume = 0;
  std::string effect;
};

struct BrpDrum {
  std::string name, label;
  std::string signs;  // of its heads, where they stand apart from them
  std::vector<BrpHead> heads;
};

struct BrpNote {
  int column = 0;
  std::size_t drum = 0;  // an index that is there
  char sign = 'x';
};

struct BrpBar {
  std::size_t line = 0;
  std::vector<int> beats, of;  // columns of each beat, and how many a whole quarter has
  std::vector<BrpNote> notes;  // their columns are in the bar
  int bar_lines = 0;           // seen
  unsigned start = 0, end = 0;
  int times = 1, simile = 0;  // simile: shows the bar that stands so many before it
  std::string alternate;

  int columns() const { return std::accumulate(beats.begin(), beats.end(), 0); }
};

inline constexpr unsigned kBrpRepeatStart = 2, kBrpRepeatEnd = 4, kBrpSectionEnd = 8;  // bits of a bar line

struct BrpFile {
  std::string title;
  std::optional<int> bpm;
  int swing = 0;  // 8: eighths
  std::vector<BrpDrum> drums;
  std::vector<BrpBar> bars;
  Remarks remarks;
};

// The text is unpacked. Errors: malformed with "line N", unsupported for a newer file format.
Result<BrpFile> read_brp_file(std::string_view text);

// Returns what stands between commas.
std::vector<std::string_view> brp_parts(std::string_view text);

}  // namespace firstchair::charts
