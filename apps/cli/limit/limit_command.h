// `firstchair limit` finds the tempo at which a drummer breaks, from recordings or live.
#pragma once

#include <string>
#include <vector>

#include "apps/cli/help/command.h"
#include "apps/cli/live/shared_flags.h"
#include "practice/limit_policy.h"

namespace firstchair::cli {

struct LimitOptions : LiveOptions {
  std::string chart;                           // file or built-in name
  std::vector<std::string> takes_at;           // FILE@BPM; empty: live
  std::string bars;                            // "5-8"; empty: all
  int times = 0;                               // passes an excerpt; 0: as many as make eight bars
  std::string letter{practice::kLimitLetter};  // the spread that counts as clean
  double prior_bpm = 0;                        // 0: the chart's tempo
  int most = 16;                               // takes
  double rest_s = practice::kLimitRestS;
  bool anyway = false;  // go on although the guard says rest; pain is not overridden
  bool plain = false;
};
Declare declare_limit;
// Finds the tempo at which the drummer breaks, from recordings or live.
Result<int> limit(const LimitOptions& options);

}  // namespace firstchair::cli
