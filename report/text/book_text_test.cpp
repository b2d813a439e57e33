#include "report/text/book_text.h"

#include <gtest/gtest.h>

#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

KeptTake a_take() {
  KeptTake take;
  take.id = 12;
  take.minutes = 3.24;
  take.item = "0123456789abcdef";
  take.title = "Rock 8ths";
  take.bpm = 92;
  take.click = true;
  take.hits = {.notes = 256, .missed = 3, .extra = 1};
  take.z = 1.312;
  take.z_low = 1.118;
  take.z_high = 1.53;
  KeptLine line;
  line.line = Line::snare;
  line.n = 64;
  line.mean_ms = 14.2;
  line.mean_low = 10.2;
  line.mean_high = 18.2;
  line.spread_ms = 9.1;
  line.spread_low = 7.6;
  line.spread_high = 11.3;
  take.lines = {line};
  return take;
}

}  // namespace

TEST(BookText, ATakeIsOneRow) {
  EXPECT_EQ(take_row(a_take(), "2026-11-25 18:04"),
            "   12  2026-11-25 18:04    3.2 min  Rock 8ths                      92.0 bpm click  3 missed, 1 "
            "extra of 256  "
            "spread 1.31 (1.12 to 1.53) of the norm");
  KeptTake take = a_take();
  take.item.clear();
  take.title = "two\nlines and a title that is much too long for a row";
  take.discarded = true;
  const std::string row = take_row(take, "2026-11-25 18:04");
  EXPECT_EQ(row.find('\n'), std::string::npos);
  EXPECT_NE(row.find("(discarded)"), std::string::npos);
  EXPECT_NE(row.find("256 notes"), std::string::npos);
}

TEST(BookText, ATakeThatDoesNotCountSaysSo) {
  KeptTake take = a_take();
  take.counted = false;
  EXPECT_NE(take_row(take, "").find("  (not counted)"), std::string::npos);
  EXPECT_NE(progress_row(take, "").find("  (not counted)"), std::string::npos);
  EXPECT_EQ(not_counted_text(1, 8, 0), "Broken off after 1 of 8 bars: not counted.");
  EXPECT_EQ(not_counted_text(0, 1, 12),
            "Broken off after 0 of 1 bar: not counted; firstchair book count 12 counts it.");
}

TEST(BookText, ProgressSaysEveryLineWithItsIntervals) {
  EXPECT_EQ(
      progress_row(a_take(), "2026-11-25"),
      "   12  2026-11-25   92.0 bpm click  3 missed, 1 extra of 256; snare 14 ms late ±4, spread 9.1 ms "
      "(7.6 to 11.3)");
}

TEST(BookText, ALineAloneAgainstItsOwnPulseHasNoLean) {
  KeptTake take = a_take();
  take.lines[0].mean_ms = take.lines[0].mean_low = take.lines[0].mean_high = 0;
  EXPECT_EQ(
      progress_row(take, "2026-11-25"),
      "   12  2026-11-25   92.0 bpm click  3 missed, 1 extra of 256; snare spread 9.1 ms (7.6 to 11.3)");
}

TEST(BookText, TheSameVerdictHasNoChanges) {
  for (const auto& [name, take] : testing::all_takes())
    EXPECT_TRUE(changes_between(take, take).empty()) << name;
}

TEST(BookText, AChangeSaysWhatItWasAndWhatItIs) {
  const Take before = testing::play(testing::rock_chart(16), {});
  Take after = before;
  Metric& metric = after.verdict.metrics.front();
  metric.value += 3;
  metric.low += 3;
  metric.high += 3;
  after.alignment.matches.front().kind = MatchKind::missed;
  const std::vector<std::string> changes = changes_between(before, after);
  ASSERT_GE(changes.size(), 2u);
  EXPECT_NE(changes[0].find("missed: "), std::string::npos) << changes[0];
  EXPECT_NE(changes[1].find(" -> "), std::string::npos) << changes[1];
  after.verdict.metrics.clear();
  EXPECT_GE(changes_between(before, after).size(), before.verdict.metrics.size());
}

TEST(BookText, SaysSizes) {
  EXPECT_EQ(size_text(512), "512 bytes");
  EXPECT_EQ(size_text(4'100'000), "4.1 MB");
  EXPECT_EQ(size_text(2'300'000'000), "2.3 GB");
}

}  // namespace firstchair::report
