#include "midi/note_hit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace firstchair::midi {
namespace {

TEST(NoteHit, ANoteOfTheKitIsAStrokeOfItsDrumAsLoudAsItsVelocity) {
  const std::optional<Hit> hit = hit_of_note(38, 127, {.frame = 4800, .sigma_ms = 1.5F});
  ASSERT_TRUE(hit);
  EXPECT_EQ(*hit, (Hit{.frame = 4800, .voice = Voice::snare, .strength = 127, .sigma_ms = 1.5F}));
  for (int velocity = 1; velocity <= 127; ++velocity) {
    const std::optional<Hit> other = hit_of_note(36, static_cast<std::uint8_t>(velocity), {});
    ASSERT_TRUE(other);
    EXPECT_EQ(other->voice, Voice::kick);
    EXPECT_EQ(other->strength, static_cast<float>(velocity));
    EXPECT_NEAR(static_cast<double>(other->level_db), 20 * std::log10(velocity / 127.0), 1e-5);
  }
}

TEST(NoteHit, APadIsOneSurfaceWhateverItsNumber) {
  for (const int number : {36, 38, 42, 49})
    EXPECT_EQ(hit_of_note(static_cast<std::uint8_t>(number), 64, {.pad = true})->voice, Voice::pad);
}

TEST(NoteHit, ANoteOffAndANumberOutsideTheKitAreNoStrokes) {
  EXPECT_FALSE(hit_of_note(38, 0, {}));
  EXPECT_FALSE(hit_of_note(0, 100, {}));
  EXPECT_FALSE(hit_of_note(0, 100, {.pad = true}));
}

}  // namespace
}  // namespace firstchair::midi
