#include "charts/score/written_score.h"

#include <gtest/gtest.h>

#include <string>

namespace firstchair::charts {
namespace {

// A letter is a measure of that groove, a dot one without strokes; slashes stand behind the last.
std::size_t groove(const std::string& bars) {
  return groove_before(
      bars.size(), [&](std::size_t a, std::size_t b) { return bars[a] == bars[b]; },
      [&](std::size_t at) { return bars[at] == '.'; });
}

TEST(WrittenScore, SlashesAreTheGrooveBeforeAndNotItsFill) {
  EXPECT_EQ(groove("A"), 0u);
  EXPECT_EQ(groove("AB"), 1u);
  EXPECT_EQ(groove("ABAB"), 3u);
  EXPECT_EQ(groove("AAF"), 1u);   // A A fill /
  EXPECT_EQ(groove("AAFA"), 3u);  // and so on
  EXPECT_EQ(groove(""), 0u);      // nothing to go by
  EXPECT_EQ(groove("A."), 2u);
}

}  // namespace
}  // namespace firstchair::charts
