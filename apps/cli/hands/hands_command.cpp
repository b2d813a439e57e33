#include "apps/cli/hands/hands_command.h"

#include <fmt/format.h>

#include "apps/cli/chart/chart_command.h"
#include "apps/cli/hear/hear_command.h"
#include "engine/judge/norms.h"
#include "report/report.h"

namespace firstchair::cli {

Result<int> hands(const HandsOptions& options) {
  SessionConfig config;
  config.norms = judge::default_norms();
  config.voices = options.voices;
  config.bpm = options.bpm;
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  config.chart = std::move(*chart);
  HearOptions hearing;
  hearing.take = options.take;
  Result<Take> take = hear_take(hearing, std::move(config));
  if (!take) return take.error();
  fmt::print("{}", report::hands_text(*take));
  return 0;
}

}  // namespace firstchair::cli
