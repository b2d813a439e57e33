#include "store/packed_strokes.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>

#include "store/random_take_test.h"

namespace firstchair::store {

TEST(Strokes, ComeBackBitForBit) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Take take = random_take(seed, static_cast<int>(seed * 7));
    const auto hits = unpack_hits(pack_hits(take.hits));
    ASSERT_TRUE(hits);
    EXPECT_EQ(*hits, take.hits);
  }
}

TEST(Strokes, WhatTheyWereMatchedWithComesBackBitForBit) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Take take = random_take(seed, 40);
    const Matched matched{take.alignment.matches, take.verdict.local_error_ms, take.alignment.pulse};
    const auto back =
        unpack_matched(pack_matched(matched, take.hits, take.source.rate), take.hits, take.source.rate);
    ASSERT_TRUE(back);
    ASSERT_EQ(back->matches.size(), matched.matches.size());
    for (std::size_t i = 0; i < matched.matches.size(); ++i) {
      const Match &a = matched.matches[i], &b = back->matches[i];
      EXPECT_EQ(a.kind, b.kind);
      EXPECT_EQ(a.hit, b.hit);
      EXPECT_EQ(a.note, b.note);
      EXPECT_EQ(a.passage, b.passage);
      EXPECT_EQ(a.tick, b.tick);
      EXPECT_EQ(std::bit_cast<std::uint64_t>(a.target), std::bit_cast<std::uint64_t>(b.target));
      EXPECT_EQ(std::bit_cast<std::uint64_t>(a.error_ms), std::bit_cast<std::uint64_t>(b.error_ms));
      if (std::isnan(matched.local_error_ms[i])) {
        EXPECT_TRUE(std::isnan(back->local_error_ms[i]));
      } else {
        EXPECT_EQ(matched.local_error_ms[i], back->local_error_ms[i]);
      }
    }
    EXPECT_EQ(back->pulse.size(), matched.pulse.size());
  }
}

// Bytes that were damaged and pass the check may say anything: what can be read can be written again.
TEST(Strokes, AtTheEndsOfTheCountComeBackBitForBit) {
  constexpr Frames least = std::numeric_limits<Frames>::min(), most = std::numeric_limits<Frames>::max();
  std::vector<Hit> hits(4);
  hits[0].frame = most;
  hits[1].frame = least;
  hits[2].frame = most;
  EXPECT_EQ(unpack_hits(pack_hits(hits)), hits);
  Matched matched;
  matched.matches.resize(2);
  matched.matches[0].tick = most;
  matched.matches[1].tick = least;
  matched.matches[0].passage = std::numeric_limits<std::int32_t>::max();
  matched.matches[1].passage = std::numeric_limits<std::int32_t>::min();
  matched.pulse.resize(2);
  matched.pulse[0].tick = most;
  matched.pulse[1].tick = least;
  const auto back = unpack_matched(pack_matched(matched, hits, 48000), hits, 48000);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->matches[0].tick, most);
  EXPECT_EQ(back->matches[1].tick, least);
  EXPECT_EQ(back->matches[1].passage, std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(back->pulse[1].tick, least);
}

// Every stroke of a year must fit: 3 million of them in 150 MB.
TEST(Strokes, TakeAtMostFiftyBytesWithTheirMatch) {
  const Take take = random_take(3, 2000);
  const std::size_t bytes =
      pack_hits(take.hits).size() +
      pack_matched({take.alignment.matches, take.verdict.local_error_ms, {}}, take.hits, take.source.rate)
          .size();
  EXPECT_LE(bytes, 50 * take.hits.size());
}

TEST(Strokes, OfOneChangedByteAreNotRead) {
  std::mt19937 bits(7);
  const Take take = random_take(1, 60);
  const std::vector<std::uint8_t> whole = pack_hits(take.hits);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::vector<std::uint8_t> broken = whole;
    broken[at] ^= static_cast<std::uint8_t>(1u << (bits() % 8));
    EXPECT_FALSE(unpack_hits(broken)) << at;
    EXPECT_FALSE(unpack_hits(std::span(whole).first(at))) << at;
  }
}

}  // namespace firstchair::store
