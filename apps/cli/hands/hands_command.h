// `firstchair hands` says which hand and which limb lands when, in one take.
#pragma once

#include <string>

#include "apps/cli/help/command.h"
#include "engine/ear/ear.h"

namespace firstchair::cli {

struct HandsOptions {
  std::string take;
  std::string chart;  // file or built-in name, with its sticking
  double bpm = 0;     // 0: not said
  ear::VoicesMode voices = ear::VoicesMode::kit;
};
Declare declare_hands;
// Compares hands and limbs of options.take against options.chart.
Result<int> hands(const HandsOptions& options);

}  // namespace firstchair::cli
