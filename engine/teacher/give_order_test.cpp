#include "engine/teacher/give_order.h"

#include <gtest/gtest.h>

#include "engine/teacher/findings.h"

namespace firstchair::teacher {
namespace {

Chart bars_of_four(int bars) {
  Chart chart;
  chart.length = bars * kTicksPerWhole;
  return chart;
}

const Reading kRead{.chart_given = true, .bpm = 102};

Metric metric(Measure measure, Line line, double value, double half, double band_low, double band_high) {
  Metric m;
  m.measure = measure;
  m.line = line;
  m.n = 128;
  m.needed = 24;
  m.value = value;
  m.low = value - half;
  m.high = value + half;
  m.band_low = band_low;
  m.band_high = band_high;
  const bool out = m.low > band_high || m.high < band_low;
  m.standing = out ? Standing::out_of_band : Standing::in_band;
  m.excess = 1.96 * std::max({0.0, value - band_high, band_low - value}) / half;
  return m;
}

Metric missed(int count, int notes, std::vector<int> bars) {
  Metric m = metric(Measure::missed, Line::kick, 100.0 * count / notes, 3, 0, 1);
  m.n = notes;
  for (const int bar : bars) m.places.push_back({bar, 1, 0});
  return m;
}

Verdict in_band() {
  Verdict verdict;
  verdict.metrics = {missed(0, 64, {}), metric(Measure::placement, Line::snare, -4, 3, -10, 10),
                     metric(Measure::tightness, Line::hat, 14, 2, 10.7, 18.3)};
  return verdict;
}

// Snare 24 ms early, +-4, at 102; worst from bar 9: wait for the pulse, bars 9-16, 6 % slower.
TEST(Teacher, AnEarlyLineWaitsForThePulse) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -24, 4, -10, 10);
  verdict.metrics[1].place = {9, 1, 0};
  const Order order = give_order(verdict, bars_of_four(32), kRead);
  EXPECT_EQ(order.action, Action::let_click_come);
  EXPECT_EQ(order.cause.line, Line::snare);
  EXPECT_EQ(order.from_bar, 9);
  EXPECT_EQ(order.to_bar, 16);
  EXPECT_EQ(order.bpm, 96);
  verdict.metrics[1].value = 24;
  EXPECT_EQ(give_order(verdict, bars_of_four(32), kRead).action, Action::meet_click);
}

// The kick is late at one place, which four of sixteen bars have: bars 9 and 10 have most of them.
TEST(Teacher, APlaceOfALongChartIsLoopedWhereItIsWritten) {
  Verdict verdict = in_band();
  verdict.metrics.push_back(metric(Measure::spot, Line::kick, 30, 3, -10, 10));
  verdict.metrics.back().place = {0, 2.75, 0};
  for (const int bar : {3, 9, 10, 9, 10, 15}) verdict.metrics.back().places.push_back({bar, 2.75, 0});
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::loop);
  EXPECT_EQ(order.from_bar, 9);
  EXPECT_EQ(order.to_bar, 10);
  EXPECT_EQ(give_order(verdict, bars_of_four(4), kRead).from_bar, 0);
}

// A pad may be late by itself, so what only the hand can have done comes first; alone it is the order.
TEST(Teacher, WhatTheKitMayHaveDoneComesAfterWhatThePlayerDid) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::crash, 39, 3, -10, 10);
  verdict.metrics[1].perhaps_kit = true;
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).cause.line, Line::crash);
  verdict.metrics.push_back(metric(Measure::placement, Line::snare, -18, 2, -10, 10));
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).cause.line, Line::snare);
  EXPECT_EQ(findings(verdict).size(), 2u);
}

// The player may mean either of the two.
TEST(Teacher, NoOrderNamesATempoWhereTwoAreTold) {
  Reading two{.chart_given = false, .bpm = 80};
  two.other_bpm = 160;
  for (const double lean : {-4.0, -24.0}) {
    Verdict verdict = in_band();
    verdict.metrics.erase(verdict.metrics.begin());
    verdict.metrics[0] = metric(Measure::placement, Line::snare, lean, 4, -10, 10);
    const Order order = give_order(verdict, bars_of_four(32), two);
    EXPECT_EQ(order.bpm, 0);
    EXPECT_EQ(order.action, lean < -10 ? Action::let_click_come : Action::next_tempo);
    EXPECT_EQ(order.count, 8);
    two.other_bpm = 0;
    EXPECT_GT(give_order(verdict, bars_of_four(32), two).bpm, 0);
    two.other_bpm = 160;
  }
}

