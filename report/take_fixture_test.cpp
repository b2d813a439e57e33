#include "testing/report/take_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace firstchair::report {

TEST(Fixture, IsLawful) {
  for (const auto& [name, take] : testing::all_takes()) {
    if (!take.chart.notes.empty()) {
      EXPECT_EQ(check_chart(take.chart), "") << name;
    }
    std::vector<int> seen(take.hits.size());
    for (const Match& m : take.alignment.matches) {
      if (m.hit >= 0) ++seen[static_cast<std::size_t>(m.hit)];
    }
    EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; })) << name;
    EXPECT_EQ(take.alignment.matches.size(), take.verdict.local_error_ms.size()) << name;
  }
}

}  // namespace firstchair::report
