// A FaultTally counts what was said of takes with one planted fault.
#pragma once

#include <string>
#include <vector>

#include "testing/faults/faults.h"

namespace firstchair::bench {

struct FaultTally {
  int takes = 0, first = 0, among = 0, silent = 0, accused = 0, ordered_else = 0;

  void add(const FaultTally& other);
  // A take whose first claim is no order is first about what is told first.
  void add(const testing::Said& said, const testing::Truth& truth);
};

// Says whether the claim is right in everything that was planted.
bool any(const testing::Claim& claim, const std::vector<testing::Planted>& of);

// Returns "90 (70 to 97)": a share in per cent with Wilson's interval.
std::string share(int count, int n);
// Returns one row of a table under kTallyHead.
std::string row(const std::string& name, const std::string& strength, const FaultTally& tally);

inline constexpr const char* kTallyHead =
    "| kind | strength | named first | among the facts | not named | another thing told | another thing "
    "ordered |\n|---|---|---|---|---|---|---|\n";

}  // namespace firstchair::bench