TEST(Teacher, AWideLineIsPlayedAlone) {
  Verdict verdict = in_band();
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 24, 2.5, 10.7, 18.3);
  verdict.metrics[2].has_loose = true;
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::line_alone);
  EXPECT_EQ(order.cause.measure, Measure::tightness);
  EXPECT_EQ(order.bpm, 96);
  EXPECT_EQ(order.count, 4);
}

// No line is to blame: the tempo gives, by 6 %, and nothing is named.
TEST(Teacher, LinesThatAreAllAsLooseAreSentToASlowerTempo) {
  Verdict verdict = in_band();
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 24, 1.0, 10.7, 18.3);
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_TRUE(findings(verdict).empty());
  EXPECT_EQ(order.action, Action::next_tempo);
  EXPECT_EQ(order.cause.measure, Measure::tightness);
  EXPECT_EQ(order.bpm, 96);
}

// A wrong tempo makes every line loose.
TEST(Teacher, LinesThatAreAllAsLooseAreNotTheirPlayersFaultWhereTheTempoIsNotSure) {
  Verdict verdict = in_band();
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 24, 1.0, 10.7, 18.3);
  const Order order = give_order(verdict, bars_of_four(16), {.bpm = 102, .tempo_probability = 0.6});
  EXPECT_EQ(order.action, Action::next_tempo);
  EXPECT_NE(order.cause.standing, Standing::out_of_band);
  EXPECT_EQ(order.bpm, 0);
  verdict.metrics[2].has_loose = true;  // one line apart from the others is loose on any pulse
  verdict.metrics.push_back(metric(Measure::tightness, Line::kick, 13, 1.0, 10.7, 18.3));
  EXPECT_EQ(give_order(verdict, bars_of_four(16), {.bpm = 102, .tempo_probability = 0.6}).action,
            Action::line_alone);
}

// 3 kicks missing in 64: bars 5, 7, 7. From bar 4.
TEST(Teacher, HitsComeFirstHoweverFarTheRestIsOut) {
  Verdict verdict = in_band();
  verdict.metrics[0] = missed(3, 64, {5, 7, 7});
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -60, 4, -10, 10);
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::line_alone);
  EXPECT_EQ(order.cause.measure, Measure::missed);
  EXPECT_EQ(order.from_bar, 4);
  EXPECT_EQ(order.to_bar, 7);
}

TEST(Teacher, WhatIsLargestBesideWhatATeacherWouldSpeakOfIsTheCause) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -18, 1, -10, 10);    // 1.2 of 15 ms
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 24, 1.2, 10.7, 18.3);  // 1.3 of the band's end
  verdict.metrics[2].has_loose = true;
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).cause.measure, Measure::tightness);
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -40, 4, -10, 10);  // 2.7
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).cause.measure, Measure::placement);
}

// A loose hat is apart from the snare: told once, and of the hat.
TEST(Teacher, WhatFollowsFromAnotherFindingIsNotNamed) {
  Verdict verdict = in_band();
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 30, 3, 10.7, 18.3);
  verdict.metrics[2].has_loose = true;
  Metric pair = metric(Measure::unison, Line::snare, 31, 4, 3.7, 7.7);
  pair.other = Line::hat;
  verdict.metrics.push_back(pair);
  const std::vector<const Metric*> named = findings(verdict);
  ASSERT_EQ(named.size(), 1u);
  EXPECT_EQ(named[0]->measure, Measure::tightness);
  // Where the hat has too few strokes for a spread of its own, the pair says whose it is.
  verdict.metrics[2].standing = Standing::too_few;
  verdict.metrics.back().has_loose = true;
  verdict.metrics.back().loose = Line::hat;
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::line_alone);
  EXPECT_EQ(order.cause.loose, Line::hat);
}

