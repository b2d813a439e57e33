#include "apps/chairs/committed.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "testing/chairs/four_players.h"

namespace firstchair::audition {
namespace {

std::vector<CommittedBar> committed(const std::vector<std::string>& bars, std::int64_t delay_ms = 300) {
  std::vector<CommittedBar> all;
  std::string hash;
  for (const std::string& bar : bars) {
    hash = next_commitment(hash, bar);
    all.push_back({static_cast<std::int64_t>(bar.size()), hash, delay_ms});
  }
  return all;
}

TEST(Committed, ABarThatWasChangedAfterwardsIsNamed) {
  const std::vector<CommittedBar> bars = committed({"ab", "cdef", "", "gh"});
  EXPECT_EQ(first_unlike(bars, "abcdefgh"), 0);
  EXPECT_EQ(first_unlike(bars, "abcdexgh"), 1);
  EXPECT_EQ(first_unlike(bars, "abcdefgx"), 3);
  EXPECT_EQ(first_unlike(bars, "abcdefg"), 3);
  EXPECT_EQ(first_unlike(bars, "abcdefghi"), 4);
  EXPECT_EQ(first_unlike(bars, "xbcdefgh"), 1);  // the count-in is told as the first bar
  EXPECT_EQ(first_unlike({}, "anything"), 0);
}

TEST(Committed, ABarMayComeTwoSecondsLaterThanTheOthers) {
  std::vector<CommittedBar> bars = committed(std::vector<std::string>(17, "x"), 4000);
  EXPECT_EQ(not_live(bars, 16), "");
  bars[12].delay_ms += 2000;
  EXPECT_EQ(not_live(bars, 16), "");
  for (int bar = 12; bar <= 15; ++bar) bars[static_cast<std::size_t>(bar)].delay_ms = 13000;
  EXPECT_EQ(not_live(bars, 16), "bars 12 to 15 came 9 s late; they count as sent, not as live");
}

// The count-in may begin 15 s after the attempt was opened, and no bar can come before it was played.
TEST(Committed, AllBarsAreLateWhereTheCountInBeganTooLateAndNoneCanBeEarly) {
  EXPECT_EQ(not_live(committed(std::vector<std::string>(17, "x"), 16'500), 16), "");
  EXPECT_EQ(not_live(committed(std::vector<std::string>(17, "x"), 40'000), 16),
            "bars 1 to 16 came 25 s late; they count as sent, not as live");
  std::vector<CommittedBar> bars = committed(std::vector<std::string>(17, "x"), 100);
  bars[7].delay_ms = -5000;
  EXPECT_EQ(not_live(bars, 16), "bar 7 came before it could be played; it counts as sent, not as live");
  bars.resize(5);
  EXPECT_EQ(not_live(bars, 16),
            "bars 5 to 16 were not committed while they were played; they count as sent, not as live");
}

TEST(Committed, ALineIsReadAsItWasWritten) {
  const Attempt attempt{.player = "QF", .excerpt = 1};
  const std::vector<CommittedBar> bars = committed({"ab", "cd"}, -7);
  const store::RecordLine line = bars_line(attempt, bars, "bpm 100\n", 5);
  std::vector<CommittedBar> read;
  std::string settings;
  ASSERT_TRUE(read_bars(line.fields, read, settings));
  EXPECT_EQ(settings, "bpm 100\n");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[1].hash, bars[1].hash);
  EXPECT_EQ(read[1].delay_ms, -7);
  for (const char* member : {"bytes", "hash", "delay_ms"}) {
    nlohmann::json broken = line.fields;
    broken["bars"][1][member] = "x";
    read.clear();
    EXPECT_FALSE(read_bars(broken, read, settings)) << member;
  }
}

}  // namespace
}  // namespace firstchair::audition
