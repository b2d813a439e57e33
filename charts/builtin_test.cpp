#include <gtest/gtest.h>

#include <map>
#include <set>

#include "charts/charts.h"

namespace firstchair::charts {
namespace {

Chart chart_of(std::string_view name) {
  const Result<Chart> chart = builtin_chart(name);
  EXPECT_TRUE(chart) << name << ": " << (chart ? "" : chart.error().line());
  return chart ? *chart : Chart{};
}

// The sticking as drummers write it: grace strokes as small letters before the main stroke, one for a flam
// and two for a drag, always the other hand's.
std::string sticking_of(const Chart& chart) {
  std::string text;
  for (const Note& note : chart.notes) {
    const bool right = note.hand == Hand::right;
    const int graces = note.ornament == Ornament::flam ? 1 : note.ornament == Ornament::drag ? 2 : 0;
    text += std::string(static_cast<std::size_t>(graces), right ? 'l' : 'r') + (right ? "R" : "L");
  }
  return text;
}

// "1" for an accent, "." for a plain stroke.
std::string accents_of(const Chart& chart) {
  std::string text;
  for (const Note& note : chart.notes) text += note.dynamic == Dynamic::accent ? '1' : '.';
  return text;
}

TEST(Builtin, AreFortyRudimentsAndTwelveGrooves) {
  std::map<std::string_view, int> groups;
  std::set<std::string_view> names;
  for (const BuiltinChart& chart : builtin_charts()) {
    ++groups[chart.group];
    names.insert(chart.name);
  }
  EXPECT_EQ(groups, (std::map<std::string_view, int>{{"groove", 12}, {"rudiment", 40}}));
  EXPECT_EQ(names.size(), 52u);
  EXPECT_EQ(builtin_charts()[0].name, "single-stroke-roll");
  EXPECT_EQ(builtin_charts()[15].title, "Single paradiddle");
  EXPECT_EQ(builtin_charts()[40].name, "rock-8ths");
}

TEST(Builtin, TheirOwnTempoIsKnownAgainFromEveryFormatAndNoOtherIs) {
  for (const BuiltinChart& builtin : builtin_charts()) {
    Chart chart = chart_of(builtin.name);
    EXPECT_TRUE(has_builtin_tempo(chart)) << builtin.name;
    for (const ChartFormat format : {ChartFormat::tab, ChartFormat::midi, ChartFormat::musicxml}) {
      const Result<Chart> again = read_chart(format, write_chart(format, chart));
      ASSERT_TRUE(again) << again.error().line();
      EXPECT_TRUE(has_builtin_tempo(*again)) << builtin.name << " " << static_cast<int>(format);
    }
    chart.tempi[0].bpm += 1;
    EXPECT_FALSE(has_builtin_tempo(chart)) << builtin.name;
  }
  Chart own = chart_of("rock-8ths");
  own.notes.pop_back();
  EXPECT_FALSE(has_builtin_tempo(own));
  own = chart_of("rock-8ths");
  own.title = "My rock";
  EXPECT_FALSE(has_builtin_tempo(own));
  own = chart_of("rock-8ths");
  own.tempi.clear();
  EXPECT_FALSE(has_builtin_tempo(own));
}

TEST(Builtin, EachIsALawfulChartWithATitleATempoAndAMeter) {
  for (const BuiltinChart& builtin : builtin_charts()) {
    const Chart chart = chart_of(builtin.name);
    EXPECT_EQ(check_chart(chart), "") << builtin.name;
    EXPECT_EQ(chart.title, builtin.title);
    EXPECT_EQ(chart.tempi.size(), 1u) << builtin.name;
    EXPECT_EQ(chart.meters.size(), 1u) << builtin.name;
    EXPECT_LE(bars_of(chart).size(), 2u) << builtin.name;
  }
}

TEST(Builtin, EachComesBackFromATabAndFromAMidiFile) {
  for (const BuiltinChart& builtin : builtin_charts()) {
    const Chart chart = chart_of(builtin.name);
    for (const ChartFormat format : {ChartFormat::tab, ChartFormat::midi}) {
      const Result<Chart> again = read_chart(format, write_chart(format, chart));
      ASSERT_TRUE(again) << builtin.name << ": " << again.error().line();
      EXPECT_EQ(*again, chart) << builtin.name;
    }
  }
}

TEST(Builtin, ARudimentIsOnOneSurfaceWithAHandForEveryStroke) {
  for (const BuiltinChart& builtin : builtin_charts()) {
    if (builtin.group != "rudiment") continue;
    for (const Note& note : chart_of(builtin.name).notes) {
      EXPECT_EQ(note.voice, Voice::pad) << builtin.name;
      EXPECT_NE(note.hand, Hand::unwritten) << builtin.name;
    }
  }
}

// A rudiment is a unit of strokes, written as often as the loop needs. Where the hands change sides, the
// second unit is the mirror of the first; `mirrored` is how often a unit comes before its mirror does (0:
// never).
struct Rudiment {
  std::string_view name, unit, accents;
  int mirrored;
};
constexpr Rudiment kRudiments[] = {
    {"single-stroke-roll", "RL", "..", 0},
    {"single-stroke-four", "RLRL", "....", 4},
    {"single-stroke-seven", "RLRLRLR", ".......", 1},
    {"multiple-bounce-roll", "RL", "..", 0},
    {"triple-stroke-roll", "RRRLLL", "......", 0},
    {"double-stroke-open-roll", "RRLL", "....", 0},
    {"five-stroke-roll", "RRLLR", "....1", 1},
    {"six-stroke-roll", "RLLRRL", "1....1", 4},
    {"seven-stroke-roll", "RRLLRRL", "......1", 2},
    {"nine-stroke-roll", "RRLLRRLLR", "........1", 1},
    {"ten-stroke-roll", "RRLLRRLLRL", "........11", 1},
    {"eleven-stroke-roll", "RRLLRRLLRRL", "..........1", 1},
    {"thirteen-stroke-roll", "RRLLRRLLRRLLR", "............1", 1},
    {"fifteen-stroke-roll", "RRLLRRLLRRLLRRL", "..............1", 1},
    {"seventeen-stroke-roll", "RRLLRRLLRRLLRRLLR", "................1", 1},
    {"single-paradiddle", "RLRR", "1...", 1},
    {"double-paradiddle", "RLRLRR", "1.....", 1},
    {"triple-paradiddle", "RLRLRLRR", "1.......", 1},
    {"single-paradiddle-diddle", "RLRRLL", "1.....", 2},
    {"flam", "lR", ".", 1},
    {"flam-accent", "lRLR", "1..", 1},
    {"flam-tap", "lRR", "..", 1},
    {"flamacue", "lRLRLlR", ".1...", 1},
    {"flam-paradiddle", "lRLRR", "1...", 1},
    {"single-flammed-mill", "lRRLR", "1...", 1},
    {"flam-paradiddle-diddle", "lRLRRLL", "1.....", 1},
    {"pataflafla", "lRLRrL", "1..1", 0},
    {"swiss-army-triplet", "lRRL", "1..", 2},
    {"inverted-flam-tap", "lRL", "..", 1},
    {"flam-drag", "lRLLR", "1...", 1},
    {"drag", "llR", ".", 1},
    {"single-drag-tap", "llRL", ".1", 1},
    {"double-drag-tap", "llRllRL", "..1", 1},
    {"lesson-25", "llRLR", "..1", 4},
    {"single-dragadiddle", "RRLRR", "1....", 1},
    {"drag-paradiddle-1", "RllRLRR", "1....", 1},
    {"drag-paradiddle-2", "RllRllRLRR", "1.....", 1},
    {"single-ratamacue", "llRLRL", "...1", 1},
    {"double-ratamacue", "llRllRLRL", "....1", 1},
    {"triple-ratamacue", "llRllRllRLRL", ".....1", 1},
};

std::string mirror(std::string_view sticking) {
  std::string text(sticking);
  for (char& c : text) c = c == 'R' ? 'L' : c == 'L' ? 'R' : c == 'r' ? 'l' : 'r';
  return text;
}

TEST(Builtin, StickingsAndAccentsAreThoseOfTheStandardRudiments) {
  ASSERT_EQ(std::size(kRudiments), 40u);
  for (std::size_t i = 0; i < std::size(kRudiments); ++i) {
    const Rudiment& rudiment = kRudiments[i];
    EXPECT_EQ(builtin_charts()[i].name, rudiment.name);
    const Chart chart = chart_of(rudiment.name);
    const std::string whole = sticking_of(chart);
    std::string expected, accents;
    bool right = true;
    for (int n = 0; expected.size() < whole.size(); ++n) {
      if (n > 0 && rudiment.mirrored > 0 && n % rudiment.mirrored == 0) right = !right;
      expected += right ? std::string(rudiment.unit) : mirror(rudiment.unit);
      accents += rudiment.accents;
    }
    EXPECT_EQ(whole, expected) << rudiment.name;
    EXPECT_EQ(accents_of(chart), accents) << rudiment.name;
    // The loop closes: it ends on the side that lets it begin again.
    if (rudiment.mirrored > 0) {
      const std::size_t units = accents.size() / rudiment.accents.size();
      EXPECT_EQ(units % static_cast<std::size_t>(2 * rudiment.mirrored), 0u) << rudiment.name;
    }
  }
}

TEST(Builtin, AGrooveIsMoreThanOneVoice) {
  for (const BuiltinChart& builtin : builtin_charts()) {
    if (builtin.group != "groove") continue;
    std::set<Voice> voices;
    for (const Note& note : chart_of(builtin.name).notes) voices.insert(note.voice);
    EXPECT_GE(voices.size(), 3u) << builtin.name;
  }
}

// A pulse on every beat, the backbeat where the style has it.
TEST(Builtin, BackbeatsStandOnTwoAndFour) {
  for (const std::string_view name : {"rock-8ths", "rock-16ths", "shuffle", "funk-ghosts", "disco"}) {
    const Chart chart = chart_of(name);
    const std::vector<Bar> bars = bars_of(chart);
    std::set<double> backbeats;
    for (const Note& note : chart.notes) {
      if (note.voice == Voice::snare && note.dynamic == Dynamic::accent) {
        backbeats.insert(bar_at(bars, note.tick).beat_at(note.tick));
      }
    }
    EXPECT_EQ(backbeats, (std::set<double>{2, 4})) << name;
  }
}

TEST(Builtin, AnUnknownNameIsToldTheNearest) {
  const Result<Chart> chart = builtin_chart("single-paradidle");
  ASSERT_FALSE(chart);
  EXPECT_EQ(chart.error().code, ErrorCode::not_found);
  EXPECT_EQ(
      chart.error().line(),
      "single-paradidle: no such file, and no chart of that name is built in. Near it: single-paradiddle, "
      "single-dragadiddle or double-paradiddle.");
  EXPECT_NE(builtin_chart("triple-ratamacu").error().advice.find("triple-ratamacue"), std::string::npos);
}

TEST(Builtin, SingleMayBeLeftOut) {
  ASSERT_TRUE(builtin_chart("paradiddle-diddle"));
  EXPECT_EQ(*builtin_chart("paradiddle-diddle"), *builtin_chart("single-paradiddle-diddle"));
}

}  // namespace
}  // namespace firstchair::charts
