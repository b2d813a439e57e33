#include "engine/follow/pulse/pulse.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "engine/follow/chart/align.h"
#include "testing/follow/drummer.h"

namespace firstchair::follow {
namespace {

constexpr double kTau = 1.0 / 0.5;  // beats a second at 120

// Matches note i with hit i, as align() would.
Alignment one_passage(const Chart& chart, const std::vector<Hit>& hits) {
  return align(hits, chart, {.rate = testing::kTestRate});
}

double sd(const std::vector<double>& x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double sum = 0;
  for (double v : x) sum += (v - mean) * (v - mean);
  return std::sqrt(sum / static_cast<double>(x.size() - 1));
}

std::vector<double> errors(const Alignment& a, const Chart& chart, Line line) {
  std::vector<double> e;
  for (const Match& m : a.matches) {
    if (m.kind == MatchKind::matched && line_of(chart.notes[static_cast<std::size_t>(m.note)].voice) == line)
      e.push_back(m.error_ms);
  }
  return e;
}

double mean(const std::vector<double>& x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

TEST(Pulse, APerfectDrummerHasNoErrorAndTheExactTempo) {
  const Chart chart = testing::rock(16);
  testing::Drummer drummer;
  const std::vector<Hit> hits = testing::play(chart, drummer);
  const Alignment a = one_passage(chart, hits);
  for (const Match& m : a.matches) EXPECT_LT(std::abs(m.error_ms), 0.03);
  for (const PulsePoint& p : a.pulse) EXPECT_NEAR(p.bpm, 120, 0.05);
  EXPECT_EQ(a.pulse.size(), 64u);
  const MeanTempo tempo = mean_tempo(a, testing::kTestRate);
  EXPECT_NEAR(tempo.bpm, 120, 0.02);
}

// The pulse must not eat the errors it is the reference for.
TEST(Pulse, InjectedSpreadComesBack) {
  const Chart chart = testing::rock(48);
  for (double correlation : {0.0, 0.5}) {
    double ratio = 0;
    constexpr int kTakes = 12;
    for (int take = 0; take < kTakes; ++take) {
      testing::Drummer drummer{.random = std::mt19937_64(static_cast<std::uint64_t>(take)),
                               .spread_ms = 15,
                               .correlation = correlation};
      const std::vector<Hit> hits = testing::play(chart, drummer);
      ratio += sd(errors(one_passage(chart, hits), chart, Line::hat)) / 15 / kTakes;
    }
    RecordProperty(correlation == 0 ? "white" : "correlated", std::to_string(ratio));
    EXPECT_GT(ratio, correlation == 0 ? 0.95 : 0.88) << correlation;
    EXPECT_LT(ratio, 1.04) << correlation;
  }
}

TEST(Pulse, LeansBetweenLinesComeBack) {
  const Chart chart = testing::rock(32);
  std::vector<double> snare, kick;
  for (int take = 0; take < 20; ++take) {
    testing::Drummer drummer{.random = std::mt19937_64(static_cast<std::uint64_t>(100 + take)),
                             .spread_ms = 10};
    drummer.lean_ms = [](Voice v) { return v == Voice::snare ? 14.0 : v == Voice::kick ? -6.0 : 0.0; };
    const std::vector<Hit> hits = testing::play(chart, drummer);
    const Alignment a = one_passage(chart, hits);
    snare.push_back(mean(errors(a, chart, Line::snare)) - mean(errors(a, chart, Line::hat)));
    kick.push_back(mean(errors(a, chart, Line::kick)) - mean(errors(a, chart, Line::hat)));
  }
  EXPECT_NEAR(mean(snare), 14, 0.8);
  EXPECT_NEAR(mean(kick), -6, 0.8);
}

// 2 % a minute for four minutes: T(u) of a tempo that rises linearly.
TEST(Pulse, ALinearDriftOfTempoAppearsAndItsIntervalsAreHonest) {
  const Chart chart = testing::rock(120);
  const double rise = 0.02 / 60;  // per s
  auto seconds = [&](double quarters) { return (std::sqrt(1 + 2 * rise * quarters / kTau) - 1) / rise; };
  int inside = 0, all = 0;
  double slope = 0;
  constexpr int kTakes = 10;
  for (int take = 0; take < kTakes; ++take) {
    for (double correlation : {0.0, 0.5}) {
      testing::Drummer drummer{.random = std::mt19937_64(static_cast<std::uint64_t>(200 + take)),
                               .spread_ms = 15,
                               .correlation = correlation,
                               .seconds = seconds};
      const std::vector<Hit> hits = testing::play(chart, drummer);
      const Alignment a = one_passage(chart, hits);
      const PulsePoint& first = a.pulse[a.pulse.size() / 10];
      const PulsePoint& last = a.pulse[a.pulse.size() * 9 / 10];
      slope +=
          (last.bpm / first.bpm - 1) / ((last.frame - first.frame) / testing::kTestRate / 60) / (2 * kTakes);
      for (const PulsePoint& p : a.pulse) {
        const double truth = 120 * (1 + rise * (p.frame / testing::kTestRate - 1));
        inside += std::abs(p.bpm - truth) < 1.96 * p.bpm_sd;
        ++all;
      }
    }
  }
  EXPECT_NEAR(slope, 0.02, 0.002);
  const double coverage = static_cast<double>(inside) / all;
  RecordProperty("coverage", std::to_string(coverage));
  EXPECT_GT(coverage, 0.93);
}

// A tempo that really walks as the model says: the interval covers what it claims, not less and not much
// more.
TEST(Pulse, TheTempoBandCoversAWalkingTempo) {
  const Chart chart = testing::rock(60);
  int inside = 0, all = 0;
  for (int take = 0; take < 20; ++take) {
    std::mt19937_64 random(static_cast<std::uint64_t>(300 + take));
    std::normal_distribution<double> step(0, 0.002 / std::sqrt(16.0));
    std::vector<double> at{0}, period{0.5};
    for (int i = 0; i < 60 * 4 * 16; ++i) {
      at.push_back(at.back() + period.back() / 16);
      period.push_back(period.back() * std::exp(step(random)));
    }
    auto seconds = [&](double q) { return at[static_cast<std::size_t>(std::lround(q * 16))]; };
    testing::Drummer drummer{.random = random, .spread_ms = 12, .seconds = seconds};
    const std::vector<Hit> hits = testing::play(chart, drummer);
    for (const PulsePoint& p : one_passage(chart, hits).pulse) {
      const double truth = 60 / period[static_cast<std::size_t>(p.tick / (kTicksPerQuarter / 16))];
      inside += std::abs(p.bpm - truth) < 1.96 * p.bpm_sd;
      ++all;
    }
  }
  const double coverage = static_cast<double>(inside) / all;
  RecordProperty("coverage", std::to_string(coverage));
  EXPECT_GT(coverage, 0.91);
  EXPECT_LT(coverage, 0.985);
}

TEST(Pulse, MeanTempoCoversTheTruth) {
  const Chart chart = testing::rock(16);
  int inside = 0;
  for (int take = 0; take < 200; ++take) {
    testing::Drummer drummer{.random = std::mt19937_64(static_cast<std::uint64_t>(1000 + take)),
                             .spread_ms = 15};
    const std::vector<Hit> hits = testing::play(chart, drummer);
    const MeanTempo tempo = mean_tempo(one_passage(chart, hits), testing::kTestRate);
    inside += tempo.low <= 120 && 120 <= tempo.high;
  }
  EXPECT_GE(inside, 180);
  EXPECT_LE(inside, 199);
}

TEST(Pulse, OneWildStrokeDoesNotBendIt) {
  const Chart chart = testing::rock(16);
  testing::Drummer drummer{.random = std::mt19937_64(5), .spread_ms = 8};
  std::vector<Hit> hits = testing::play(chart, drummer);
  const Alignment before = one_passage(chart, hits);
  hits[200].frame += static_cast<Frames>(0.04 * testing::kTestRate);
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.frame < b.frame; });
  const Alignment after = one_passage(chart, hits);
  ASSERT_EQ(before.pulse.size(), after.pulse.size());
  for (std::size_t i = 0; i < before.pulse.size(); ++i)
    EXPECT_NEAR(before.pulse[i].frame, after.pulse[i].frame, 0.003 * testing::kTestRate);
}

TEST(Pulse, FittingTwiceChangesNothing) {
  const Chart chart = testing::rock(8);
  testing::Drummer drummer{.random = std::mt19937_64(6), .spread_ms = 12};
  const std::vector<Hit> hits = testing::play(chart, drummer);
  Alignment a = one_passage(chart, hits);
  Alignment b = a;
  fit_pulse(b, hits, chart, {.rate = testing::kTestRate});
  ASSERT_EQ(a.matches.size(), b.matches.size());
  for (std::size_t i = 0; i < a.matches.size(); ++i) {
    EXPECT_EQ(a.matches[i].hit, b.matches[i].hit);
    EXPECT_EQ(a.matches[i].error_ms, b.matches[i].error_ms);
  }
}

TEST(Pulse, SwungEighthsAreExpectedWhereTheyAreMeant) {
  Chart chart = testing::chart_of({{Voice::ride, testing::times("x...x.x.x...x.x.", 12)}}, 140);
  chart.swing = 2;
  testing::Drummer drummer{
      .random = std::mt19937_64(7), .spread_ms = 5, .seconds = [](double q) { return q * 60 / 140; }};
  const Alignment a = one_passage(chart, testing::play(chart, drummer));
  std::vector<double> offbeat;
  for (const Match& m : a.matches) {
    ASSERT_EQ(m.kind, MatchKind::matched);
    if (m.tick % kTicksPerQuarter != 0) offbeat.push_back(m.error_ms);
  }
  EXPECT_NEAR(mean(offbeat), 0, 1.5);
}

TEST(Pulse, ATempoWrittenInTheChartIsNotAnError) {
  Chart chart = testing::rock(16, 100);
  chart.tempi.push_back({8 * kTicksPerWhole, 150});
  testing::Drummer drummer{.seconds = [](double q) { return q * 0.6; }};
  const Alignment a = one_passage(chart, testing::play(chart, drummer));
  for (const Match& m : a.matches) EXPECT_LT(std::abs(m.error_ms), 0.05);
  EXPECT_NEAR(a.pulse[8].bpm, 100, 0.1);
  EXPECT_NEAR(a.pulse[60].bpm, 150, 0.1);
}

}  // namespace
}  // namespace firstchair::follow
