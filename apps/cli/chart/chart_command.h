// `firstchair chart` lists, shows, converts and checks charts.
#pragma once

#include <string>

#include "apps/cli/help/command.h"
#include "engine/core/chart.h"

namespace firstchair::cli {

struct ChartOptions {
  std::string in;     // file or built-in name
  std::string out;    // file to convert into
  std::string kit;    // name or file of the kit profile that reads a MIDI file; empty: it is chosen
  std::string meter;  // "3/4": of a MIDI file, or of a chart that names none; empty: its own
  bool force = false;
};
struct ChartFromOptions {
  std::string take;  // recording or MIDI file
  std::string out;
  std::string kit, meter;
  double bpm = 0;  // 0: found
  int grid = 0;    // cells of a bar of 4/4 to move notes to; 0: as they were read
  bool force = false;
};
Declare declare_chart;
Result<int> chart_list(const ChartOptions& options);
Result<int> chart_show(const ChartOptions& options);
Result<int> chart_convert(const ChartOptions& options);
Result<int> chart_check(const ChartOptions& options);
Result<int> chart_from(const ChartFromOptions& options);

// Returns the chart in the file of that name, or the built-in chart of that name when there is no such file.
Result<Chart> find_chart(const std::string& name);

}  // namespace firstchair::cli
