// Laws: a link gives back of any chart all that a link holds; and from one format through a second into a
// third such a chart loses nothing, whichever of the four that are written they are.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "charts/charts.h"
#include "charts/groovescribe/groovescribe.h"
#include "charts/tab/tab_grid.h"
#include "charts/tab/tab_letters.h"
#include "testing/charts/examples.h"
#include "testing/charts/random_chart.h"

namespace firstchair::charts {
namespace {

constexpr ChartFormat kFormats[] = {ChartFormat::groovescribe, ChartFormat::tab, ChartFormat::midi,
                                    ChartFormat::musicxml};
constexpr const char* kNames[] = {"GrooveScribe", "tab", "MIDI", "MusicXML"};
constexpr int kDivisions[] = {8, 12, 16, 24, 32, 48};

Chart through(ChartFormat format, const Chart& chart) {
  const Result<Chart> read = read_chart(format, write_chart(format, chart));
  EXPECT_TRUE(read) << read.error().line();
  return read ? *read : Chart{};
}

// A random chart of one meter, whose notes stand on the cells of a division that a link and a tab have.
Chart on_cells(unsigned seed) {
  Chart chart = testing::random_chart(seed);
  const MeterChange meter = chart.meters.front();
  chart.meters.resize(1);
  chart.length = 0;
  std::vector<int> divisions;
  for (const int division : kDivisions) {
    if (division * meter.beats % meter.unit == 0 && division <= kMaxCellsPerBeat * meter.unit)
      divisions.push_back(division);
  }
  if (divisions.empty()) return {};
  // A third stand on the widest: eighths, which may swing.
  const Ticks cell = kTicksPerWhole / divisions[seed % 3 == 0 ? 0 : seed % divisions.size()];
  for (Note& note : chart.notes) note.tick -= note.tick % cell;
  std::erase_if(chart.notes, [&](const Note& note) { return note.tick >= 10 * meter.bar_length(); });
  settle(chart);
  return chart;
}

bool on_cymbal_line(Voice voice) {
  return voice == Voice::crash || voice == Voice::hat_open || voice == Voice::ride_bell ||
         voice == Voice::ride || voice == Voice::hat_closed;
}

// What a link holds of a chart that has one stroke of each line in a cell.
Chart held_by_link(Chart chart) {
  std::map<Ticks, Hand> hands;  // a cell has one
  for (Note& note : chart.notes) {
    if (note.hand != Hand::unwritten && has_hand(note.voice)) hands[note.tick] = note.hand;
    if (note.voice == Voice::pad) note.voice = Voice::snare;
    const bool snare = note.voice == Voice::snare;
    const bool hat = note.voice == Voice::hat_closed && note.dynamic == Dynamic::accent;
    if (!snare) note.ornament = Ornament::none;
    if ((!snare && !hat) || note.ornament != Ornament::none) note.dynamic = Dynamic::normal;
    note.velocity = 0;
    note.suggested = false;
  }
  for (Note& note : chart.notes) {
    const auto hand = hands.find(note.tick);
    note.hand = hand != hands.end() && has_hand(note.voice) ? hand->second : Hand::unwritten;
  }
  constexpr double kOwnTempo = 80;  // GrooveScribe's, where a link names none
  chart.tempi = {{0, chart.tempi.empty() ? kOwnTempo : std::round(chart.tempi.front().bpm)}};
  const bool eighths = std::all_of(chart.notes.begin(), chart.notes.end(),
                                   [](const Note& note) { return note.tick % (kTicksPerWhole / 8) == 0; });
  const double percent = std::round(100 * (chart.swing - 1) / (chart.swing + 1));
  const bool division_of_8 = 8 * chart.meters.front().beats % chart.meters.front().unit == 0;
  chart.swing = eighths && division_of_8 ? std::min((100 + percent) / (100 - percent), 3.5) : 1;
  settle(chart);
  return chart;
}

TEST(GrooveScribeLaw, ALinkGivesBackWhatALinkHolds) {
  int whole = 0, cut = 0;
  for (unsigned seed = 0; seed < 1500; ++seed) {
    const Chart chart = on_cells(seed);
    if (chart.notes.empty()) continue;
    const auto link = write_groovescribe(chart);
    ASSERT_TRUE(link) << seed;
    const Chart again = through(ChartFormat::groovescribe, chart);
    EXPECT_EQ(again.notes.size() + static_cast<std::size_t>(link->lost), chart.notes.size()) << link->url;
    ++(link->lost == 0 ? whole : cut);
    if (link->lost == 0) {
      ASSERT_EQ(again, held_by_link(chart)) << seed << "\n" << link->url;
    }
  }
  EXPECT_GT(whole, 50);
  EXPECT_GT(cut, 100);
}

TEST(GrooveScribeLaw, BetweenAllPairsWhatALinkHoldsStaysTheSame) {
  int tried = 0, swung = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    Chart chart = on_cells(seed);
    std::set<std::pair<Ticks, bool>> taken;  // one stroke in a cell of the lines of cymbals and snare
    std::erase_if(chart.notes, [&](const Note& note) {
      const bool cymbal = on_cymbal_line(note.voice);
      const bool snare =
          note.voice == Voice::snare || note.voice == Voice::pad || note.voice == Voice::cross_stick;
      return (cymbal || snare) && !taken.insert({note.tick, cymbal}).second;
    });
    if (chart.notes.empty()) continue;
    chart = held_by_link(chart);
    ++tried;
    swung += chart.swing > 1;
    for (std::size_t from = 0; from < std::size(kFormats); ++from) {
      const Chart first = through(kFormats[from], chart);
      for (std::size_t to = 0; to < std::size(kFormats); ++to) {
        const Chart second = through(kFormats[to], first);
        ASSERT_EQ(second, chart) << "seed " << seed << " from " << kNames[from] << " to " << kNames[to]
                                 << "\n"
                                 << testing::strokes_of(second) << "\nfor\n"
                                 << testing::strokes_of(chart);
      }
    }
  }
  EXPECT_GT(tried, 40);
  EXPECT_GT(swung, 1);
}

}  // namespace
}  // namespace firstchair::charts
