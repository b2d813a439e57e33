// firstchair limit and hands over files: e-kit takes whose spread and hands are known.
#include <gtest/gtest.h>

#include <cmath>
#include <regex>

#include "charts/charts.h"
#include "midi/percussion.h"
#include "midi/smf.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

class Limit : public ::testing::Test {
 protected:
  Limit() {
    const std::vector<std::uint8_t> bytes = charts::write_chart(charts::ChartFormat::midi, chart);
    here.write("singles.mid", {bytes.begin(), bytes.end()});
  }

  // Sixteenths at `bpm`, every stroke off by its own chance; the left hand late and softer besides.
  void play(const std::string& name, double bpm, double spread_ms, double left_late_ms = 0,
            int velocity_less = 0) {
    testing::Chance chance(static_cast<std::uint64_t>(bpm));
    midi::Smf smf;
    smf.ticks_per_quarter = 30000;  // at the default 120 a minute: 1/60 ms
    for (const Note& note : chart.notes) {
      const bool left = note.hand == Hand::left;
      const double ms = 500 + 60000 / bpm * static_cast<double>(note.tick) / kTicksPerQuarter +
                        spread_ms * chance.normal() + (left ? left_late_ms : 0);
      smf.events.push_back({.tick = std::llround(ms * 60),
                            .status = 0x99,
                            .data1 = midi::note_of_voice(Voice::snare),
                            .data2 = static_cast<std::uint8_t>(
                                std::lround(100 - (left ? velocity_less : 0) + 2 * chance.normal())),
                            .text = {}});
    }
    std::stable_sort(smf.events.begin(), smf.events.end(),
                     [](const auto& a, const auto& b) { return a.tick < b.tick; });
    const std::vector<std::uint8_t> bytes = midi::write_smf(smf);
    here.write(name, {bytes.begin(), bytes.end()});
  }

  Chart chart = testing::alternating(8, 4, Voice::snare);
  testing::Workplace here;
};

