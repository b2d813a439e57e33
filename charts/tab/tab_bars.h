// This file reads the music of a tab's bars: strokes, stickings, meters and repeats, as written.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "charts/tab/tab_lines.h"
#include "engine/core/chart.h"

namespace firstchair::charts {

// A bar as it is written once; repeats play it out.
struct WrittenBar {
  int line = 0;
  std::vector<Note> notes;  // ticks from the bar line
  int beats = 4, unit = 4;
  double bpm = 0;  // 0: none said yet
  bool opens = false;
  int plays = 0;                                     // > 0: a repeat ends here and is played that often
  bool first_ending = false;                         // the repeat it stands in has it the first time alone
  std::vector<std::pair<std::string, int>> outside;  // instruments that no chart holds, and their strokes

  MeterChange meter(Ticks at) const { return {at, beats, unit}; }
};

Result<std::vector<WrittenBar>> read_tab_bars(const TabText& tab, Remarks& remarks);

}  // namespace firstchair::charts
