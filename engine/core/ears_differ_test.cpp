#include "engine/core/ears_differ.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair {
namespace {

constexpr double kRate = 44100;

Hit hit_at(double ms, Voice voice) {
  return {.frame = static_cast<Frames>(ms / 1000 * kRate), .voice = voice};
}

// live   K....S....S+H.......H
// again  K....H....S+H..S
TEST(EarsDiffer, CountsWhatOneEarAloneTellsAndOtherDrums) {
  const std::vector<Hit> live{hit_at(0, Voice::kick), hit_at(250, Voice::snare), hit_at(500, Voice::snare),
                              hit_at(502, Voice::hat_closed), hit_at(900, Voice::hat_closed)};
  const std::vector<Hit> again{hit_at(4, Voice::kick), hit_at(245, Voice::hat_closed),
                               hit_at(500, Voice::hat_open), hit_at(500, Voice::snare),
                               hit_at(650, Voice::snare)};
  EXPECT_EQ(compare_ears(live, again, kRate),
            (EarsDiffer{.both = 3, .renamed = 1, .only_now = 1, .only_live = 1}));
  EXPECT_EQ(compare_ears(live, live, kRate), (EarsDiffer{.both = 4}));
  EXPECT_EQ(compare_ears({}, again, kRate), (EarsDiffer{.only_now = 4}));
}

TEST(EarsDiffer, AnAttackBetweenTwoIsPairedOnceWithTheNearest) {
  const std::vector<Hit> live{hit_at(100, Voice::snare), hit_at(120, Voice::snare)};
  const std::vector<Hit> again{hit_at(112, Voice::snare)};
  EXPECT_EQ(compare_ears(live, again, kRate), (EarsDiffer{.both = 1, .only_live = 1}));
}

}  // namespace
}  // namespace firstchair
