#include "engine/judge/groove_watch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

// A bar as text, sixteen cells: h hat, k kick, s snare, H kick and hat, S snare and hat.
using Struck = std::pair<Line, double>;
std::vector<Struck> bar_of(std::string_view cells) {
  std::vector<Struck> bar;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double at = static_cast<double>(i) / static_cast<double>(cells.size());
    const char c = cells[i];
    if (c == 'h' || c == 'H' || c == 'S') bar.emplace_back(Line::hat, at);
    if (c == 'k' || c == 'H') bar.emplace_back(Line::kick, at);
    if (c == 's' || c == 'S') bar.emplace_back(Line::snare, at);
  }
  return bar;
}

constexpr std::string_view kRock = "H.h.S.h.H.H.S.h.";

Chart chart_of(std::string_view cells) {
  Chart chart;
  for (const auto& [line, at] : bar_of(cells)) {
    chart.notes.push_back({.tick = std::llround(at * static_cast<double>(kTicksPerWhole)),
                           .voice = line == Line::hat    ? Voice::hat_closed
                                    : line == Line::kick ? Voice::kick
                                                         : Voice::snare});
  }
  settle(chart);
  return chart;
}

// Plays against the rock chart: bar after bar what `played(bar)` says, `stretch` bars of the click a bar and
// `shift` after them. The notes that the strokes answer are those within 30 ms of a bar of 2 s.
template <class Played>
std::vector<bool> watched(int bars, Played played, double stretch = 1, double shift = 0,
                          SourceKind kind = SourceKind::midi) {
  const std::vector<Struck> notes = bar_of(kRock);
  std::vector<Struck> strokes;
  for (int bar = 0; bar * stretch < bars; ++bar) {
    for (const auto& [line, at] : played(bar)) strokes.emplace_back(line, (bar + at) * stretch + shift);
  }
  std::ranges::sort(strokes, {}, &Struck::second);
  GrooveWatch watch(kind, chart_of(kRock));
  std::vector<bool> told;
  std::size_t next = 0;
  for (int bar = 0; bar < bars; ++bar) {
    for (; next < strokes.size() && strokes[next].second < bar + 1.07; ++next)
      watch.stroke(strokes[next].first, strokes[next].second);
    int answered = 0;
    for (const auto& [line, at] : notes) {
      answered += std::any_of(strokes.begin(), strokes.end(), [&](const Struck& s) {
        return s.first == line && std::abs(s.second - bar - at) < 0.015;
      });
    }
    watch.bar(static_cast<int>(notes.size()), answered);
    told.push_back(watch.other());
  }
  return told;
}

std::vector<Struck> loosely(std::string_view cells, testing::Chance& chance) {
  std::vector<Struck> bar = bar_of(cells);
  for (auto& [line, at] : bar) at += 0.004 * chance.normal();
  return bar;
}

using Told = std::vector<bool>;

TEST(GrooveWatch, AnotherGrooveIsToldAfterTwoBarsOfIt) {
  testing::Chance chance(1);
  EXPECT_EQ(watched(4, [&](int) { return loosely("..s.k..ks.k...sk", chance); }),
            (Told{false, true, true, true}));
  // Two bars of the chart first.
  EXPECT_EQ(watched(5, [&](int bar) { return loosely(bar < 2 ? kRock : "..s.k..ks.k...sk", chance); }),
            (Told{false, false, false, true, true}));
}

TEST(GrooveWatch, AnotherGrooveInItsOwnTempoIsToldToo) {
  testing::Chance chance(2);
  const Told told = watched(6, [&](int) { return loosely("k..ss..kk.s.s.ks", chance); }, 0.63);
  EXPECT_FALSE(told[0]);
  EXPECT_TRUE(told[2]);
}

TEST(GrooveWatch, TheChartIsTheChart) {
  for (int seed = 1; seed <= 20; ++seed) {
    testing::Chance chance(static_cast<std::uint64_t>(seed));
    const auto rock = [&](int) { return loosely(kRock, chance); };
    EXPECT_EQ(watched(8, rock), Told(8, false));
    EXPECT_EQ(watched(8, rock, 0.8), Told(8, false)) << "faster";
    EXPECT_EQ(watched(8, rock, 1.25), Told(8, false)) << "slower";
    EXPECT_EQ(watched(8, rock, 1, 0.25), Told(8, false)) << "a beat late";
  }
}

// Two strokes of five are left out or fall elsewhere: they do so in one bar and not in the next.
TEST(GrooveWatch, SlipsAreNoGrooveHoweverMany) {
  for (int seed = 1; seed <= 200; ++seed) {
    testing::Chance chance(static_cast<std::uint64_t>(seed));
    const auto slips = [&](int) {
      std::vector<Struck> bar = loosely(kRock, chance);
      std::erase_if(bar, [&](const Struck&) { return chance.normal() < -0.67; });
      for (auto& [line, at] : bar) {
        if (chance.normal() < -0.52) at = std::fmod(std::abs(10 * chance.normal()), 1.0);
      }
      return bar;
    };
    EXPECT_EQ(watched(8, slips), Told(8, false)) << seed;
  }
}

TEST(GrooveWatch, ALineLeftOutIsStillTheChartAndOneLineAloneIsNoGroove) {
  testing::Chance chance(3);
  EXPECT_EQ(watched(6, [&](int) { return loosely("h.h.h.h.h.h.h.h.", chance); }), Told(6, false));
  EXPECT_EQ(watched(6, [&](int) { return loosely("k.k.k.k.k.k.k.k.", chance); }), Told(6, false));
  EXPECT_EQ(watched(6, [&](int) { return std::vector<Struck>(); }), Told(6, false));
}

TEST(GrooveWatch, IsInDoubtFromTheFirstBarThatIsLittleOfTheChartForTwoBarsAtMost) {
  const auto doubts = [&](int answered, int strokes) {
    GrooveWatch watch(SourceKind::midi, chart_of(kRock));
    std::vector<bool> told;
    for (int bar = 0; bar < 4; ++bar) {
      // Each bar is another, so that no groove comes back.
      for (int s = 0; s < strokes; ++s) watch.stroke(Line::snare, bar + 0.037 * (s + 1) * (1 + 0.31 * bar));
      watch.bar(12, answered);
      told.push_back(watch.in_doubt());
    }
    return told;
  };
  EXPECT_EQ(doubts(2, 10), (Told{true, true, false, false}));
  EXPECT_EQ(doubts(10, 12), Told(4, false));  // of the chart
  EXPECT_EQ(doubts(2, 3), Told(4, false));    // too few strokes for a groove: broken off
}

TEST(GrooveWatch, TwoBarsOfTheChartTakeItBack) {
  testing::Chance chance(4);
  EXPECT_EQ(watched(7, [&](int bar) { return loosely(bar < 4 ? "..s.k..ks.k...sk" : kRock, chance); }),
            (Told{false, true, true, true, true, false, false}));
}

}  // namespace
}  // namespace firstchair::judge
