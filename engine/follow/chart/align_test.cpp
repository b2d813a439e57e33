#include "engine/follow/chart/align.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <set>

#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

constexpr double kBar = 2.0;  // s, at 120

std::vector<Hit> human(const Chart& chart, std::uint64_t seed = 1, double spread_ms = 8) {
  testing::Drummer drummer{.random = std::mt19937_64(seed), .spread_ms = spread_ms};
  return testing::play(chart, drummer);
}

// The strokes of [from_s, to_s) of a take that began at 1 s, moved by shift_s.
void take(std::vector<Hit>& out, const std::vector<Hit>& from, double from_s, double to_s, double shift_s) {
  for (Hit hit : from) {
    const double s = static_cast<double>(hit.frame) / testing::kTestRate - 1 + 0.06;
    if (s < from_s || s >= to_s) continue;
    hit.frame += static_cast<Frames>(shift_s * testing::kTestRate);
    out.push_back(hit);
  }
}

void check_laws(const Alignment& a, std::span<const Hit> hits, const Chart& chart) {
  std::vector<int> seen(hits.size(), 0);
  std::set<std::pair<int, int>> answered;
  std::map<int, Ticks> last;
  for (const Match& m : a.matches) {
    if (m.hit >= 0) ++seen[static_cast<std::size_t>(m.hit)];
    EXPECT_EQ(m.kind == MatchKind::extra, m.note < 0);
    EXPECT_EQ(m.kind == MatchKind::missed || m.kind == MatchKind::masked, m.hit < 0);
    if (m.note >= 0) {
      ASSERT_LT(static_cast<std::size_t>(m.note), chart.notes.size());
      EXPECT_EQ(m.tick, chart.notes[static_cast<std::size_t>(m.note)].tick);
      if (m.kind != MatchKind::grace) {
        EXPECT_TRUE(answered.insert({m.passage, m.note}).second);
      }
    }
  }
  for (int s : seen) EXPECT_EQ(s, 1);
  std::vector<const Match*> by_hit(hits.size(), nullptr);
  for (const Match& m : a.matches) {
    if (m.hit >= 0 && (m.kind == MatchKind::matched || m.kind == MatchKind::wrong_voice))
      by_hit[static_cast<std::size_t>(m.hit)] = &m;
  }
  for (const Match* m : by_hit) {
    if (m == nullptr) continue;
    auto [at, fresh] = last.try_emplace(m->passage, m->tick);
    EXPECT_LE(at->second, m->tick);
    at->second = m->tick;
  }
  for (std::size_t i = 1; i < a.matches.size(); ++i) EXPECT_LE(a.matches[i - 1].target, a.matches[i].target);
}

std::map<MatchKind, int> count(const Alignment& a) {
  std::map<MatchKind, int> n;
  for (const Match& m : a.matches) ++n[m.kind];
  return n;
}

Alignment aligned(const std::vector<Hit>& hits, const Chart& chart,
                  AlignConfig config = {.rate = testing::kTestRate}) {
  const Alignment a = align(hits, chart, config);
  check_laws(a, hits, chart);
  return a;
}

std::vector<Hit> sorted(std::vector<Hit> hits) {
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& x, const Hit& y) { return x.frame < y.frame; });
  return hits;
}

TEST(Align, EveryStrokeOfACleanTakeAnswersItsNote) {
  const Chart chart = testing::rock(24);
  const std::vector<Hit> hits = human(chart);
  const Alignment a = aligned(hits, chart);
  auto n = count(a);
  EXPECT_EQ(n[MatchKind::matched], static_cast<int>(chart.notes.size()));
  EXPECT_EQ(a.matches.size(), hits.size());
  EXPECT_TRUE(a.departures.empty());
  EXPECT_EQ(a.passages.size(), 1u);
}

//  chart   x . x . x . x .
//  played  x . x . xx. x .     the second stroke of the pair is extra, the next x is still the next x
TEST(Align, OneExtraStrokeDoesNotShiftWhatFollows) {
  const Chart chart = testing::chart_of({{Voice::pad, testing::times("x.x.x.x.x.x.x.x.", 4)}});
  std::vector<Hit> hits = human(chart, 2, 5);
  Hit extra = hits[10];
  extra.frame += static_cast<Frames>(0.11 * testing::kTestRate);
  hits.insert(hits.begin() + 11, extra);
  const Alignment a = aligned(hits, chart);
  auto n = count(a);
  EXPECT_EQ(n[MatchKind::matched], 32);
  EXPECT_EQ(n[MatchKind::extra], 1);
  for (const Match& m : a.matches) {
    if (m.kind == MatchKind::extra) {
      EXPECT_EQ(m.hit, 11);
    }
  }
}

