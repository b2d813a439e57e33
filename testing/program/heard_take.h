// What the program tells of a take, as its JSON says it.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "testing/program/command.h"

namespace firstchair::testing {

// Returns take.json of a file that is heard with more arguments; null, and a failure, where that fails.
inline nlohmann::json heard_take(const Workplace& here, const std::string& file,
                                 const std::vector<std::string>& more = {}) {
  std::vector<std::string> args{"hear", file, "--json"};
  args.insert(args.end(), more.begin(), more.end());
  const Ran ran = here.run(args);
  EXPECT_EQ(ran.code, 0) << ran.err;
  return ran.code == 0 ? nlohmann::json::parse(ran.out) : nlohmann::json();
}

}  // namespace firstchair::testing
