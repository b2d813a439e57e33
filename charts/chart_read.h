// A ChartRead is what a reader makes of a file: the chart, what it took for granted, and what no chart holds.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/kit_read.h"

namespace firstchair::charts {

// A Remark is one assumption of a reader, at the place where it was made first.
struct Remark {
  std::string place;  // "line 3, column 7"; may be empty
  std::string text;   // no final full stop
  int times = 1;      // how often it was made

  bool operator==(const Remark&) const = default;
};

// LeftOut is an instrument that no chart holds.
struct LeftOut {
  std::string what;  // "cowbell"
  int notes = 0;
  std::vector<int> bars;  // numbers of the chart's bars with such a note, in order

  bool operator==(const LeftOut&) const = default;
};

struct ChartRead {
  Chart chart;
  KitRead kit;  // of a MIDI file; kit.outside counts the notes that are none of the chart
  std::vector<Remark> remarks;
  std::vector<LeftOut> left_out;
};

// Collects remarks: the same text again is counted and not repeated. It keeps 100 texts.
class Remarks {
 public:
  void add(std::string place, std::string text);
  std::vector<Remark> take();

 private:
  std::vector<Remark> remarks_;
  std::unordered_map<std::string, std::size_t> known_;
  int more_ = 0;
};

// Collects what is left out. `bar` is the number of a bar of the chart; they come in order.
class LeftOuts {
 public:
  void add(std::string_view what, int bar, int notes = 1);
  std::vector<LeftOut> take();

 private:
  std::map<std::string, LeftOut, std::less<>> all_;
};

// Returns a line for every remark and every instrument left out:
// "line 2, column 5: "c" on S is read as a cross-stick (12 times)." and
// "left out: cowbell, 12 notes (bars 1 to 3 and 7)."
std::vector<std::string> lines_of(const ChartRead& reading);

// Returns "bar 4", "bars 1 to 3, 5 and 7"; after ten runs "and more". `bars` is in order and not empty.
std::string bars_text(const std::vector<int>& bars);

}  // namespace firstchair::charts