// With many bands one of them is left by chance; 2 standard errors are then no reason to work on anything.
TEST(Teacher, AFindingThatChanceWouldMakeAmongManyIsNoOrder) {
  Verdict verdict = in_band();
  for (int i = 0; i < 10; ++i) verdict.metrics.push_back(metric(Measure::unison, Line::kick, 5, 1, 0, 14));
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -14.1, 4, -10, 10);
  ASSERT_EQ(verdict.metrics[1].standing, Standing::out_of_band);
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).action, Action::next_tempo);
}

// 2.8 standard errors among twelve bands: rare enough where only a wide spread is a fault, and not where
// early and late both are.
TEST(Teacher, ChanceHasOneSideWhereOnlyOneSideIsAFault) {
  Verdict verdict = in_band();
  for (int i = 0; i < 10; ++i) verdict.metrics.push_back(metric(Measure::unison, Line::kick, 5, 1, 0, 14));
  Verdict leaning = verdict;
  verdict.metrics[2] = metric(Measure::tightness, Line::hat, 25.3, 4.9, 10.7, 18.3);
  verdict.metrics[2].has_loose = true;
  leaning.metrics[1] = metric(Measure::placement, Line::snare, -17, 4.9, -10, 10);
  ASSERT_NEAR(verdict.metrics[2].excess, leaning.metrics[1].excess, 0.01);
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).action, Action::line_alone);
  EXPECT_EQ(give_order(leaning, bars_of_four(16), kRead).action, Action::next_tempo);
}

TEST(Teacher, InsideTheBandTheTempoRisesByTwoPercent) {
  const Order order = give_order(in_band(), bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::next_tempo);
  EXPECT_EQ(order.bpm, 104);
  EXPECT_EQ(order.cause.standing, Standing::in_band);
  const Order slow = give_order(in_band(), bars_of_four(16), {.chart_given = true, .bpm = 20});
  EXPECT_EQ(slow.bpm, 21);
}

// 32 of 64 strokes in 8 bars: 16 bars would do.
TEST(Teacher, TooLittleAsksForAsManyBarsAsAreNeeded) {
  Verdict verdict;
  Metric few;
  few.measure = Measure::tightness;
  few.line = Line::hat;
  few.standing = Standing::too_few;
  few.n = 32;
  few.needed = 64;
  verdict.metrics = {few};
  const Order order = give_order(verdict, bars_of_four(8), kRead);
  EXPECT_EQ(order.action, Action::record_more);
  EXPECT_EQ(order.count, 16);
  EXPECT_EQ(order.cause.n, 32);
  EXPECT_EQ(give_order({}, Chart{}, {}).action, Action::record_more);
  EXPECT_EQ(give_order({}, Chart{}, {}).count, 16);
}

// A snare whose spread has 2.4 standard errors to its band, among 24 bands: it is looser than the hat beyond
// doubt, so no other band is a chance for it, and "every line strays as far" would be false.
TEST(Teacher, ALineThatIsLooserThanTheOthersIsNamedAndNotEveryLine) {
  Verdict verdict = in_band();
  for (int i = 0; i < 24; ++i) verdict.metrics.push_back(metric(Measure::hands, Line::snare, 0, 2, -6, 6));
  Metric snare = metric(Measure::tightness, Line::snare, 25, 4.6, 11.3, 19.3);
  snare.has_loose = true, snare.loose = Line::snare;
  verdict.metrics.push_back(snare);
  const Order order = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(order.action, Action::line_alone);
  EXPECT_EQ(order.cause.line, Line::snare);
  // With nothing to be looser than, or as loose as the rest, it takes its chance among all bands.
  std::erase_if(verdict.metrics,
                [](const Metric& m) { return m.measure == Measure::tightness && m.line == Line::hat; });
  EXPECT_EQ(give_order(verdict, bars_of_four(16), kRead).action, Action::next_tempo);
}

TEST(Teacher, ATempoThatIsNotSureIsInNoOrder) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -24, 4, -10, 10);
  EXPECT_EQ(give_order(verdict, bars_of_four(16), {.bpm = 102, .tempo_probability = 0.86}).bpm, 96);
  EXPECT_EQ(give_order(verdict, bars_of_four(16), {.bpm = 102, .tempo_probability = 0.84}).bpm, 0);
  EXPECT_EQ(give_order(verdict, bars_of_four(16), {.bpm = 102, .other_bpm = 51}).bpm, 0);
}

