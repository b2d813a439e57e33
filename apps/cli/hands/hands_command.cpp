// firstchair hands: who lands when against whom, hands and limbs, in one take.
#include <fmt/format.h>

#include "apps/cli/commands.h"
#include "engine/judge/norms.h"
#include "report/report.h"

namespace firstchair::cli {

Result<int> hands(const HearOptions& options) {
  SessionConfig config;
  Result<judge::Norms> norms = judge::default_norms();
  if (!norms) return norms.error();
  config.norms = *norms;
  config.voices = options.voices;
  config.bpm = options.bpm;
  Result<Chart> chart = find_chart(options.chart);
  if (!chart) return chart.error();
  config.chart = std::move(*chart);
  Result<Take> take = hear_take(options, std::move(config));
  if (!take) return take.error();
  fmt::print("{}", report::hands_text(*take));
  return 0;
}

}  // namespace firstchair::cli
