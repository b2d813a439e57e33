#include "charts/reshape.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "charts/charts.h"
#include "charts/tab/tab.h"

namespace firstchair::charts {
namespace {

Chart tab(const std::string& text) {
  Result<Chart> chart = read_tab(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
  EXPECT_TRUE(chart) << chart.error().line();
  return std::move(*chart);
}
const ChartGrid& grid(std::string_view id) {
  return *std::find_if(chart_grids().begin(), chart_grids().end(),
                       [&](const ChartGrid& one) { return one.id == id; });
}
// As played: every note up to `most` of a quarter off, the first one late.
Chart performed(Chart chart, double most) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> off(-most, most);
  for (Note& note : chart.notes) {
    const double by = note.tick == 0 ? std::abs(off(random)) : off(random);
    note.tick += static_cast<Ticks>(by * static_cast<double>(kTicksPerQuarter));
  }
  settle(chart);
  return chart;
}

const char* kRock = "HH|x-x-x-x-x-x-x-x-|\nSN|----o-------o---|\nBD|o-----o-o-------|\n";

TEST(Reshape, WhatWasPlayedToAGrooveGoesBackToItsGrid) {
  const Chart written = tab(kRock);
  const Chart played = performed(written, 0.08);
  EXPECT_TRUE(was_performed(played));
  EXPECT_FALSE(was_performed(written));
  EXPECT_EQ(on_grid(played, grid("8")).notes, written.notes);
  EXPECT_EQ(on_grid(played, grid("16")).notes, written.notes);
  EXPECT_EQ(likely_grid(played), 0u) << "the coarsest that loses none: the groove has nothing but eighths";
}

TEST(Reshape, AGridThatIsTooCoarseLosesNotesAndIsNotLikely) {
  const Chart rolls = tab("SN|oooooooooooooooo|\n");
  const GridFit fit = fit_of(rolls, grid("8"));
  EXPECT_EQ(fit.merged, 7u) << "the last one of the sixteen begins a bar more";
  EXPECT_EQ(chart_grids()[likely_grid(performed(rolls, 0.04))].id, "16");
}

// Beats 1 and 3 have triplets, 2 and 4 sixteenths.
TEST(Reshape, AQuarterOfTripletsStandsBesideOneOfSixteenths) {
  const Chart mixed = tab("SN| ooo oooo ooo oooo |\n");
  const Chart back = on_grid(performed(mixed, 0.03), grid("16+8t"));
  EXPECT_EQ(back.notes, mixed.notes);
  EXPECT_EQ(chart_grids()[likely_grid(performed(mixed, 0.03))].id, "16+8t");
}

TEST(Reshape, WhatIsStruckJustBeforeTheLastBarLineBeginsABar) {
  Chart chart = tab("SN|o---|\n");
  chart.notes.push_back({.tick = chart.length - kTicksPerQuarter / 50, .voice = Voice::snare});
  const Chart moved = on_grid(chart, grid("16"));
  EXPECT_EQ(bars_of(moved).size(), 2u);
  EXPECT_EQ(check_chart(moved), "");
}

TEST(Reshape, EveryBuiltInChartStandsOnSomeGridAndWasNotPerformed) {
  for (const BuiltinChart& one : builtin_charts())
    EXPECT_FALSE(was_performed(tab(std::string(one.tab)))) << one.name;
}

TEST(Reshape, HandsChangeOverAndBackAndNothingElseDoes) {
  int hands = 0;
  for (const BuiltinChart& one : builtin_charts()) {
    const Chart chart = tab(std::string(one.tab));
    const Chart other = mirrored(chart);
    EXPECT_EQ(mirrored(other), chart) << one.name;
    for (std::size_t i = 0; i < chart.notes.size(); ++i) {
      hands += chart.notes[i].hand != Hand::unwritten;
      EXPECT_EQ(chart.notes[i].hand == other.notes[i].hand, chart.notes[i].hand == Hand::unwritten);
      EXPECT_EQ(chart.notes[i].tick, other.notes[i].tick);
    }
  }
  EXPECT_GT(hands, 100);
}

}  // namespace
}  // namespace firstchair::charts
