// `firstchair chart` lists, shows, converts and checks charts.
#pragma once

#include <string>

#include "apps/cli/help/command.h"
#include "engine/core/chart.h"

namespace firstchair::cli {

struct ChartOptions {
  std::string in;   // file or built-in name
  std::string out;  // file to convert into
  std::string kit;  // name or file of the kit profile that reads a MIDI file; empty: it is chosen
  bool force = false;
};
Declare declare_chart;
Result<int> chart_list(const ChartOptions& options);
Result<int> chart_show(const ChartOptions& options);
Result<int> chart_convert(const ChartOptions& options);
Result<int> chart_check(const ChartOptions& options);

// Returns the chart in the file of that name, or the built-in chart of that name when there is no such file.
Result<Chart> find_chart(const std::string& name);

}  // namespace firstchair::cli
