// `firstchair bench` runs the bench programs of this build tree.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/help/command.h"

namespace firstchair::cli {

// bench/NAME makes the program bench_NAME of each.
inline constexpr std::array<std::string_view, 14> kBenches{
    "hearing", "follow", "judging", "speed",  "live",  "book", "teacher",
    "server",  "school", "verdict", "chairs", "shots", "band", "cut"};

struct BenchOptions {
  std::vector<std::string> args;  // the bench's name, then its own words
};
Declare declare_bench;
// Becomes the bench program args[0] of this build tree, with the other words as its arguments. It returns
// only when it cannot.
Result<int> bench(const BenchOptions& options);

}  // namespace firstchair::cli
