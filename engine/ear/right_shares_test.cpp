#include "engine/ear/right_shares.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/ear/file_weights.h"
#include "engine/ear/net.h"

namespace firstchair::ear {
namespace {

TEST(RightShares, RiseFromEndToEndAndStayInside) {
  for (const std::string_view name : {ear_weights_name(), file_ear_weights_name()}) {
    const std::optional<RightShares> shares = RightShares::of(name);
    ASSERT_TRUE(shares) << name;
    for (std::size_t v = 0; v < kHeardVoices; ++v) {
      const Voice voice = static_cast<Voice>(v);
      float before = 0;
      for (int k = 0; k <= 1000; ++k) {
        const float share = (*shares)(voice, static_cast<float>(k) / 1000);
        EXPECT_GE(share, before);
        before = share;
      }
      EXPECT_LE(before, 1);
      EXPECT_GT(before, 0.85F);
      EXPECT_EQ((*shares)(voice, -1), (*shares)(voice, 0));
      EXPECT_EQ((*shares)(voice, 2), (*shares)(voice, 1));
    }
    EXPECT_EQ((*shares)(Voice::pad, 1), 1);
  }
}

TEST(RightShares, AKnownKitHasATableOfItsOwn) {
  for (const std::string_view ear : {ear_weights_name(), file_ear_weights_name()}) {
    const std::optional<RightShares> known = RightShares::of_known(ear), plain = RightShares::of(ear);
    ASSERT_TRUE(known && plain);
    for (int k = 0; k < 10; ++k) {
      const float said = 0.1F * static_cast<float>(k);
      EXPECT_LE((*known)(Voice::tom_low, said), (*known)(Voice::tom_low, said + 0.1F));
      EXPECT_EQ((*known)(Voice::tom_low, said), (*known)(Voice::kick, said));
    }
  }
  // Strokes that the file ear tells as surely with a kit's sound are more seldom right.
  EXPECT_LT((*RightShares::of_known(file_ear_weights_name()))(Voice::kick, 0.7F),
            (*RightShares::of(file_ear_weights_name()))(Voice::kick, 0.7F));
  EXPECT_FALSE(RightShares::of_known("ear-ec3d9e52ea0bb9af.weights"));
}

TEST(RightShares, AnotherEarHasNone) {
  EXPECT_FALSE(RightShares::of("ear-ec3d9e52ea0bb9af.weights"));
  EXPECT_FALSE(RightShares::of(""));
}

std::string text_of(double second) {
  std::string text =
      "firstchair right 1\ncommand: by hand\ndate: 2026-11-30\ncommit: not recorded\nsplit: none\nnumbers: "
      "110\n";
  for (int n = 0; n < 110; ++n) text += n == 1 ? std::to_string(second) + "\n" : "0.5\n";
  return text;
}

Result<RightShares> read(const std::string& text) {
  return RightShares::make("right.weights", {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()},
                           WhichEar::live);
}

TEST(RightShares, ARowThatFallsOrLeavesItsRangeIsRefused) {
  ASSERT_TRUE(read(text_of(0.5)));
  EXPECT_FALSE(read(text_of(0.4)));
  EXPECT_FALSE(read(text_of(0.6)));
}

}  // namespace
}  // namespace firstchair::ear