// 102 played. What is practised is 6 % under the slower of played and asked, and what is held is what was
// asked.
TEST(Teacher, ATempoThatWasAskedForIsOrderedAndNoFasterOne) {
  const auto at = [](double asked, bool leans) {
    Verdict verdict = in_band();
    if (leans) verdict.metrics[1] = metric(Measure::placement, Line::snare, -24, 4, -10, 10);
    verdict.metrics.push_back(metric(Measure::tempo, Line::pad, 102, 0.1, 0.98 * asked, 1.02 * asked));
    return give_order(verdict, bars_of_four(16), kRead);
  };
  EXPECT_EQ(at(90, true).bpm, 85);
  EXPECT_EQ(at(120, true).bpm, 96);
  for (const double asked : {90.0, 120.0}) {
    EXPECT_EQ(at(asked, false).action, Action::hold_tempo);
    EXPECT_EQ(at(asked, false).cause.measure, Measure::tempo);
    EXPECT_EQ(at(asked, false).bpm, asked);
  }
  EXPECT_EQ(at(101, false).action, Action::next_tempo);
  EXPECT_EQ(at(101, false).bpm, 104);
}

TEST(Teacher, WithoutAChartNoBarsAreNamed) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -24, 4, -10, 10);
  verdict.metrics[1].place = {9, 1, 0};
  const Order order = give_order(verdict, bars_of_four(32), {.chart_given = false, .bpm = 102});
  EXPECT_EQ(order.action, Action::let_click_come);
  EXPECT_EQ(order.from_bar, 0);
}

TEST(Teacher, EveryMeasureHasItsAction) {
  const auto action = [](Measure measure, double value, double low, double high) {
    Verdict verdict = in_band();
    verdict.metrics.push_back(metric(measure, Line::snare, value, 0.01 * std::abs(value), low, high));
    return give_order(verdict, bars_of_four(16), kRead).action;
  };
  EXPECT_EQ(action(Measure::drift, 6, -2, 2), Action::hold_tempo);
  EXPECT_EQ(action(Measure::spot, 30, -20, 20), Action::loop);
  EXPECT_EQ(action(Measure::unison, 22, 6, 14), Action::two_lines_alone);
  EXPECT_EQ(action(Measure::flam_gap, 9, 20, 40), Action::open_flams);
  EXPECT_EQ(action(Measure::flam_gap, 60, 20, 40), Action::close_flams);
  EXPECT_EQ(action(Measure::swing, 1.2, 1.7, 2.1), Action::swing_to);
  EXPECT_EQ(action(Measure::accent, 0.5, 2, 100), Action::lower_ghosts);
  EXPECT_EQ(action(Measure::dynamics, 5, 0, 2.7), Action::even_level);
  EXPECT_EQ(action(Measure::hands, 9, -6, 6), Action::hand_leads);
  EXPECT_EQ(action(Measure::hand_spread, 2, 0.8, 1.25), Action::hand_leads);
  EXPECT_EQ(action(Measure::doubles, 15, -6, 6), Action::line_alone);
  EXPECT_EQ(action(Measure::doubles_level, -5, -3, 3), Action::even_level);
  EXPECT_EQ(action(Measure::level_spot, -6, -4, 4), Action::even_level);
  EXPECT_EQ(action(Measure::level_course, -6, -3, 3), Action::even_level);
  EXPECT_EQ(action(Measure::extra, 12, 0, 1), Action::loop);
  EXPECT_EQ(action(Measure::wrong_voice, 12, 0, 1), Action::loop);
}

TEST(Teacher, TheSameVerdictAlwaysGivesTheSameOrder) {
  Verdict verdict = in_band();
  verdict.metrics[1] = metric(Measure::placement, Line::snare, -40, 10, -10, 10);
  verdict.metrics.push_back(metric(Measure::placement, Line::kick, 40, 10, -10, 10));
  const Order first = give_order(verdict, bars_of_four(16), kRead);
  EXPECT_EQ(first.cause.line, Line::snare);  // on a tie the earlier one
  for (int i = 0; i < 10; ++i) {
    const Order again = give_order(verdict, bars_of_four(16), kRead);
    EXPECT_EQ(again.action, first.action);
    EXPECT_EQ(again.cause.line, first.cause.line);
    EXPECT_EQ(again.bpm, first.bpm);
  }
}

}  // namespace
}  // namespace firstchair::teacher
