#include "engine/judge/chart_played.h"

#include <gtest/gtest.h>

#include <vector>

namespace firstchair::judge {
namespace {

constexpr Ticks kEighth = kTicksPerQuarter / 2;

// Eighths of the hat, in 4/4.
struct Made {
  Chart chart;
  Alignment alignment;
  std::vector<Hit> hits;

  void add(MatchKind kind, int bar, int eighth, Voice struck) {
    Match match{.kind = kind, .tick = bar * 8 * kEighth + eighth * kEighth};
    if (kind != MatchKind::extra) match.note = bar * 8 + eighth;
    if (kind != MatchKind::missed) {
      match.hit = static_cast<std::int32_t>(hits.size());
      hits.emplace_back().voice = struck;
    }
    alignment.matches.push_back(match);
  }
};

// What happens to one of the eighths: nothing, it is missed, a kick comes with it, or both.
struct Slip {
  bool missed = false, extra = false;
};

template <class Slips>
Made played(int bars, Slips slip) {
  Made made;
  for (int bar = 0; bar < bars; ++bar) {
    for (int eighth = 0; eighth < 8; ++eighth) {
      Note& note = made.chart.notes.emplace_back();
      note.tick = (bar * 8 + eighth) * kEighth, note.voice = Voice::hat_closed;
      const Slip s = slip(bar, eighth);
      made.add(s.missed ? MatchKind::missed : MatchKind::matched, bar, eighth, Voice::hat_closed);
      if (s.extra) made.add(MatchKind::extra, bar, eighth, Voice::kick);
    }
  }
  settle(made.chart);
  return made;
}

Played told(const Made& made, SourceKind kind = SourceKind::midi) {
  return what_was_played(made.alignment, made.chart, made.hits, kind);
}

// 3 of 8 are missed and 3 come too often: 5 of 8 answered.
Made at_three_places(int bars) {
  return played(bars, [](int, int eighth) { return Slip{eighth < 3, eighth >= 5}; });
}
Made here_and_there(int bars) {
  return played(bars, [](int bar, int eighth) {
    return Slip{(eighth + 3 * bar) % 8 < 3, (eighth + 3 * bar) % 8 >= 5};
  });
}

TEST(ChartPlayed, SlipsAtTheSamePlacesOfEveryBarAreAnotherGroove) {
  EXPECT_NEAR(explained_but_for_slips(at_three_places(16).alignment, at_three_places(16).chart,
                                      at_three_places(16).hits),
              0.625, 1e-9);
  EXPECT_EQ(told(at_three_places(16)), Played::other);
}

TEST(ChartPlayed, AsManySlipsHereAndThereAreNot) {
  const Made made = here_and_there(16);
  EXPECT_NEAR(explained(made.alignment), 0.625, 1e-9);
  EXPECT_DOUBLE_EQ(explained_but_for_slips(made.alignment, made.chart, made.hits), 1);
  EXPECT_EQ(told(made), Played::chart);
}

TEST(ChartPlayed, AGrooveOfTwoBarsIsOneToo) {
  const Made made = played(24, [](int bar, int eighth) {
    return bar % 2 == 0 ? Slip{eighth < 3, eighth >= 5} : Slip{eighth >= 5, eighth < 3};
  });
  EXPECT_EQ(told(made), Played::other);
}

TEST(ChartPlayed, AnEarMayHaveLostAndAddedWhatAKitHasNot) {
  EXPECT_EQ(told(at_three_places(16), SourceKind::audio), Played::chart);
  const Made half = played(16, [](int, int eighth) { return Slip{eighth < 5, eighth >= 3}; });
  EXPECT_EQ(told(half, SourceKind::audio), Played::other);
}

TEST(ChartPlayed, LeavingOutALineOrAddingGhostsIsStillTheChart) {
  EXPECT_EQ(told(played(16, [](int, int eighth) { return Slip{eighth % 2 == 1, false}; })), Played::chart);
  EXPECT_EQ(told(played(16, [](int, int eighth) { return Slip{false, eighth % 4 == 1}; })), Played::chart);
}

TEST(ChartPlayed, AFewStrokesOrBarsAreNeverToldToBeAnotherGroove) {
  EXPECT_EQ(told(at_three_places(7)), Played::chart);
  EXPECT_EQ(told(at_three_places(8)), Played::other);
  EXPECT_EQ(told(played(3, [](int, int) { return Slip{true, true}; })), Played::chart);
  EXPECT_EQ(told({}), Played::chart);
}

TEST(ChartPlayed, WhereNothingAnswersOnlyAGrooveComesBack) {
  EXPECT_EQ(told(played(16, [](int, int) { return Slip{true, true}; })), Played::lost);
  EXPECT_TRUE(comes_back(played(8, [](int, int) { return Slip{}; }).chart));
  EXPECT_FALSE(comes_back(played(7, [](int, int) { return Slip{}; }).chart));
  Chart slips = played(16, [](int, int) { return Slip{}; }).chart;
  int i = 0;
  std::erase_if(slips.notes, [&](const Note&) { return i++ % 5 < 2; });
  EXPECT_FALSE(comes_back(slips));
}

TEST(ChartPlayed, ExplainsTheShareOfStrokesAndNotesThatAnswerEachOther) {
  EXPECT_DOUBLE_EQ(explained(here_and_there(8).alignment), 0.625);
  EXPECT_DOUBLE_EQ(explained({}), 1);
}

}  // namespace
}  // namespace firstchair::judge