TEST(Align, OneMissedStrokeIsMissedAndNothingElse) {
  const Chart chart = testing::rock(8);
  std::vector<Hit> hits = human(chart, 3);
  hits.erase(hits.begin() + 40);
  auto n = count(aligned(hits, chart));
  EXPECT_EQ(n[MatchKind::missed], 1);
  EXPECT_EQ(n[MatchKind::matched], static_cast<int>(chart.notes.size()) - 1);
}

TEST(Align, AnotherDrumIsAWrongVoiceNotAMissAndAnExtra) {
  const Chart chart = testing::rock(8);
  std::vector<Hit> hits = human(chart, 4);
  std::size_t snare = 50;
  while (hits[snare].voice != Voice::snare) ++snare;
  hits[snare].voice = Voice::tom_high;
  auto n = count(aligned(hits, chart));
  EXPECT_EQ(n[MatchKind::wrong_voice], 1);
  EXPECT_EQ(n[MatchKind::missed], 0);
  EXPECT_EQ(n[MatchKind::extra], 0);
}

//  chart   | 1 | 2 | 3 | 4 | 5 | 6 | ...
//  played  | 1 | 2 | 3 |     5 | 6 | ...   in time
TEST(Align, ASkippedBarIsNamedAndNotMissed) {
  const Chart chart = testing::rock(16);
  const std::vector<Hit> whole = human(chart, 5);
  for (int bar = 3; bar < 12; ++bar) {
    std::vector<Hit> hits;
    take(hits, whole, 0, bar * kBar, 0);
    take(hits, whole, (bar + 1) * kBar, 100, -kBar);
    const Alignment a = aligned(hits, chart);
    ASSERT_EQ(a.departures.size(), 1u) << bar;
    EXPECT_EQ(a.departures[0].kind, DepartureKind::skipped);
    EXPECT_EQ(a.departures[0].first_bar, bar + 1);
    EXPECT_EQ(a.departures[0].last_bar, bar + 1);
    EXPECT_EQ(count(a)[MatchKind::missed], 0);
    EXPECT_EQ(count(a)[MatchKind::extra], 0);
    ASSERT_EQ(a.passages.size(), 2u);
    EXPECT_FALSE(a.passages[1].new_pulse);
    EXPECT_EQ(a.passages[1].offset, -kTicksPerWhole);
  }
}

TEST(Align, ARepeatedBarIsNamedAndNotExtra) {
  const Chart chart = testing::rock(16);
  const std::vector<Hit> whole = human(chart, 6);
  for (int bar = 3; bar < 12; ++bar) {
    std::vector<Hit> hits;
    take(hits, whole, 0, (bar + 1) * kBar, 0);
    take(hits, whole, bar * kBar, 100, kBar);
    const Alignment a = aligned(hits, chart);
    ASSERT_EQ(a.departures.size(), 1u) << bar;
    EXPECT_EQ(a.departures[0].kind, DepartureKind::repeated);
    EXPECT_EQ(a.departures[0].first_bar, bar + 1);
    EXPECT_EQ(a.departures[0].last_bar, bar + 1);
    EXPECT_EQ(count(a)[MatchKind::extra], 0);
    EXPECT_EQ(a.passages[1].offset, kTicksPerWhole);
  }
}

TEST(Align, ALateStartAndAnEarlyEndAreNamed) {
  const Chart chart = testing::rock(16);
  std::vector<Hit> hits;
  take(hits, human(chart, 7), 5 * kBar, 13 * kBar, 0);
  const Alignment a = aligned(hits, chart);
  ASSERT_EQ(a.departures.size(), 2u);
  EXPECT_EQ(a.departures[0].kind, DepartureKind::late_start);
  EXPECT_EQ(a.departures[0].first_bar, 1);
  EXPECT_EQ(a.departures[0].last_bar, 5);
  EXPECT_EQ(a.departures[1].kind, DepartureKind::early_end);
  EXPECT_EQ(a.departures[1].first_bar, 14);
  EXPECT_EQ(a.departures[1].last_bar, 16);
  EXPECT_EQ(count(a)[MatchKind::missed], 0);
}

