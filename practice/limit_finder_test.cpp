// The search as it goes on: what it makes of notes that are never played.
#include "practice/limit_finder.h"

#include <gtest/gtest.h>

#include "engine/judge/judge.h"
#include "practice/limit_policy.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"

namespace firstchair::practice {
namespace {

// Sixteenths on the snare over eight bars, and a crash on the first beat of all.
Take take_at(double bpm, bool crash, std::uint64_t seed) {
  Chart chart = testing::alternating(8, 4, Voice::snare);
  chart.notes.push_back({.tick = 0, .voice = Voice::crash});
  chart.notes.push_back({.tick = 4 * kTicksPerWhole, .voice = Voice::crash});
  chart.notes.push_back({.tick = 6 * kTicksPerWhole, .voice = Voice::crash});
  settle(chart);
  testing::Chance chance(seed);
  Take take = testing::make_take(chart, bpm, [&](std::size_t, const Note& note) {
    return testing::MadeStroke{.error_ms = 6 * chance.normal(),
                               .missed = note.voice == Voice::crash && !crash};
  });
  take.verdict = judge::judge(take.source, take.hits, take.chart, take.reading, take.alignment,
                              judge::default_norms(), {});
  return take;
}

LimitFinder finder_at(double bpm) {
  return LimitFinder(begin_search({.asked_bpm = bpm}), judge::default_norms(), 1.33);
}

TEST(LimitFinder, ANoteThatIsNeverPlayedIsToldOnceAndBreaksNoTempo) {
  LimitFinder finder = finder_at(100);
  EXPECT_EQ(finder.add_recording(take_at(80, false, 1), 80).broke, Broke::slips);
  EXPECT_EQ(finder.add_recording(take_at(90, false, 2), 90).broke, Broke::slips);
  EXPECT_EQ(finder.add_recording(take_at(100, false, 3), 100).broke, Broke::nothing);
  EXPECT_EQ(finder.newly_missing().size(), 3U);
  EXPECT_TRUE(finder.newly_missing().empty()) << "told once";
  EXPECT_EQ(finder.limit().tried().broke, 0) << "the takes before held, too";
  EXPECT_EQ(finder.limit().tried().held_bpm, 100);
  EXPECT_EQ(finder.outcomes().front().broke, Broke::nothing);
}

TEST(LimitFinder, ATakeThatPlaysItAfterAllMakesItCountInThoseBefore) {
  LimitFinder finder = finder_at(100);
  for (int i = 0; i < 3; ++i)
    finder.add_recording(take_at(90 + i, false, static_cast<std::uint64_t>(i)), 90 + i);
  ASSERT_EQ(finder.limit().tried().broke, 0);
  EXPECT_EQ(finder.add_recording(take_at(80, true, 9), 80).broke, Broke::nothing);
  EXPECT_TRUE(finder.missing().empty());
  EXPECT_EQ(finder.limit().tried().broke, 3);
  ASSERT_TRUE(finder.discard_last());
  EXPECT_EQ(finder.limit().tried().broke, 0) << "as if it had not been played";
}

}  // namespace
}  // namespace firstchair::practice
