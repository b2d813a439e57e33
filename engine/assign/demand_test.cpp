#include "engine/assign/demand.h"

#include <gtest/gtest.h>

#include <random>

namespace firstchair::assign {
namespace {

Metric metric(Measure measure, std::optional<Line> line, double value, double low, double high) {
  Metric m;
  m.measure = measure;
  m.has_line = line.has_value();
  m.line = line.value_or(Line::pad);
  m.value = value;
  m.low = low;
  m.high = high;
  m.n = 100;
  m.needed = 50;
  return m;
}

Verdict with_slips(int missed, int extra, int wrong, int notes) {
  Verdict verdict;
  for (const auto& [measure, count] :
       {std::pair{Measure::missed, missed}, {Measure::extra, extra}, {Measure::wrong_voice, wrong}}) {
    Metric m = metric(measure, std::nullopt, 100.0 * count / notes, 0, 100);
    m.n = notes;
    m.places.resize(static_cast<std::size_t>(count));
    verdict.metrics.push_back(m);
  }
  return verdict;
}

//            bound 1.33
//   |---x---|  :            shown
//        |---x-:-|          met
//           |--:x---|       not met, though its interval reaches over the bound
TEST(Demand, IsMetByTheValueAndShownByTheWholeInterval) {
  const Demand demand{.kind = DemandKind::spread_norm, .line = Line::hat, .bound = 1.33};
  const auto standing = [&](double z, double reach) {
    // The judge's spread in ms, whose norm is 10 ms.
    Metric m = metric(Measure::tightness, Line::hat, 10 * z, 10 * z / reach, 10 * z * reach);
    m.z = z;
    const Answered answer = answer_of(demand, {.metrics = {m}, .positions = {}, .local_error_ms = {}}, {});
    EXPECT_NEAR(answer.value, z, 1e-12);
    EXPECT_NEAR(answer.high, z * reach, 1e-12);
    return answer.standing;
  };
  EXPECT_EQ(standing(1.0, 1.2), DemandStanding::shown);
  EXPECT_EQ(standing(1.2, 1.2), DemandStanding::met);
  EXPECT_EQ(standing(1.33, 1.2), DemandStanding::met);
  EXPECT_EQ(standing(1.4, 1.2), DemandStanding::not_met);
}

TEST(Demand, WithTooFewStrokesNothingIsTold) {
  const Demand demand{.kind = DemandKind::spread_ms, .line = Line::hat, .bound = 12};
  EXPECT_EQ(answer_of(demand, {}, {}), Answered{}) << "no such line";
  Metric few = metric(Measure::tightness, Line::hat, 0, 0, 0);
  few.standing = Standing::too_few;
  few.n = 12;
  few.needed = 50;
  const Answered answer = answer_of(demand, {.metrics = {few}, .positions = {}, .local_error_ms = {}}, {});
  EXPECT_EQ(answer.standing, DemandStanding::not_told);
  EXPECT_EQ(answer.n, 12);
  EXPECT_EQ(answer.needed, 50);
}

TEST(Demand, BelowTheInstrumentsFloorABoundIsMetOrNotTold) {
  Metric floor = metric(Measure::tightness, Line::hat, 6, 0, 7);
  floor.standing = Standing::below_floor;
  const Verdict verdict{.metrics = {floor}, .positions = {}, .local_error_ms = {}};
  const auto standing = [&](double bound) {
    return answer_of({.kind = DemandKind::spread_ms, .line = Line::hat, .bound = bound}, verdict, {})
        .standing;
  };
  EXPECT_EQ(standing(8), DemandStanding::shown);
  EXPECT_EQ(standing(6.5), DemandStanding::met);
  EXPECT_EQ(standing(5), DemandStanding::not_told) << "it may be tighter than this instrument tells";
}

TEST(Demand, ALeanHasTwoSides) {
  const auto standing = [](double lean, double half) {
    const Verdict verdict{
        .metrics = {metric(Measure::placement, Line::snare, lean, lean - half, lean + half)},
        .positions = {},
        .local_error_ms = {}};
    return answer_of({.kind = DemandKind::lean_ms, .line = Line::snare, .bound = 10}, verdict, {}).standing;
  };
  for (const double sign : {-1.0, 1.0}) {
    EXPECT_EQ(standing(sign * 5, 3), DemandStanding::shown);
    EXPECT_EQ(standing(sign * 9, 3), DemandStanding::met);
    EXPECT_EQ(standing(sign * 11, 3), DemandStanding::not_met);
  }
}

TEST(Demand, SlipsAreCountedTogetherAgainstTheNotes) {
  const Demand demand{.kind = DemandKind::slips, .bound = 2};
  const auto answer = [&](int missed, int extra, int wrong, int notes) {
    return answer_of(demand, with_slips(missed, extra, wrong, notes), {});
  };
  EXPECT_EQ(answer(1, 1, 1, 100).standing, DemandStanding::not_met);
  EXPECT_NEAR(answer(1, 1, 1, 100).value, 3, 1e-12);
  EXPECT_EQ(answer(1, 0, 1, 100).standing, DemandStanding::met);
  EXPECT_EQ(answer(0, 0, 0, 100).standing, DemandStanding::met) << "none of 100 does not show 2 in 100";
  EXPECT_EQ(answer(0, 0, 0, 400).standing, DemandStanding::shown);
  EXPECT_EQ(answer(0, 300, 0, 100).standing, DemandStanding::not_met) << "more strokes too many than notes";
  EXPECT_EQ(answer_of(demand, {}, {}).standing, DemandStanding::not_told) << "no chart";
}

TEST(Demand, ATempoIsComparedWithTheOneAsked) {
  const Verdict verdict{.metrics = {metric(Measure::tempo, std::nullopt, 93, 92.8, 93.2)},
                        .positions = {},
                        .local_error_ms = {}};
  const Demand demand{.kind = DemandKind::tempo_off, .bound = 2};
  const Answered answer = answer_of(demand, verdict, {.asked_bpm = 92});
  EXPECT_NEAR(answer.value, 100.0 / 92, 1e-9);
  EXPECT_EQ(answer.standing, DemandStanding::shown);
  EXPECT_EQ(answer_of(demand, verdict, {.asked_bpm = 90}).standing, DemandStanding::not_met);
  EXPECT_EQ(answer_of(demand, verdict, {}).standing, DemandStanding::not_told);
}

TEST(Demand, ALimitIsAtLeastSoFast) {
  const Demand demand{.kind = DemandKind::limit_bpm, .bound = 110};
  EXPECT_EQ(answer_of(demand, {}, {}).standing, DemandStanding::not_told);
  EXPECT_EQ(answer_of(demand, {}, {.limit = Limit{120, 112, 129}}).standing, DemandStanding::shown);
  EXPECT_EQ(answer_of(demand, {}, {.limit = Limit{114, 106, 122}}).standing, DemandStanding::met);
  EXPECT_EQ(answer_of(demand, {}, {.limit = Limit{108, 100, 116}}).standing, DemandStanding::not_met);
}

TEST(Demand, AnEasierBoundNeverGivesALowerStanding) {
  std::mt19937 chance(7);
  std::uniform_real_distribution<double> draw(-20, 20), part(0, 1);
  for (int i = 0; i < 3000; ++i) {
    const double low = draw(chance), high = low + 20 * part(chance),
                 value = low + (high - low) * part(chance);
    const double bound = 0.1 + 20 * part(chance), easier = bound * (1 + part(chance));
    for (const DemandKind kind : {DemandKind::spread_ms, DemandKind::lean_ms, DemandKind::slips})
      EXPECT_LE(standing_of(kind, bound, value, low, high), standing_of(kind, easier, value, low, high));
    EXPECT_LE(standing_of(DemandKind::limit_bpm, easier, value, low, high),
              standing_of(DemandKind::limit_bpm, bound, value, low, high));
  }
}

//   bars of the take   1  2  3  4  5  6  7  8
//   missed                   x
//   extra                                   x     4 running
TEST(Demand, CleanBarsAreTheLongestRunWithoutASlip) {
  Verdict verdict = with_slips(1, 1, 0, 64);
  verdict.metrics[0].places[0] = {.bar = 3};
  // The chart has two bars and is played four times: the place says the bar of the take.
  verdict.metrics[1].places[0] = {.bar = 2, .played = 8};
  Demand demand{.kind = DemandKind::bars_clean, .bound = 4};
  const Answered answer = answer_of(demand, verdict, {.bars = 8});
  EXPECT_EQ(answer.value, 4);
  EXPECT_EQ(answer.standing, DemandStanding::shown);
  demand.bound = 5;
  EXPECT_EQ(answer_of(demand, verdict, {.bars = 8}).standing, DemandStanding::not_met);
  EXPECT_EQ(answer_of(demand, verdict, {}), Answered{}) << "how many bars there were is not known";
  EXPECT_EQ(answer_of(demand, with_slips(0, 0, 0, 64), {.bars = 8}).value, 8);
}

TEST(Demand, BarsPlayedCountEveryTimeThrough) {
  Take take;
  take.reading.chart_given = true;
  take.chart.meters = {MeterChange{}};
  const Ticks bar = take.chart.meters.front().bar_length();
  take.chart.notes.resize(2);
  take.chart.notes[1].tick = bar;
  take.alignment.passages.resize(2);
  take.alignment.passages[1].offset = 2 * bar;
  for (std::int16_t passage = 0; passage < 2; ++passage)
    for (std::int32_t note = 0; note < 2; ++note) {
      Match match;
      match.note = note;
      match.tick = take.chart.notes[static_cast<std::size_t>(note)].tick;
      match.passage = static_cast<decltype(match.passage)>(passage);
      take.alignment.matches.push_back(match);
    }
  EXPECT_EQ(bars_played(take), 4);
  take.reading.chart_given = false;
  EXPECT_EQ(bars_played(take), 0);
}

}  // namespace
}  // namespace firstchair::assign
