// The audio promise: push() does not allocate for blocks up to max_block. This program's operator new fails
// the test while a guard is alive.
#include <gtest/gtest.h>

#include "engine/ear/ear.h"
#include "engine/ear/known_drums.h"
#include "engine/ear/struck_kit_test.h"
#include "engine/ear/synthetic_strokes.h"
#include "testing/no_new.h"

namespace firstchair::ear {
namespace {

TEST(EarAllocation, PushNeverAllocatesForBlocksUpToMaxBlock) {
  const KitSound kit = struck_kit({Voice::kick, Voice::snare});
  const Result<KnownDrumsFit> fit = KnownDrumsFit::make_live();
  ASSERT_TRUE(fit);
  for (const double rate : {8000.0, 44100.0, 192000.0}) {
    std::vector<SyntheticStroke> strokes;
    for (int i = 0; i < 100; ++i)
      strokes.push_back({0.1 + 0.04 * i, i % 3 ? Voice::snare : Voice::kick, 0.5});
    std::vector<float> sound = synthesise(strokes, 4.5, rate);
    add_noise(sound, -60);
    for (const int block : {64, 4096}) {
      Result<Ear> ear = Ear::make({.rate = rate, .max_block = block});
      ear->know(block == 64 ? &kit : nullptr, *fit);
      std::size_t hits = 0;
      for (std::size_t at = 0; at < sound.size(); at += static_cast<std::size_t>(block)) {
        const auto part = std::span<const float>(sound).subspan(
            at, std::min(static_cast<std::size_t>(block), sound.size() - at));
        const testing::AudioScope scope;
        ear->push(part);
        hits += ear->hits().size() + ear->onsets().size();
      }
      EXPECT_GT(hits, 60U);
    }
  }
}

TEST(EarAllocation, TheGuardItselfWorks) {
  EXPECT_DEATH(
      {
        const testing::AudioScope scope;
        ::operator delete(::operator new(4));
      },
      "");
}

}  // namespace
}  // namespace firstchair::ear
