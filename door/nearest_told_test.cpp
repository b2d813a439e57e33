#include "door/nearest_told.h"

#include <gtest/gtest.h>

#include <cmath>

#include "charts/charts.h"

namespace firstchair::door {
namespace {

// Twelve bars of rock eighths on an e-kit at 120.
Take played() {
  const Chart rock = *charts::builtin_chart("rock-8ths");
  Take take;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1e6;
  take.source.detail = VoiceDetail::voice;
  take.reading = {.chart_given = true, .chart_played = false, .bpm = 120};
  for (int bar = 0; bar < 12; ++bar) {
    for (const Note& note : rock.notes) {
      const double quarters = static_cast<double>(bar * kTicksPerWhole + note.tick) / kTicksPerQuarter;
      take.hits.push_back(
          {.frame = std::llround(1e6 + quarters * 5e5), .voice = note.voice, .strength = 80, .sigma_ms = 1});
    }
  }
  return take;
}

TEST(NearestTold, ABuiltInChartThatExplainsTheStrokesIsNamed) {
  Take take = played();
  tell_nearest_chart(take);
  EXPECT_EQ(take.nearest_chart, "rock-8ths");
}

TEST(NearestTold, ThePlayersOwnChartComesFirst) {
  const NamedChart own[] = {{"My bossa", *charts::builtin_chart("bossa-nova")},
                            {"My rock", *charts::builtin_chart("rock-8ths")}};
  Take take = played();
  tell_nearest_chart(take, own);
  EXPECT_EQ(take.nearest_chart, "My rock");
}

TEST(NearestTold, APagesOwnChartsAreReadAndWhatIsNoneIsLeftOut) {
  const auto bytes = [](std::string_view text) {
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  const std::vector<std::uint8_t> rock =
      charts::write_chart(charts::ChartFormat::midi, *charts::builtin_chart("rock-8ths"));
  std::vector<NamedChart> own;
  add_own_chart(own, "Nothing", bytes("no chart"));
  add_own_chart(own, "My rock", rock);
  ASSERT_EQ(own.size(), 1U);
  Take take = played();
  tell_nearest_chart(take, own);
  EXPECT_EQ(take.nearest_chart, "My rock");
  for (int i = 0; i < 30; ++i) add_own_chart(own, "", rock);
  EXPECT_EQ(own.size(), kMostOwnCharts);
  EXPECT_EQ(own.back().name, "Rock eighths");
}

TEST(NearestTold, OfATakeOfItsChartNothingIsTold) {
  Take take = played();
  take.reading.chart_played = true;
  tell_nearest_chart(take);
  EXPECT_EQ(take.nearest_chart, "");
}

}  // namespace
}  // namespace firstchair::door
