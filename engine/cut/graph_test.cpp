#include "engine/cut/graph.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace firstchair::cut {
namespace {

Piece line(double offset_s, double ppm) {
  return {.from_s = 0, .to_s = 0, .offset_s = offset_s, .slope = ppm * 1e-6};
}
// What is measured between two cameras whose lines on the master's clock are known.
Tie tie(int from, const Piece& of_from, int to, const Piece& of_to) {
  Tie tie;
  tie.from = from;
  tie.to = to;
  tie.slope = (1 + of_to.slope) / (1 + of_from.slope) - 1;
  tie.offset_s = (of_to.offset_s - of_from.offset_s) / (1 + of_from.slope);
  return tie;
}

//  0 <--- 1 <--- 2     what 2 is on 0's clock follows from the two ties
TEST(Graph, LinesFollowOneAnother) {
  const Piece none = line(0, 0), one = line(3.2, 100), two = line(-12, -40);
  const std::vector<Tie> ties{tie(0, none, 1, one), tie(1, one, 2, two)};
  const Joint joint = join(ties, 4, 0);
  EXPECT_NEAR(joint.lines[2].offset_s, -12, 1e-6);
  EXPECT_NEAR(joint.lines[2].slope, -40e-6, 1e-10);
  EXPECT_EQ(joint.joined, (std::vector<bool>{true, true, true, false}));
  EXPECT_EQ(joint.closing_s, 0);
}

TEST(Graph, AClosedWayTellsWhatItMisses) {
  const Piece none = line(0, 0), one = line(3, 0), two = line(5, 0);
  std::vector<Tie> ties{tie(0, none, 1, one), tie(1, one, 2, two), tie(0, none, 2, two)};
  EXPECT_NEAR(join(ties, 3, 0).closing_s, 0, 1e-9);
  ties[2].offset_s += 0.003;  // a third of it is each tie's
  const Joint joint = join(ties, 3, 0);
  EXPECT_NEAR(joint.closing_s, 0.001, 1e-6);
  EXPECT_NEAR(joint.lines[1].offset_s, 3.001, 1e-6);
  EXPECT_NEAR(joint.lines[2].offset_s, 5.002, 1e-6);
}

TEST(Graph, TheOrderOfTiesAndCamerasChangesNothing) {
  const Piece none = line(0, 0), one = line(3, 20), two = line(5, -70);
  std::vector<Tie> ties{tie(0, none, 1, one), tie(1, one, 2, two), tie(0, none, 2, two)};
  ties[0].offset_s += 0.002;
  const Joint forward = join(ties, 3, 0);
  std::reverse(ties.begin(), ties.end());
  const Joint backward = join(ties, 3, 0);
  for (std::size_t c = 0; c < 3; ++c)
    EXPECT_NEAR(forward.lines[c].offset_s, backward.lines[c].offset_s, 1e-9);
}

}  // namespace
}  // namespace firstchair::cut
