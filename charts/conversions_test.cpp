// Law: from one format into another and on into a third a chart loses nothing that all of them hold.
#include <gtest/gtest.h>

#include <algorithm>

#include "charts/charts.h"
#include "testing/charts/random_chart.h"

namespace firstchair::charts {
namespace {

constexpr ChartFormat kFormats[] = {ChartFormat::tab, ChartFormat::midi, ChartFormat::musicxml,
                                    ChartFormat::mxl};
constexpr const char* kNames[] = {"tab", "MIDI", "MusicXML", "mxl"};

Chart through(ChartFormat format, const Chart& chart) {
  const Result<Chart> read = read_chart(format, write_chart(format, chart));
  EXPECT_TRUE(read) << read.error().line();
  return read ? *read : Chart{};
}

TEST(Conversions, BetweenAllPairsARandomChartStaysTheSame) {
  int tried = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    // Tab has no velocities and no ghosted ornaments, MIDI no pad beside a snare.
    Chart chart = testing::random_chart(seed, {.velocities = false, .ghost_ornaments = false});
    std::erase_if(chart.notes, [](const Note& note) { return note.voice == Voice::pad; });
    // Eleven cells a bar stand on no tick that a MIDI file can have.
    if (chart.notes.empty() || through(ChartFormat::midi, chart) != chart) continue;
    ++tried;
    for (std::size_t from = 0; from < std::size(kFormats); ++from) {
      const Chart first = through(kFormats[from], chart);
      for (std::size_t to = 0; to < std::size(kFormats); ++to) {
        ASSERT_EQ(through(kFormats[to], first), chart)
            << "seed " << seed << " from " << kNames[from] << " to " << kNames[to];
      }
    }
  }
  EXPECT_GT(tried, 30);
}

}  // namespace
}  // namespace firstchair::charts