//  chart   | 1 | 2 | 3 | 4 . . . | 5 ...
//  played  | 1 | 2 | 3 | 4 . .  (the sound ends)
TEST(Align, WhatIsWrittenAfterTheEndOfTheSoundIsNotMissed) {
  const Chart chart = testing::rock(16);
  const std::vector<Hit> whole = human(chart, 8);
  std::vector<Hit> hits;
  take(hits, whole, 0, 3.7 * kBar, 0);
  AlignConfig config{.rate = testing::kTestRate};
  EXPECT_GT(count(align(hits, chart, config))[MatchKind::missed], 0) << "of the bar that was begun";
  config.length = hits.back().frame + static_cast<Frames>(0.02 * testing::kTestRate);
  EXPECT_EQ(count(align(hits, chart, config))[MatchKind::missed], 0);
}

//  chart   | 1 | 2 | ... | 7 . . . | 8 ...
//  played  | 1 | 2 | ... | 7 .   (2.3 s)   | 5 | 6 | 7 | ...
TEST(Align, AStopAndRestartIsNamedWithItsPause) {
  const Chart chart = testing::rock(16);
  const std::vector<Hit> whole = human(chart, 8);
  std::vector<Hit> hits;
  take(hits, whole, 0, 6.5 * kBar, 0);
  const double stopped = static_cast<double>(hits.back().frame) / testing::kTestRate;
  take(hits, whole, 4 * kBar, 100, stopped + 2.3 - (1 + 4 * kBar));
  const Alignment a = aligned(hits, chart);
  ASSERT_EQ(a.departures.size(), 1u);
  EXPECT_EQ(a.departures[0].kind, DepartureKind::restart);
  EXPECT_EQ(a.departures[0].first_bar, 7);
  EXPECT_EQ(a.departures[0].last_bar, 5);
  EXPECT_NEAR(a.departures[0].pause_ms, 2300, 40);
  EXPECT_EQ(count(a)[MatchKind::missed], 0);
  EXPECT_EQ(count(a)[MatchKind::extra], 0);
  EXPECT_TRUE(a.passages[1].new_pulse);
}

// A groove of two bars played round and round is no departure.
TEST(Align, AChartPlayedInALoopIsFollowedWithoutDepartures) {
  const Chart chart = testing::rock(2);
  const Chart long_chart = [] {
    Chart c = testing::rock(2);
    for (int i = 1; i < 12; ++i) {
      for (Note note : testing::rock(2).notes) {
        note.tick += i * 2 * kTicksPerWhole;
        c.notes.push_back(note);
      }
    }
    settle(c);
    return c;
  }();
  const Alignment a = aligned(human(long_chart, 9), chart);
  EXPECT_TRUE(a.departures.empty());
  EXPECT_EQ(a.passages.size(), 12u);
  EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(long_chart.notes.size()));
  for (const Match& m : a.matches) EXPECT_LT(std::abs(m.error_ms), 40);
}

// A bar of eighths, 12 times; the take ends early in the last pass, or late in it.
TEST(Align, ALoopMayStopAnywhereAndNothingAfterThatIsMissed) {
  const auto eighths = [](int bars) {
    Chart chart;
    for (int i = 0; i < 8 * bars; ++i)
      chart.notes.push_back(
          {.tick = i * kTicksPerQuarter / 2, .voice = i % 4 == 2 ? Voice::snare : Voice::kick});
    chart.length = bars * kTicksPerWhole;
    settle(chart);
    return chart;
  };
  for (const int left_out : {1, 2, 5, 6}) {
    std::vector<Hit> hits = human(eighths(12), 9);
    hits.resize(hits.size() - static_cast<std::size_t>(left_out));
    const Alignment a = aligned(hits, eighths(1));
    EXPECT_EQ(count(a)[MatchKind::missed], 0) << left_out;
    EXPECT_EQ(count(a)[MatchKind::matched], 96 - left_out);
  }
  // Of a chart that was played once the end of the last bar is missed.
  std::vector<Hit> once = human(eighths(12), 9);
  once.resize(once.size() - 2);
  EXPECT_EQ(count(aligned(once, eighths(12)))[MatchKind::missed], 2);
}

