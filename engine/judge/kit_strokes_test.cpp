#include "engine/judge/kit_strokes.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

Hit hit(double ms, Voice voice, float velocity) {
  return {.frame = static_cast<Frames>(ms * 1000), .voice = voice, .strength = velocity};
}

// Thirty pedals of velocity 70, a second apart, SD 6 ms, each with what `also` adds.
template <class Also>
std::vector<Hit> pedals(Also also) {
  testing::Chance chance(3);
  std::vector<Hit> hits;
  for (int i = 0; i < 30; ++i) {
    const double at = 1000 * (i + 1) + 6 * chance.normal();
    hits.push_back(hit(at, Voice::hat_pedal, 70));
    hits.push_back(hit(at + 500 + 6 * chance.normal(), Voice::hat_closed, 80));
    also(hits, at, chance);
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  return hits;
}

TEST(KitStrokes, CrosstalkIsFoundAndThePlayersOwnStrokesOfThatPadAreNot) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 12 + 0.3 * chance.normal(), Voice::hat_closed, 18));
  });
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].of, Voice::hat_pedal);
  EXPECT_EQ(kit.found[0].told, Voice::hat_closed);
  EXPECT_EQ(kit.found[0].count, 30);
  EXPECT_NEAR(kit.found[0].after_ms, 12, 0.3);
  for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(kit.own[i], hits[i].strength == 18) << i;
}

TEST(KitStrokes, APadThatTriggersTwiceIsFound) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 24 + 0.3 * chance.normal(), Voice::hat_pedal, 20));
  });
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].of, kit.found[0].told);
}

// No hand comes back to a pad in 24 ms, however uneven the distance is.
TEST(KitStrokes, APadThatTriggersTwiceUnevenlyIsFoundToo) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 24 + 3.5 * chance.normal(), Voice::hat_pedal, 20));
  });
  EXPECT_EQ(find_kit_strokes(hits, 1e6).found.size(), 1u);
}

// Kick and hat together, and 3 ms after the kick the tom: the kick, which is louder, is told.
TEST(KitStrokes, AStrokeHasOneCauseWhereLimbsPlayTogether) {
  testing::Chance chance(5);
  std::vector<Hit> hits;
  for (int i = 0; i < 40; ++i) {
    const double at = 1000 * (i + 1);
    hits.push_back(hit(at + chance.normal(), Voice::kick, 110));
    hits.push_back(hit(at + chance.normal(), Voice::hat_closed, 80));
    hits.push_back(hit(static_cast<double>(hits[hits.size() - 2].frame) / 1000 + 3 + 0.2 * chance.normal(),
                       Voice::tom_mid, 6));
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].of, Voice::kick);
  EXPECT_EQ(kit.found[0].count, 40);
}

// A crash that nobody strikes shakes with the kick, 40 ms later and by no means evenly.
TEST(KitStrokes, APadThatOnlyShakesAlongIsTheKitsThoughItsDistanceIsUneven) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 40 + 8 * chance.normal(), Voice::crash, 11));
  });
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].told, Voice::crash);
  EXPECT_EQ(kit.found[0].count, 30);
  EXPECT_NEAR(kit.found[0].after_ms, 40, 4);
}

TEST(KitStrokes, APadThatShakesAlongKeepsTheStrokesItIsStruckWith) {
  std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 40 + 8 * chance.normal(), Voice::crash, 11));
  });
  hits.push_back(hit(31500, Voice::crash, 100));
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].count, 30);
  EXPECT_FALSE(kit.own.back());
}

// The open hat is struck on the off-beat, and told faintly 16 ms before the foot whenever that closes it.
TEST(KitStrokes, AHatThatTheFootClosesIsNoStrokeOfTheHand) {
  std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at - 16 + 4 * chance.normal(), Voice::hat_open, 11));
    all.push_back(hit(at + 250 + 6 * chance.normal(), Voice::hat_open, 30));
  });
  const KitFindings kit = find_kit_strokes(hits, 1e6);
  ASSERT_EQ(kit.found.size(), 1u);
  EXPECT_EQ(kit.found[0].told, Voice::hat_open);
  EXPECT_EQ(kit.found[0].count, 30);
  EXPECT_NEAR(kit.found[0].after_ms, -16, 2);
  for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(kit.own[i], hits[i].strength == 11) << i;
}

// A hand that plays as softly as that beside the foot is early as often as late.
TEST(KitStrokes, AVerySoftHandThatPlaysAlongIsTheDrummers) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 8 + 10 * chance.normal(), Voice::crash, 16));
  });
  EXPECT_TRUE(find_kit_strokes(hits, 1e6).found.empty());
}

// A late hand, however even, is not faint.
TEST(KitStrokes, AHandThatIsAlwaysLateIsNotTheKits) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 40 + 5 * chance.normal(), Voice::crash, 60));
  });
  EXPECT_TRUE(find_kit_strokes(hits, 1e6).found.empty());
}

TEST(KitStrokes, ALimbBesideAnotherIsNoCrosstalkHoweverSoft) {
  const std::vector<Hit> hits = pedals([](auto& all, double at, auto& chance) {
    all.push_back(hit(at + 5 + 4 * chance.normal(), Voice::ride, 30));
  });
  EXPECT_TRUE(find_kit_strokes(hits, 1e6).found.empty());
}

TEST(KitStrokes, AProgrammedPartIsNone) {
  std::vector<Hit> hits;
  for (int i = 0; i < 40; ++i) {
    hits.push_back(hit(500 * i, Voice::kick, 110));
    hits.push_back(hit(500 * i, Voice::hat_closed, 40));
  }
  EXPECT_TRUE(find_kit_strokes(hits, 1e6).found.empty());
  EXPECT_TRUE(find_kit_strokes({}, 1e6).found.empty());
}

}  // namespace
}  // namespace firstchair::judge
