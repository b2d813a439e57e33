#include "store/judgement_text.h"

#include <gtest/gtest.h>

namespace firstchair::store {
namespace {

Source source_with(const PlayedWith& band) {
  Source source;
  source.rate = 48000;
  source.band = band;
  return source;
}

TEST(SourceText, ABandComesBackAsItWas) {
  const PlayedWith band{.follow = 33, .home_bpm = 92.5, .delay_sd_ms = -1, .beats = {{0, -.25}, {4, 1e6}}};
  const Result<Source> read = read_source_text(source_text(source_with(band)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->band, band);
  Source alone;
  alone.rate = 48000;
  EXPECT_EQ(source_text(alone).find("band"), std::string::npos);
  EXPECT_FALSE(read_source_text(source_text(alone))->band);
}

TEST(SourceText, ABandThatNobodyCanHavePlayedIsRefused) {
  const PlayedWith good{.follow = 50, .home_bpm = 120, .delay_sd_ms = 1, .beats = {{0, 0}, {1, 24000}}};
  ASSERT_TRUE(read_source_text(source_text(source_with(good))));
  for (const auto& spoil :
       {+[](PlayedWith& band) { band.follow = 162; }, +[](PlayedWith& band) { band.follow = -1; },
        +[](PlayedWith& band) { band.home_bpm = 0; }, +[](PlayedWith& band) { band.delay_sd_ms = 1e9; },
        +[](PlayedWith& band) { band.beats[1].frame = 0; },
        +[](PlayedWith& band) { band.beats[1].frame = 1e15; }}) {
    PlayedWith band = good;
    spoil(band);
    EXPECT_FALSE(read_source_text(source_text(source_with(band))));
  }
}

}  // namespace
}  // namespace firstchair::store