TEST(Align, CountInClicksAreExtraAndNothingElse) {
  const Chart chart = testing::rock(8);
  std::vector<Hit> hits = human(chart, 10);
  for (Hit& hit : hits) hit.frame += static_cast<Frames>(1 * testing::kTestRate);
  std::vector<Hit> clicks;
  for (int i = 0; i < 4; ++i)
    clicks.push_back(
        {.frame = static_cast<Frames>(0.5 * i * testing::kTestRate), .voice = Voice::cross_stick});
  hits.insert(hits.begin(), clicks.begin(), clicks.end());
  const Alignment a = aligned(hits, chart);
  EXPECT_EQ(count(a)[MatchKind::extra], 4);
  EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(chart.notes.size()));
  EXPECT_TRUE(a.departures.empty());
}

TEST(Align, FlamsAndDragsTakeTheirGraceStrokes) {
  const Chart chart = testing::chart_of({{Voice::snare, testing::times("f...x...d...x...", 4)},
                                         {Voice::kick, testing::times("x...............", 4)}});
  std::vector<Hit> hits;
  for (const Hit& hit : human(chart, 11, 4)) {
    const int place =
        static_cast<int>(std::lround((static_cast<double>(hit.frame) / testing::kTestRate - 1) / 0.5)) % 4;
    if (hit.voice == Voice::snare && place % 2 == 0) {
      for (int k = place == 0 ? 1 : 2; k > 0; --k) {
        Hit grace = hit;
        grace.frame -= static_cast<Frames>(0.028 * k * testing::kTestRate);
        grace.strength = 40;
        hits.push_back(grace);
      }
    }
    hits.push_back(hit);
  }
  const Alignment a = aligned(sorted(hits), chart);
  EXPECT_EQ(count(a)[MatchKind::grace], 12);
  EXPECT_EQ(count(a)[MatchKind::extra], 0);
  for (const Match& m : a.matches) {
    if (m.kind == MatchKind::grace) {
      EXPECT_NEAR(m.error_ms, m.error_ms < -40 ? -56 : -28, 0.1);
    }
  }
}

// A bar of flams played twelve times: the grace stroke of its first flam comes before the loop's jump; and of
// two strokes 13 ms apart, the softer one is the grace stroke. Where every beat is the same, the first flam
// may be taken for a count-in.
TEST(Align, EveryFlamOfALoopedBarTakesItsGraceStroke) {
  const std::string bar = "f...f...f...f...";
  const Chart chart = testing::chart_of({{Voice::snare, bar}});
  for (const double gap : {0.013, 0.028, 0.046}) {
    std::vector<Hit> hits;
    for (const Hit& hit : human(testing::chart_of({{Voice::snare, testing::times(bar, 12)}}), 3, 5)) {
      Hit grace = hit;
      grace.frame -= static_cast<Frames>(gap * testing::kTestRate);
      grace.strength = 0.45F * hit.strength;
      hits.push_back(grace);
      hits.push_back(hit);
    }
    const Alignment a = aligned(sorted(hits), chart);
    EXPECT_GE(count(a)[MatchKind::grace], 47) << gap;
    EXPECT_EQ(count(a)[MatchKind::extra], 2 * (48 - count(a)[MatchKind::grace])) << gap;
    for (const Match& m : a.matches) {
      if (m.kind == MatchKind::grace) {
        EXPECT_NEAR(m.error_ms, -1000 * gap, 0.1);
      }
    }
  }
}

// The second half of every fourth bar drags by 45 to 70 ms: the downbeat after it looks early by as much, and
// is nothing that was left out.
TEST(Align, TheDownbeatAfterABarThatDragsAnswersItsNotes) {
  const std::string hat = "x.x.x.x.x.x.x.x.", snare = "....x.......x...", kick = "x.......x.x.....";
  const auto looped = [&](int bars) {
    return testing::chart_of({{Voice::hat_closed, testing::times(hat, bars)},
                              {Voice::snare, testing::times(snare, bars)},
                              {Voice::kick, testing::times(kick, bars)}});
  };
  std::vector<Hit> hits = human(looped(24), 5, 6);
  for (Hit& hit : hits) {
    const double bar = (static_cast<double>(hit.frame) / testing::kTestRate - 1 + 0.06) / kBar;
    if (static_cast<int>(bar) % 4 != 3 || bar - std::floor(bar) < 0.5) continue;
    hit.frame += static_cast<Frames>((0.045 + 0.05 * (bar - std::floor(bar) - 0.5)) * testing::kTestRate);
  }
  const Alignment a = aligned(sorted(hits), looped(1));
  check_laws(a, sorted(hits), looped(1));
  EXPECT_EQ(count(a)[MatchKind::missed], 0);
  EXPECT_EQ(count(a)[MatchKind::extra], 0);
}

