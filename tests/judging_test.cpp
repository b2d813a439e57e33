// What was put into a simulated drummer comes back out of the judge, through the fitted pulse, with intervals
// that cover it; and a drummer without a fault hears of none. More cases, more takes: bench_judging.
#include <gtest/gtest.h>

#include <cmath>

#include "testing/judge/playing_drummer.h"

namespace firstchair::tests {
namespace {

constexpr int kTakes = 200;

const judge::Norms& norms() {
  return judge::default_norms();
}

const Metric* find(const Take& take, Measure measure, Line line) {
  for (const Metric& m : take.verdict.metrics) {
    if (m.measure == measure && (!m.has_line || m.line == line)) return &m;
  }
  return nullptr;
}

struct Recovery {
  double mean = 0, covered = 0, found = 0;
};

template <class Truth>
Recovery recover(const testing::PlayingDrummer& drummer, const Chart& chart, Measure measure, Line line,
                 Truth truth) {
  Recovery r;
  for (int i = 0; i < kTakes; ++i) {
    const testing::Performance p =
        testing::perform(drummer, chart, 1, static_cast<std::uint64_t>(i + 1), norms());
    const Metric* m = find(p.take, measure, line);
    if (m == nullptr || m->standing == Standing::too_few) {
      ADD_FAILURE() << "not measured";
      return r;
    }
    const double t = truth(p);
    r.mean += (m->value - t) / kTakes;
    r.covered += (m->low <= t && t <= m->high ? 1.0 : 0.0) / kTakes;
    r.found += (m->standing == Standing::out_of_band ? 1.0 : 0.0) / kTakes;
  }
  return r;
}

testing::PlayingDrummer white(double ms) {
  testing::PlayingDrummer drummer;
  drummer.shared_ms = 0;
  drummer.hand_ms = drummer.foot_ms = ms;
  return drummer;
}

TEST(Judging, ADrummerWithoutAFaultHearsOfNone) {
  for (const int bars : {8, 16, 32}) {
    testing::PlayingDrummer professional;
    professional.place_ms = 2.6;  // their feel in eighths
    int found = 0, told = 0;
    for (int i = 0; i < kTakes; ++i) {
      const testing::Performance p = testing::perform(professional, testing::plain_rock_chart(bars), 1,
                                                      static_cast<std::uint64_t>(5000 + i), norms());
      bool any = false;
      for (const Metric& m : p.take.verdict.metrics) any = any || m.standing == Standing::out_of_band;
      found += any;
      told += p.take.order.action != Action::next_tempo && p.take.order.action != Action::record_more;
    }
    EXPECT_LE(found, kTakes / 20) << bars;
    EXPECT_LE(told, kTakes / 40) << bars;
  }
}

TEST(Judging, AnEarlySnareComesBackAndIsFound) {
  testing::PlayingDrummer early;
  early.lean_ms[static_cast<std::size_t>(Line::snare)] = -18;
  const auto truth = [](const testing::Performance& p) {
    return p.lean_ms[static_cast<std::size_t>(Line::snare)];
  };
  const Recovery r = recover(early, testing::plain_rock_chart(16), Measure::placement, Line::snare, truth);
  EXPECT_NEAR(r.mean, 0, 0.5);
  EXPECT_GE(r.covered, 0.92);
  EXPECT_GE(r.found, 0.95);
  const Recovery kick =
      recover(early, testing::plain_rock_chart(16), Measure::placement, Line::kick,
              [](const testing::Performance& p) { return p.lean_ms[static_cast<std::size_t>(Line::kick)]; });
  EXPECT_EQ(kick.found, 0);
  const testing::Performance one = testing::perform(early, testing::plain_rock_chart(16), 1, 77, norms());
  EXPECT_EQ(one.take.order.action, Action::let_click_come);
  EXPECT_EQ(one.take.order.cause.line, Line::snare);
}

// The fitted pulse follows a little of the noise it is measured against: 1 to 2 % of the spread are lost.
TEST(Judging, ASpreadComesBackThroughTheFittedPulse) {
  for (const double ms : {8.0, 15.0, 25.0}) {
    const Recovery hat = recover(white(ms), testing::plain_rock_chart(32), Measure::tightness, Line::hat,
                                 [&](auto&) { return ms; });
    EXPECT_NEAR(hat.mean / ms, 0, 0.03) << ms;
    EXPECT_GE(hat.covered, 0.88) << ms;
    const Recovery pad =
        recover(white(ms), testing::pad_chart(32), Measure::tightness, Line::pad, [&](auto&) { return ms; });
    EXPECT_NEAR(pad.mean / ms, 0, 0.04) << ms;
    EXPECT_GE(pad.covered, 0.88) << ms;
  }
}

TEST(Judging, TheInstrumentsShareIsTakenOut) {
  testing::PlayingDrummer blurred = white(10);
  blurred.sigma_ms = 5;
  const Recovery r = recover(blurred, testing::plain_rock_chart(32), Measure::tightness, Line::hat,
                             [](auto&) { return 10.0; });
  EXPECT_NEAR(r.mean, 0, 0.4);
  EXPECT_GE(r.covered, 0.90);
}

TEST(Judging, AWideHatIsFound) {
  const Recovery r = recover(white(26), testing::plain_rock_chart(16), Measure::tightness, Line::hat,
                             [](auto&) { return 26.0; });
  EXPECT_GE(r.found, 0.95);
}

double bend_of(const testing::Performance& p) {
  const auto n = static_cast<double>(p.beats.size());
  double x2 = 0, x4 = 0, y0 = 0, y2 = 0;
  for (std::size_t i = 0; i < p.beats.size(); ++i) {
    const double x = static_cast<double>(i) - (n - 1) / 2;
    x2 += x * x, x4 += x * x * x * x, y0 += p.beats[i], y2 += p.beats[i] * x * x;
  }
  const double period = (p.beats.back() - p.beats.front()) / (n - 1);
  return -12000 * (y2 - y0 * x2 / n) / (x4 - x2 * x2 / n) / (period * period);
}

TEST(Judging, AGainOfTempoComesBackAndIsFound) {
  testing::PlayingDrummer gaining;
  gaining.gain_per_minute = 6;
  const Recovery r = recover(gaining, testing::plain_rock_chart(32), Measure::drift, Line::pad, bend_of);
  EXPECT_NEAR(r.mean, 0, 0.05);
  EXPECT_GE(r.covered, 0.93);
  EXPECT_GE(r.found, 0.99);
  EXPECT_NEAR(bend_of(testing::perform(gaining, testing::plain_rock_chart(32), 1, 1, norms())), 6, 0.05);
}

// A tempo that wanders has a slope that was really played; the interval covers that, and is wide.
TEST(Judging, AWanderingTempoIsCoveredByAWideInterval) {
  testing::PlayingDrummer wandering;
  wandering.tempo_walk = 0.002;
  const Recovery r = recover(wandering, testing::plain_rock_chart(32), Measure::drift, Line::pad, bend_of);
  EXPECT_NEAR(r.mean, 0, 0.05);
  EXPECT_GE(r.covered, 0.95);
}

TEST(Judging, ASteadyTempoIsCoveredEvenWhenTheErrorsHangTogether) {
  for (const double rho : {0.0, 0.6, 0.8}) {
    testing::PlayingDrummer drummer;
    drummer.shared_rho = rho;
    const Recovery r = recover(drummer, testing::plain_rock_chart(16), Measure::drift, Line::pad, bend_of);
    EXPECT_GE(r.covered, 0.90) << rho;
    EXPECT_EQ(r.found, 0) << rho;
  }
}

TEST(Judging, ATempoStepIsNamedByTheBarItStartsIn) {
  // 4 % faster from bar 17 on.
  const Chart chart = testing::plain_rock_chart(32);
  int near = 0;
  for (int seed = 1; seed <= 20; ++seed) {
    testing::PlayingDrummer drummer;
    drummer.step_at_bar = 17;
    drummer.step = 0.04;
    const testing::Performance p =
        testing::perform(drummer, chart, 1, static_cast<std::uint64_t>(seed), norms());
    const Metric* drift = find(p.take, Measure::drift, Line::pad);
    ASSERT_NE(drift, nullptr);
    near += drift->standing == Standing::out_of_band && std::abs(drift->place.bar - 17) <= 2;
  }
  EXPECT_GE(near, 18);
}

TEST(Judging, SwungEighthsOnAStraightChartAreMeasured) {
  testing::PlayingDrummer swinging;
  swinging.swing = 1.8;
  const Recovery r =
      recover(swinging, testing::plain_rock_chart(16), Measure::swing, Line::hat, [](auto&) { return 1.8; });
  EXPECT_NEAR(r.mean, 0, 0.02);
  EXPECT_GE(r.covered, 0.93);
  // And the kick, which stands on the beats, is not blamed for it.
  const Recovery kick = recover(swinging, testing::plain_rock_chart(16), Measure::placement, Line::kick,
                                [](auto&) { return 0.0; });
  EXPECT_LE(kick.found, 0.02);
}

TEST(Judging, NotesLeftOutAreTheOrder) {
  testing::PlayingDrummer absent;
  absent.missed = 0.08;
  int told = 0;
  for (int i = 0; i < 50; ++i) {
    const testing::Performance p = testing::perform(absent, testing::plain_rock_chart(16), 1,
                                                    static_cast<std::uint64_t>(i + 1), norms());
    told += p.take.order.cause.measure == Measure::missed;
  }
  EXPECT_GE(told, 48);
}

}  // namespace
}  // namespace firstchair::tests
