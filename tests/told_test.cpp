// What a drummer reads of a take with one fault: the words of the order, and of a take that nothing is judged
// of.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/judge/norms.h"
#include "engine/nearest_chart.h"
#include "engine/session.h"
#include "report/report.h"
#include "testing/faults/faults.h"

namespace firstchair::tests {
namespace {

using namespace firstchair::testing;

Groove groove(std::string_view name) {
  for (const Groove& g : built_in_grooves()) {
    if (g.name == name) return g;
  }
  ADD_FAILURE() << "no groove " << name;
  return built_in_grooves().front();
}

// 24 bars of rock eighths at 120, every stroke by itself with an SD of 6 ms.
Playing rock() {
  return play(groove("rock-8ths"), {}, 24, 120);
}

template <class Of>
Playing displaced(Of by_ms) {
  Playing playing = rock();
  for (PlayedStroke& stroke : playing.strokes) stroke.late_ms += by_ms(stroke, playing.beat_of(stroke));
  return playing;
}

Take take_of(const Playing& playing, const Chart& chart, std::uint64_t seed) {
  return judged({.hits = hits_of(playing, seed), .chart = chart, .bpm = 0, .truth = {}});
}

std::string order_of(const Playing& playing, std::uint64_t seed) {
  return report::order_text(take_of(playing, playing.groove.chart, seed));
}

constexpr std::uint64_t kSeeds = 5;

TEST(Told, AKickThatIsEarlyAtOnePlaceIsOrderedWithItsPlace) {
  const Playing playing = displaced(
      [](const PlayedStroke& s, double beat) { return s.voice == Voice::kick && beat == 3.5 ? -30.0 : 0.0; });
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string order = order_of(playing, seed);
    EXPECT_NE(order.find("& of 3"), std::string::npos) << order;
    EXPECT_NE(order.find("kick"), std::string::npos) << order;
    EXPECT_NE(order.find("early"), std::string::npos) << order;
  }
}

TEST(Told, AFillThatRushesIsOrderedWithEveryFourthBar) {
  for (const double most : {35.0, 70.0}) {
    const Playing playing = displaced([&](const PlayedStroke& s, double beat) {
      return s.bar % 4 == 3 && beat >= 3 ? -most * (0.57 + 0.43 * (beat - 3) / 1.5) : 0.0;
    });
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
      const std::string order = order_of(playing, seed);
      EXPECT_NE(order.find("4th bar"), std::string::npos) << order;
      EXPECT_NE(order.find("early"), std::string::npos) << order;
    }
  }
}

TEST(Told, AHatThatAloneIsLooseIsWhatTheOrderIsAbout) {
  Playing playing = rock();
  playing.line_sd_ms[static_cast<std::size_t>(Line::hat)] = 30;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string order = order_of(playing, seed);
    EXPECT_NE(order.find("Hat alone"), std::string::npos) << order;
  }
}

TEST(Told, OneBarThatLiesLateIsOrderedWithItsNumber) {
  const Playing playing = displaced([](const PlayedStroke& s, double) { return s.bar == 11 ? 60.0 : 0.0; });
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string order = order_of(playing, seed);
    EXPECT_NE(order.find("ar 12"), std::string::npos) << order;
    EXPECT_NE(order.find("late"), std::string::npos) << order;
  }
}

TEST(Told, AKickThatIsNeverPlayedIsOrderedWithItsPlace) {
  Playing playing = rock();
  for (PlayedStroke& s : playing.strokes) {
    if (s.voice == Voice::kick && playing.beat_of(s) == 3.5) s.struck = false;
  }
  const std::string order = order_of(playing, 1);
  EXPECT_NE(order.find("24 of 72 kick notes missed, & of 3 (24)"), std::string::npos) << order;
}

// 24 bars of rock eighths at 120, heard against a chart that names 100; `early` moves the kick on the & of 3.
struct TempoTold {
  double asked = 0;      // by the player
  bool builtin = false;  // the chart's tempo is the built-in one
  double early_ms = 0;
};

