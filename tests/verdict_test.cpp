// The bank of planted faults puts in what it says, and what it asks for can be told from what it does not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <tuple>

#include "engine/session.h"
#include "midi/percussion.h"
#include "midi/performance.h"
#include "midi/smf.h"
#include "testing/faults/faults.h"

namespace firstchair::tests {
namespace {

using namespace firstchair::testing;

const std::vector<Groove>& grooves() {
  static const std::vector<Groove> all = built_in_grooves();
  return all;
}

const FaultKind& kind(std::string_view name) {
  for (const FaultKind& k : fault_kinds()) {
    if (k.name == name) return k;
  }
  ADD_FAILURE() << "no kind " << name;
  return fault_kinds().front();
}

TEST(FaultBank, HasFortyKindsAndMoreOfWhichATwelfthIsKeptBack) {
  std::set<std::string_view> names;
  std::size_t kept_back = 0;
  for (const FaultKind& k : fault_kinds()) {
    names.insert(k.name);
    kept_back += k.kept_back;
  }
  EXPECT_GE(names.size(), 40u);
  EXPECT_EQ(names.size(), fault_kinds().size());
  EXPECT_GE(12 * kept_back, names.size());
}

TEST(FaultBank, EveryKindCanBePlantedAndTheSameSeedIsTheSameTake) {
  for (const FaultKind& k : fault_kinds()) {
    for (const double strength : k.strengths) {
      const FaultyTake one = faulty_take(k, strength, 3, grooves()),
                       two = faulty_take(k, strength, 3, grooves());
      EXPECT_GT(one.hits.size(), 100u) << k.name;
      EXPECT_EQ(one.hits, two.hits) << k.name;
      EXPECT_FALSE(one.truth.right.empty()) << k.name;
      EXPECT_EQ(check_chart(one.chart), "") << k.name;
    }
  }
}

// Two takes of one seed differ by what was planted in one of them and by nothing else.
TEST(FaultBank, DisplacesWhatItSaysByWhatItSays) {
  const FaultKind& late = kind("snare late");
  const FaultyTake more = faulty_take(late, 28, 0, grooves()), less = faulty_take(late, 8, 0, grooves());
  std::vector<Frames> snares, others;
  for (const Hit& hit : more.hits) (hit.voice == Voice::snare ? snares : others).push_back(hit.frame);
  std::size_t s = 0, o = 0;
  for (const Hit& hit : less.hits) {
    if (hit.voice == Voice::snare) {
      EXPECT_NEAR(static_cast<double>(snares[s++] - hit.frame), 20000, 1);
    } else {
      EXPECT_EQ(others[o++], hit.frame);
    }
  }
}

TEST(FaultBank, ItsHitsAreWhatAMidiFileOfThemSays) {
  FaultyTake take = faulty_take(kind("double triggers"), 20, 1, grooves());
  // Strokes that a file gives one tick are in order of their drum.
  std::stable_sort(take.hits.begin(), take.hits.end(), [](const Hit& a, const Hit& b) {
    return std::tuple((a.frame + 10) / 20, a.voice) < std::tuple((b.frame + 10) / 20, b.voice);
  });
  midi::Smf file;
  file.format = 0;
  file.ticks_per_quarter = 25000;  // 20 us a tick at the default tempo
  for (const Hit& hit : take.hits) {
    file.events.push_back({.tick = std::llround(static_cast<double>(hit.frame) / 20),
                           .status = 0x99,
                           .data1 = midi::note_of_voice(hit.voice),
                           .data2 = static_cast<std::uint8_t>(hit.strength),
                           .text = {}});
  }
  const Result<midi::Performance> read = midi::read_performance(midi::write_smf(file));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->hits.size(), take.hits.size());
  for (std::size_t i = 0; i < take.hits.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(read->hits[i].frame), static_cast<double>(take.hits[i].frame), 11);
    EXPECT_EQ(read->hits[i].strength, take.hits[i].strength);
    EXPECT_NEAR(read->hits[i].level_db, take.hits[i].level_db, 1e-4);
  }
}

TEST(FaultBank, AClaimIsRightOnlyInLinePlaceSignAndSize) {
  Planted truth;
  truth.claim = {.subject = Subject::place, .line = Line::kick, .beat = 3.5, .sign = -1};
  truth.size = -30;
  const Claim said{.subject = Subject::place,
                   .line = Line::kick,
                   .beat = 3.5,
                   .sign = -1,
                   .value = -27,
                   .low = -29,
                   .high = -25};
  EXPECT_TRUE(names(said, truth));  // within a fifth
  Claim wrong = said;
  wrong.line = Line::snare;
  EXPECT_FALSE(names(wrong, truth));
  wrong = said, wrong.beat = 3;
  EXPECT_FALSE(names(wrong, truth));
  wrong = said, wrong.sign = 1;
  EXPECT_FALSE(names(wrong, truth));
  wrong = said, wrong.value = -20, wrong.low = -22, wrong.high = -18;
  EXPECT_FALSE(names(wrong, truth));
  wrong.low = -31;  // its interval holds the truth
  EXPECT_TRUE(names(wrong, truth));
  wrong = said, wrong.subject = Subject::line_lean;
  EXPECT_FALSE(names(wrong, truth));
}