TEST(Align, ATempoFarFromTheChartsIsFound) {
  const Chart chart = testing::rock(16);
  for (double factor : {0.7, 0.8, 1.2, 1.3}) {
    testing::Drummer drummer{
        .random = std::mt19937_64(12), .spread_ms = 8, .seconds = [&](double q) { return q * 0.5 / factor; }};
    const std::vector<Hit> hits = testing::play(chart, drummer);
    const Alignment a = aligned(hits, chart);
    EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(chart.notes.size())) << factor;
    EXPECT_TRUE(a.departures.empty()) << factor;
  }
}

TEST(Align, WithoutAnyTempoItIsFound) {
  const Chart chart = testing::rock(16, 0);
  for (double bpm : {50.0, 76.0, 104.0, 133.0, 171.0, 222.0}) {
    testing::Drummer drummer{
        .random = std::mt19937_64(13), .spread_ms = 6, .seconds = [&](double q) { return q * 60 / bpm; }};
    const std::vector<Hit> hits = testing::play(chart, drummer);
    const Alignment a = aligned(hits, chart);
    EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(chart.notes.size())) << bpm;
  }
}

// A source that gives one hit an attack: the hat under the kick was not missed, it could not be told.
TEST(Align, OneHitAnAttackMasksTheOthersOfTheChord) {
  const Chart chart = testing::rock(8);
  std::vector<Hit> hits;
  for (const Hit& hit : human(chart, 14, 2)) {
    if (!hits.empty() && hit.frame - hits.back().frame < 1000) continue;
    hits.push_back(hit);
  }
  const Alignment a =
      aligned(hits, chart, {.rate = testing::kTestRate, .detail = VoiceDetail::family, .polyphonic = false});
  EXPECT_EQ(count(a)[MatchKind::missed], 0);
  EXPECT_EQ(count(a)[MatchKind::extra], 0);
  EXPECT_EQ(count(a)[MatchKind::wrong_voice], 0);
  EXPECT_EQ(count(a)[MatchKind::masked], static_cast<int>(chart.notes.size() - hits.size()));
}

// An ear that names every voice still loses some under louder ones: a hat that was not heard in an attack is
// covered, one that was heard is matched.
TEST(Align, SoundThatTellsEveryVoiceMasksWhatAnAttackHides) {
  const Chart chart = testing::rock(8);
  std::vector<Hit> hits;
  int hidden = 0;
  for (Hit hit : human(chart, 14, 2)) {
    const bool together = !hits.empty() && hit.frame - hits.back().frame < 1000;
    if (together) hit.frame = hits.back().frame;
    if (together && ++hidden % 3 == 0) continue;
    hits.push_back(hit);
  }
  const Alignment a = aligned(hits, chart, {.rate = testing::kTestRate, .detail = VoiceDetail::family});
  EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(hits.size()));
  EXPECT_EQ(count(a)[MatchKind::missed], 0);
  EXPECT_EQ(count(a)[MatchKind::masked], hidden / 3);
}

TEST(Align, OnAPadOnlyTimeCounts) {
  const Chart chart = testing::chart_of({{Voice::snare, testing::times("x.xxx.xxx.x.xxx.", 8)}});
  std::vector<Hit> hits = human(chart, 15);
  for (Hit& hit : hits) hit.voice = Voice::pad;
  const Alignment a = aligned(hits, chart, {.rate = testing::kTestRate, .detail = VoiceDetail::none});
  EXPECT_EQ(count(a)[MatchKind::matched], static_cast<int>(chart.notes.size()));
}