TEST_F(Limit, TellsOfEveryTakeAndProposesTheNextTempo) {
  // The professionals' range for a snare at 100 is 20 ms.
  play("a.mid", 80, 10);
  play("b.mid", 100, 17);
  play("c.mid", 120, 22);
  const testing::Ran ran = here.run({"limit", "singles.mid", "a.mid@80", "b.mid@100", "c.mid@120"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("a.mid: Held at 80: spread "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("b.mid: Held at 100"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("c.mid: Broke at 120"), std::string::npos) << ran.out;
  std::smatch said;
  ASSERT_TRUE(std::regex_search(
      ran.out, said, std::regex(R"(Limit ([0-9]+) \(([0-9]+)-([0-9]+)\) after 3 takes\. Next: ([0-9]+)\.)")))
      << ran.out;
  EXPECT_GT(std::stod(said[1]), 95);
  EXPECT_LT(std::stod(said[1]), 120);
}

TEST_F(Limit, EndsWithTheBreakingTempoWhenTheTakesAreEnough) {
  play("a.mid", 100, 15);
  play("b.mid", 116, 22);
  const testing::Ran ran = here.run({"limit", "singles.mid", "a.mid@100", "b.mid@116", "--most", "2"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_TRUE(std::regex_search(
      ran.out, std::regex(R"(Breaks at [0-9]+ \([0-9]+-[0-9]+\), 2 takes\..* Work at [0-9]+\.)")))
      << ran.out;
}

TEST_F(Limit, IsRememberedAndTheDayIsPlannedFromIt) {
  play("a.mid", 100, 15);
  play("b.mid", 116, 22);
  const auto run = [&](std::vector<std::string> args) {
    const testing::Ran ran = here.run(args);
    EXPECT_EQ(ran.code, 0) << args.front() << ": " << ran.err;
    return ran.out;
  };
  const std::vector<std::string> limit{"limit", "singles.mid", "a.mid@100", "b.mid@116", "--most", "2"};
  std::smatch first, again;
  const std::regex form(R"(Breaks at ([0-9]+) \(([0-9]+)-([0-9]+)\))");
  const std::string found = run(limit), next = run(limit);
  ASSERT_TRUE(std::regex_search(found, first, form)) << found;
  ASSERT_TRUE(std::regex_search(next, again, form)) << next;
  // What is known from before narrows the interval.
  EXPECT_LT(std::stod(again[3]) - std::stod(again[2]), std::stod(first[3]) - std::stod(first[2])) << next;
  // The same recordings twice are one take each.
  EXPECT_NE(run({"book", "list"}).find("2 takes of me"), std::string::npos);

  const std::string unplayed = run({"goal", "rock-8ths", "120"});
  EXPECT_NE(unplayed.find("Rock eighths: goal 120, 0 limits measured"), std::string::npos) << unplayed;
  EXPECT_EQ(run({"goal", "rock-8ths", "0"}), "0 goals. Set one: firstchair goal CHART BPM\n");
  const std::string goals = run({"goal", "singles.mid", "140"});
  EXPECT_NE(goals.find("goal 140, breaks at 1"), std::string::npos) << goals;
  const std::string today = run({"today"});
  // The plan is the morning's, when nothing was known yet.
  EXPECT_NE(today.find("singles from"), std::string::npos) << today;
  const std::string done = run({"today", "--done"});
  EXPECT_NE(done, today);
  EXPECT_NE(run({"today", "--pain", "5"}).find("Pain 5 of 10: stop"), std::string::npos);
  EXPECT_NE(run({"goal", "singles.mid"}).find("0 goals"), std::string::npos);
}

TEST_F(Limit, TwoTakesAreComparedOnlyWhereTheyAreAlike) {
  play("even.mid", 100, 8);
  play("wide.mid", 100.5, 24);
  play("fast.mid", 120, 8);
  for (const char* take : {"wide.mid@100", "even.mid@100", "fast.mid@120"})
    EXPECT_EQ(here.run({"limit", "singles.mid", take}).code, 0);
  const testing::Ran real = here.run({"book", "compare", "1", "2"});
  ASSERT_EQ(real.code, 0) << real.err;
  EXPECT_NE(real.out.find("real change"), std::string::npos) << real.out;
  const testing::Ran unlike = here.run({"book", "compare", "1", "3"});
  EXPECT_EQ(unlike.code, 2) << unlike.out;
  EXPECT_NE(unlike.err.find("not of the same chart, tempo"), std::string::npos) << unlike.err;
  EXPECT_EQ(here.run({"book", "compare", "1", "9"}).code, 3);
}

TEST_F(Limit, RefusesWhatIsNoTakeAtATempoBeforeHearingAnything) {
  play("a.mid", 80, 10);
  for (const char* word : {"a.mid", "a.mid@", "a.mid@fast", "a.mid@9000", "@80"}) {
    const testing::Ran ran = here.run({"limit", "singles.mid", "a.mid@80", word});
    EXPECT_EQ(ran.code, 2) << word;
    EXPECT_EQ(ran.out, "") << word;
    EXPECT_NE(ran.err.find("not a take at a tempo"), std::string::npos) << ran.err;
  }
  EXPECT_EQ(here.run({"limit", "singles.mid", "a.mid@80", "--letter", "F"}).code, 2);
  EXPECT_EQ(here.run({"limit", "singles.mid", "none.mid@80"}).code, 3);
}

TEST_F(Limit, DoesNotStartWithPainAndHoldsItForTheDay) {
  const testing::Ran ran = here.run({"limit", "singles.mid", "--pain", "4"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("Pain 4 of 10: stop"), std::string::npos) << ran.out;
  for (const std::vector<std::string>& command : {std::vector<std::string>{"limit", "singles.mid"},
                                                  {"limit", "singles.mid", "--pain", "0", "--anyway"},
                                                  {"drill", "singles.mid", "--plain"},
                                                  {"today"}}) {
    const testing::Ran later = here.run(command);
    EXPECT_EQ(later.code, 0) << later.err;
    EXPECT_EQ(later.out, "Pain 4 of 10: stop, 0 more takes today, and a clinician if it stays.\n")
        << command.front();
  }
}

TEST_F(Limit, SaysNothingBreaksWhereEveryTakeHeld) {
  play("a.mid", 80, 10);
  play("b.mid", 90, 10);
  const testing::Ran ran = here.run({"limit", "singles.mid", "a.mid@80", "b.mid@90", "--most", "2"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Held at 90; above not tried, 2 takes. Work at "), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("Breaks at"), std::string::npos) << ran.out;
  const testing::Ran goal = here.run({"goal", "singles.mid", "140"});
  EXPECT_NE(goal.out.find("goal 140, held at 90; above not tried."), std::string::npos) << goal.out;
  // Without one of its takes the limit is none, and is one again with it.
  ASSERT_EQ(here.run({"book", "discard", "2"}).code, 0);
  EXPECT_NE(here.run({"goal"}).out.find("0 limits measured"), std::string::npos);
  ASSERT_EQ(here.run({"book", "undo"}).code, 0);
  EXPECT_NE(here.run({"goal"}).out.find("held at 90"), std::string::npos);
}

TEST_F(Limit, HandsSaysHowLateAndHowSoftTheLeftLands) {
  play("a.mid", 100, 4, 9, 30);
  const testing::Ran ran = here.run({"hands", "a.mid", "--chart", "singles.mid"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  std::smatch said;
  ASSERT_TRUE(std::regex_search(
      ran.out, said, std::regex("Snare hands: left lands ([0-9.]+) ms late, ±[0-9.]+, ([0-9.]+) dB down")))
      << ran.out;
  EXPECT_NEAR(std::stod(said[1]), 9, 2);
  EXPECT_NEAR(std::stod(said[2]), 20 * std::log10(100 / 70.0), 0.3);
}

}  // namespace
}  // namespace firstchair::tests