// The share of the takes of a kind at its strength in which the fault is named first.
double named_first(std::string_view name, double strength) {
  int named = 0;
  constexpr int kSeeds = 10;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    const FaultyTake take = faulty_take(kind(name), strength, seed, grooves());
    const Said said = said_of(judged(take));
    named += !said.claims.empty() &&
             std::any_of(take.truth.right.begin(), take.truth.right.end(),
                         [&](const Planted& truth) { return names(said.claims.front(), truth); });
  }
  return static_cast<double>(named) / kSeeds;
}

TEST(Verdict, AFaultThatATeacherHearsIsNamedFirst) {
  const struct {
    std::string_view name;
    double strength;
  } kFaults[] = {{"kick early at one place", 30},
                 {"snare late at one place, every 4th bar", 30},
                 {"end of every 4th bar rushes", 40},
                 {"fill rushes", 40},
                 {"tempo jumps after bar 12", 4},
                 {"one bar late", 60},
                 {"hat loose", 30},
                 {"snare late", 20},
                 {"crosstalk of the pedal", 18},
                 {"double triggers", 20},
                 {"another groove than the chart", 100}};
  for (const auto& fault : kFaults) EXPECT_GE(named_first(fault.name, fault.strength), 0.9) << fault.name;
}

TEST(Verdict, AChartThatWasNotPlayedIsNotJudged) {
  const Take take = judged(faulty_take(kind("another groove than the chart"), 100, 1, grooves()));
  EXPECT_TRUE(take.reading.chart_given);
  EXPECT_FALSE(take.reading.chart_played);
  EXPECT_TRUE(take.verdict.metrics.empty());
  EXPECT_NEAR(take.reading.bpm, 110, 3);
}

// A beginner's take: this share of the notes is not struck, and as many strokes come from nowhere.
FaultyTake slipping(const Groove& groove, double share, std::uint64_t seed) {
  Playing playing = play(groove, {.sd_ms = 25}, 24, 100);
  std::mt19937_64 chance(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  const std::size_t notes = playing.strokes.size();
  for (std::size_t i = 0; i < notes; ++i) {
    if (uniform(chance) < share) {
      PlayedStroke extra = playing.strokes[i];
      extra.late_ms += 60 + 200 * uniform(chance);
      playing.strokes.push_back(extra);
    }
    if (uniform(chance) < share) playing.strokes[i].struck = false;
  }
  return {.hits = hits_of(playing, seed), .chart = groove.chart, .bpm = 0, .truth = {}};
}

const Groove& groove(std::string_view name) {
  return *std::ranges::find(grooves(), name, &Groove::name);
}

constexpr std::uint64_t kTakes = 12;

TEST(Verdict, NoBeginnersSlipsAreToldToBeAnotherGroove) {
  for (const std::string_view name : {"rock-8ths", "funk-ghosts", "bossa-nova", "swing-ride", "disco"}) {
    for (const double share : {0.2, 0.4}) {
      for (std::uint64_t seed = 1; seed <= kTakes; ++seed)
        EXPECT_TRUE(judged(slipping(groove(name), share, seed)).reading.chart_played)
            << name << ' ' << share << ' ' << seed;
    }
  }
}

TEST(Verdict, AGrooveThatIsNotTheChartsIsToldToBeAnother) {
  const struct {
    std::string_view played, chart;
  } kWrong[] = {{"bossa-nova", "rock-8ths"}, {"disco", "rock-8ths"},      {"swing-ride", "rock-8ths"},
                {"samba", "rock-8ths"},      {"rock-16ths", "rock-8ths"}, {"funk-ghosts", "rock-16ths"},
                {"rock-8ths", "swing-ride"}, {"rock-8ths", "bossa-nova"}};
  for (const auto& wrong : kWrong) {
    int told = 0;
    for (std::uint64_t seed = 1; seed <= kTakes; ++seed) {
      const Playing playing = play(groove(wrong.played), {}, 24, 120);
      const FaultyTake take{
          .hits = hits_of(playing, seed), .chart = groove(wrong.chart).chart, .bpm = 0, .truth = {}};
      told += !judged(take).reading.chart_played;
    }
    EXPECT_GE(told, 11) << wrong.played << " for " << wrong.chart;
  }
}

TEST(Verdict, OnlyWhereItIsAskedIsAChartToldNotToBePlayed) {
  const FaultyTake take = faulty_take(kind("another groove than the chart"), 100, 1, grooves());
  SessionConfig config;
  config.source.kind = SourceKind::midi;
  config.source.rate = kMidiRate;
  config.source.length = take.hits.back().frame + 1;
  config.chart = take.chart;
  config.norms = judge::default_norms();
  EXPECT_TRUE(judge_strokes(config, take.hits).reading.chart_played);
  config.ask_chart_played = true;
  EXPECT_FALSE(judge_strokes(config, take.hits).reading.chart_played);
}

TEST(Verdict, AKickThatIsNeverPlayedIsOrderedWithItsPlace) {
  const FaultyTake take = faulty_take(kind("a kick always missed"), 1, 0, grooves());
  const Said said = said_of(judged(take));
  ASSERT_TRUE(said.ordered);
  EXPECT_TRUE(names(said.claims.front(), take.truth.right.front()));
}

TEST(Verdict, ATightDrummerWithoutAFaultIsOrderedToWorkOnNothing) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    EXPECT_FALSE(said_of(judged(clean_take(5, seed % 2 == 0, seed, grooves()))).ordered) << seed;
  }
}

}  // namespace
}  // namespace firstchair::tests