Take told_of_tempo(const TempoTold& of) {
  const Playing playing = displaced([&](const PlayedStroke& s, double beat) {
    return s.voice == Voice::kick && beat == 3.5 ? -of.early_ms : 0.0;
  });
  SessionConfig config;
  config.source.name = "rock";
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.chart = playing.groove.chart;
  config.chart->tempi = {{0, 100}};
  config.bpm = of.asked;
  config.builtin_tempo = of.builtin;
  config.ask_chart_played = true;
  config.norms = judge::default_norms();
  return judge_strokes(config, hits_of(playing, 1));
}

bool tells(const Take& take, std::string_view words) {
  return report::summary(take, {.width = 200}).find(words) != std::string::npos;
}

TEST(Told, NobodyAskedForTheTempoOfABuiltInChart) {
  for (const double early : {0.0, 30.0}) {
    const Take take = told_of_tempo({.builtin = true, .early_ms = early});
    EXPECT_FALSE(tells(take, "asked")) << report::summary(take, {});
    EXPECT_FALSE(tells(take, "written")) << report::summary(take, {});
    EXPECT_EQ(take.order.bpm, early > 0 ? 113 : 122);
  }
}

TEST(Told, ThePiecesOwnTempoIsToldLastAndIsNoFault) {
  const Take take = told_of_tempo({.early_ms = 30});
  const std::vector<std::string> facts = report::facts_told(take);
  ASSERT_EQ(facts.size(), 2U);
  EXPECT_NE(facts[0].find("& of 3"), std::string::npos) << facts[0];
  EXPECT_TRUE(facts[1].starts_with("Tempo 1") && facts[1].ends_with(", written 100.")) << facts[1];
  EXPECT_FALSE(tells(take, "asked"));
  EXPECT_EQ(take.order.bpm, 113);
  const Take clean = told_of_tempo({});
  EXPECT_EQ(report::headline(clean), "Nothing to fix at 120.");
  EXPECT_EQ(clean.order.bpm, 122);
}

TEST(Told, ATempoThatThePlayerAskedForIsHeldAndPractisedUpTo) {
  const Take faster = told_of_tempo({.asked = 100});
  EXPECT_EQ(report::headline(faster), "You play faster than the tempo asked for.");
  EXPECT_TRUE(tells(faster, ", asked 100."));
  EXPECT_TRUE(tells(faster, "ORDER  Hold 100 for 8 bars.")) << report::summary(faster, {});
  const Take slower = told_of_tempo({.asked = 140, .builtin = true});
  EXPECT_EQ(report::headline(slower), "You play slower than the tempo asked for.");
  EXPECT_TRUE(tells(slower, "ORDER  Hold 140 for 8 bars.")) << report::summary(slower, {});
  EXPECT_EQ(told_of_tempo({.asked = 100, .early_ms = 30}).order.bpm, 94);   // of what was asked
  EXPECT_EQ(told_of_tempo({.asked = 140, .early_ms = 30}).order.bpm, 113);  // of what went wrong
  const Take as_asked = told_of_tempo({.asked = 120});
  EXPECT_FALSE(tells(as_asked, "asked"));
  EXPECT_EQ(report::headline(as_asked), "Nothing to fix at 120.");
}

// 24 bars of a roll in sixteenths with its sticking written.
Playing roll(std::string_view name) {
  return play(groove(name), {}, 24, 110);
}

TEST(Told, AHandThatAloneIsLooseIsToldToLead) {
  Playing playing = roll("single-stroke-roll");
  playing.left_sd_ms = 20;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string order = order_of(playing, seed);
    EXPECT_NE(order.find("Pad hand spread: left"), std::string::npos) << order;
    EXPECT_NE(order.find("Left leads"), std::string::npos) << order;
  }
}

TEST(Told, TheSecondStrokeOfDoublesIsToldWhereItIsLateOrSoft) {
  Playing late = roll("double-stroke-open-roll"), soft = late;
  const auto second = [](const PlayedStroke& s) { return s.in_bar / (kTicksPerQuarter / 4) % 2 == 1; };
  for (PlayedStroke& s : late.strokes) s.late_ms += second(s) ? 22 : 0;
  for (PlayedStroke& s : soft.strokes) s.level_db -= second(s) ? 6 : 0;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    EXPECT_NE(order_of(late, seed).find("second stroke 2"), std::string::npos) << order_of(late, seed);
    EXPECT_NE(order_of(soft, seed).find("dB softer"), std::string::npos) << order_of(soft, seed);
  }
}

