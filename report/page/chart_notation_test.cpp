// A chart alone, drawn for a page that colours its notes and moves a line over its bars.
#include <gtest/gtest.h>

#include <regex>

#include "report/report.h"
#include "testing/report/take_fixture.h"

namespace firstchair::report {
namespace {

std::ptrdiff_t count(const std::string& text, const std::string& pattern) {
  const std::regex wanted(pattern);
  return std::distance(std::sregex_iterator(text.begin(), text.end(), wanted), std::sregex_iterator());
}

TEST(ChartNotation, HasEveryNoteOnceAndEveryBarOnceAtAnyWidth) {
  for (const Chart& chart : {testing::rock_chart(5), testing::rudiment_chart(3), testing::odd_chart(4)}) {
    for (const double width : {100.0, 360.0, 700.0, 1100.0}) {
      const std::string drawn = chart_notation(chart, width);
      EXPECT_EQ(count(drawn, "<g id=\"n[0-9]+\" class=\"[oxd] plain\">"),
                static_cast<std::ptrdiff_t>(chart.notes.size()));
      EXPECT_EQ(count(drawn, "<rect class=\"place\" data-bar=\"[0-9]+\""),
                static_cast<std::ptrdiff_t>(bars_of(chart).size()));
      EXPECT_EQ(drawn.find("not played"), std::string::npos);
    }
  }
}

TEST(ChartNotation, TakesMoreSystemsWhereThereIsLessRoom) {
  const Chart chart = testing::rock_chart(8);
  EXPECT_GT(count(chart_notation(chart, 400), "<svg"), count(chart_notation(chart, 1100), "<svg"));
}

TEST(ChartNotation, PutsEveryBarInsideItsSystem) {
  const std::string drawn = chart_notation(testing::odd_chart(6), 640);
  const std::regex place("data-bar=\"[0-9]+\" x=\"([0-9.]+)\" y=\"0\" width=\"([0-9.]+)\"");
  for (std::sregex_iterator at(drawn.begin(), drawn.end(), place), end; at != end; ++at)
    EXPECT_LE(std::stod((*at)[1]) + std::stod((*at)[2]), 640);
}

TEST(ChartNotation, ARestOverTheKickStandsHigherThanOneAlone) {
  const auto first_rest = [](Ticks kick) {
    Chart chart;
    chart.notes = {{.tick = kick, .voice = Voice::kick}, {.tick = kTicksPerQuarter, .voice = Voice::snare}};
    chart.length = kTicksPerWhole;
    settle(chart);
    const std::string drawn = chart_notation(chart, 800);
    const std::regex rest("M[0-9.]+ ([0-9.]+)l6\\.2 7\\.2");  // as glyphs.cpp begins a quarter's
    std::smatch found;
    EXPECT_TRUE(std::regex_search(drawn, found, rest)) << drawn;
    return found.empty() ? 0 : std::stod(found[1]);
  };
  EXPECT_LT(first_rest(0), first_rest(3 * kTicksPerQuarter) - 10);
}

TEST(ChartNotation, SaysThatAChartIsEmpty) {
  Chart chart;
  settle(chart);
  EXPECT_NE(chart_notation(chart, 800).find("0 notes"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::report
