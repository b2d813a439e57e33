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

// Bars that come again are written once; what is read is the same.
TEST(Conversions, ATabWithItsRepeatsFoldedIsTheSameChart) {
  std::size_t shorter = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    const Chart once = testing::random_chart(seed, {.velocities = false, .ghost_ornaments = false});
    // Played 1 to 4 times, and once more from its second bar on.
    Chart chart = once;
    const std::vector<Bar> bars = bars_of(once);
    const auto again = [&](Ticks from) {
      for (Note note : once.notes) {
        note.tick += chart.length - from;
        if (note.tick >= chart.length) chart.notes.push_back(note);
      }
      for (MeterChange meter : once.meters) {
        meter.tick += chart.length - from;
        if (meter.tick >= chart.length) chart.meters.push_back(meter);
      }
      chart.length += once.length - from;
    };
    if (once.tempi.size() > 1 || once.meters.size() > 1) continue;
    for (unsigned k = 0; k < seed % 4; ++k) again(0);
    if (bars.size() > 1) again(bars[1].start);
    chart.meters.resize(1);
    settle(chart);
    const auto plain = write_chart(ChartFormat::tab, chart);
    const auto folded = write_chart(ChartFormat::tab, chart, Repeats::folded);
    const auto a = read_chart(ChartFormat::tab, plain), b = read_chart(ChartFormat::tab, folded);
    ASSERT_TRUE(a);
    ASSERT_TRUE(b) << seed << ": " << b.error().line();
    ASSERT_EQ(*a, *b) << seed << "\n" << std::string(folded.begin(), folded.end());
    shorter += folded.size() < plain.size();
  }
  EXPECT_GT(shorter, 30u);
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