// Small variations are missed and extra strokes, never jumps.
TEST(Align, VariationsAreNoDepartures) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Chart chart = testing::rock(24);
    std::mt19937_64 random(seed);
    std::vector<Hit> hits;
    for (const Hit& hit : human(chart, 20 + seed, 12)) {
      const auto dice = random() % 100;
      if (dice < 5) continue;
      hits.push_back(hit);
      if (dice > 94) {
        hits.push_back(hit);
        hits.back().frame += static_cast<Frames>(0.125 * testing::kTestRate);
        hits.back().voice = Voice::snare;
      }
    }
    const Alignment a = aligned(sorted(hits), chart);
    EXPECT_TRUE(a.departures.empty()) << seed;
    EXPECT_GT(count(a)[MatchKind::matched], static_cast<int>(0.93 * static_cast<double>(chart.notes.size())));
  }
}

//  chart   | 1 | ... | 9 | 10 | 11 | 12 | ...
//  played  | 1 | ... | (a solo of two bars) | 11 | 12 | ...
TEST(Align, AfterASoloThePlaceIsFoundAgain) {
  const Chart chart = testing::rock(24);
  const std::vector<Hit> whole = human(chart, 40);
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    std::mt19937_64 random(seed);
    std::vector<Hit> hits;
    take(hits, whole, 0, 8 * kBar, 0);
    double s = 1 + 8 * kBar;
    while (s < 1 + 10 * kBar - 0.1) {
      hits.push_back(
          {.frame = static_cast<Frames>(s * testing::kTestRate), .voice = static_cast<Voice>(random() % 9)});
      s += 0.05 + 0.0002 * static_cast<double>(random() % 1000);
    }
    take(hits, whole, 10 * kBar, 100, 0);
    const Alignment a = aligned(hits, chart);
    double right = 0, all = 0;
    for (const Match& m : a.matches) {
      if (m.tick < 12 * kTicksPerWhole || m.note < 0) continue;
      ++all;
      right += m.kind == MatchKind::matched && std::abs(m.error_ms) < 60;
    }
    EXPECT_GT(right, 0.98 * all) << seed;
    EXPECT_GT(all, 100) << seed;
  }
}

TEST(Align, DegenerateInputsAreAnsweredPlainly) {
  const Chart chart = testing::rock(4);
  EXPECT_EQ(count(aligned({}, chart))[MatchKind::missed], static_cast<int>(chart.notes.size()));
  const std::vector<Hit> one{{.frame = 48000, .voice = Voice::kick}};
  aligned(one, chart);
  const Chart empty;
  Chart settled = empty;
  settle(settled);
  EXPECT_EQ(count(aligned(one, settled))[MatchKind::extra], 1);
  EXPECT_TRUE(aligned({}, settled).matches.empty());
  std::vector<Hit> heap(200, Hit{.frame = 0, .voice = Voice::snare});
  aligned(heap, chart);
  std::vector<Hit> untimed = human(chart);
  for (Hit& hit : untimed) hit.timed = false;
  aligned(untimed, chart);
}

TEST(Align, RandomStrokesKeepTheLaws) {
  std::mt19937_64 random(30);
  for (int round = 0; round < 30; ++round) {
    const Chart chart = testing::rock(1 + static_cast<int>(random() % 12), round % 3 == 0 ? 0 : 120);
    std::vector<Hit> hits(random() % 400);
    for (Hit& hit : hits) {
      hit.frame = static_cast<Frames>(random() % (48000 * 30));
      hit.voice = static_cast<Voice>(random() % kVoiceCount);
    }
    aligned(sorted(hits), chart,
            {.rate = testing::kTestRate,
             .detail = static_cast<VoiceDetail>(round % 3),
             .polyphonic = round % 2 == 0});
  }
}

// The million is in bench_follow.
TEST(Align, ManyRandomStrokesEnd) {
  std::mt19937_64 random(31);
  std::vector<Hit> hits(20000);
  Frames frame = 0;
  for (Hit& hit : hits) {
    hit.frame = frame += static_cast<Frames>(random() % 9600);
    hit.voice = static_cast<Voice>(random() % kVoiceCount);
  }
  const Chart chart = testing::rock(64);
  const Alignment a = align(hits, chart, {.rate = testing::kTestRate});
  EXPECT_GE(a.matches.size(), hits.size());
}

}  // namespace
}  // namespace firstchair::follow