TEST(Told, APlaceThatIsSofterThanAnyOtherAndALevelThatFallsAreOrdered) {
  Playing soft = rock(), falling = rock();
  for (PlayedStroke& s : soft.strokes)
    s.level_db -= s.voice == Voice::hat_closed && soft.beat_of(s) == 3.5 ? 6 : 0;
  for (PlayedStroke& s : falling.strokes) s.level_db -= 6.0 * s.bar / 23;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string place = order_of(soft, seed), course = order_of(falling, seed);
    EXPECT_NE(place.find("& of 3: hat"), std::string::npos) << place;
    EXPECT_NE(place.find("dB softer than anywhere else"), std::string::npos) << place;
    EXPECT_NE(course.find("Level falls"), std::string::npos) << course;
  }
}

TEST(Told, LinesThatAreAllAsLooseAreSentToASlowerTempoAndNoneIsNamed) {
  Playing playing = rock();
  playing.player.sd_ms = 26;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    const std::string order = order_of(playing, seed);
    EXPECT_NE(order.find("Every line strays as far: slower, at 11"), std::string::npos) << order;
  }
}

// One soft stroke `after_ms` after every stroke of the voice, as the kit sends it.
Playing with_echoes(Voice of, Voice told, double after_ms, double velocity) {
  Playing playing = rock();
  const std::size_t struck = playing.strokes.size();
  for (std::size_t i = 0; i < struck; ++i) {
    if (playing.strokes[i].voice != of) continue;
    PlayedStroke echo = playing.strokes[i];
    echo.voice = told, echo.instrument = true, echo.of = i, echo.after_ms = after_ms,
    echo.velocity = velocity;
    playing.strokes.push_back(echo);
  }
  return playing;
}

TEST(Told, StrokesThatTheKitMakesAreToldAsTheKitsAndAreInNoLine) {
  const struct {
    Voice of, told;
    double after_ms, velocity;
    std::string_view words;
  } kEchoes[] = {
      {Voice::kick, Voice::tom_low, 4, 6, "Kit: the kick triggers the tom (72 strokes, 4 ms after"},
      {Voice::snare, Voice::snare, 24, 20, "Kit: the snare triggers twice (48 strokes, 24 ms after"}};
  const Take without = take_of(rock(), rock().groove.chart, 1);
  for (const auto& e : kEchoes) {
    const Playing playing = with_echoes(e.of, e.told, e.after_ms, e.velocity);
    const Take take = take_of(playing, playing.groove.chart, 1);
    const std::string told = report::summary(take, {});
    EXPECT_NE(told.find(e.words), std::string::npos) << told;
    EXPECT_EQ(told.find("\ntom "), std::string::npos) << told;
    EXPECT_EQ(take.hits.size(), without.hits.size());
  }
}

TEST(Told, AChartThatWasNotPlayedIsToldWithThePlayersOwnTempoAndWithoutAnOrder) {
  const Take take = take_of(rock(), groove("swing-ride").chart, 1);
  const std::string told = report::summary(take, {});
  EXPECT_NE(told.find("This is not"), std::string::npos) << told;
  EXPECT_NE(told.find("You played about 120 BPM."), std::string::npos) << told;
  EXPECT_EQ(told.find("ORDER"), std::string::npos) << told;
  std::vector<NamedChart> charts;
  for (const char* name : {"disco", "rock-8ths", "funk-ghosts"}) charts.push_back({name, groove(name).chart});
  EXPECT_EQ(nearest_chart(take, charts), "rock-8ths");
  charts.erase(charts.begin() + 1);
  EXPECT_EQ(nearest_chart(take, charts), "");
  EXPECT_NE(told.find(", 4/4 (bar line "), std::string::npos) << told;  // what was heard, with its doubt
}

}  // namespace
}  // namespace firstchair::tests
