#include "lab/lag.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/phone.h"
#include "lab/sound.h"

namespace firstchair::lab {
namespace {

std::vector<float> strokes(std::size_t frames) {
  std::vector<float> sound(frames);
  Dice dice(2);
  for (std::size_t i = 0; i < frames; ++i) {
    const double since = static_cast<double>(i % 11000);
    sound[i] = static_cast<float>(0.5 * std::exp(-since / 1500) * dice.normal());
  }
  return sound;
}

TEST(Align, FindsADelayOrAnAdvanceToTheFrame) {
  const std::vector<float> sound = strokes(44100);
  Dice dice(3);
  for (const std::int64_t delay : {-1105, -1, 0, 7, 2112}) {
    std::vector<float> late = advanced(sound, -delay, sound.size());
    for (float& value : late) value = 0.3F * value + static_cast<float>(0.01 * dice.normal());
    EXPECT_EQ(lag_of(sound, late, 4096), delay);
  }
}

// A codec's delay would shift every attack alike: what comes back must lie where it was.
TEST(Phone, LeavesTheTimesWhereTheyWere) {
  const std::vector<float> sound = strokes(2 * 44100);
  for (const std::uint64_t seed : {0U, 1U}) {
    const std::vector<float> back = through_phone(sound, seed);
    ASSERT_EQ(back.size(), sound.size());
    EXPECT_NEAR(static_cast<double>(lag_of(sound, back, 4096)), 0, 8);  // the filters' own, 0.2 ms at most
  }
}

}  // namespace
}  // namespace firstchair::lab
