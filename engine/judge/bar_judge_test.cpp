#include "engine/judge/bar_judge.h"

#include <gtest/gtest.h>

#include "testing/chance.h"

namespace firstchair::judge {
namespace {

std::vector<BarNote> snares(std::initializer_list<double> errors) {
  std::vector<BarNote> notes;
  for (const double error : errors)
    notes.push_back({.line = Line::snare, .kind = MatchKind::matched, .timed = true, .error_ms = error});
  return notes;
}

TEST(BarJudge, GivesNoNumberBeforeTheSpreadIsKnown) {
  BarJudge judge({}, 0);
  const BarVerdict first = judge.close(1, snares({4, -2}), {});
  ASSERT_EQ(first.lines.size(), 1U);
  EXPECT_FALSE(first.lines[0].measured);
  EXPECT_FALSE(first.lines[0].spread_measured);
  EXPECT_EQ(first.fault, BarFault::none);
}

// Four backbeats a bar, 7 ms of spread; the lean of a bar is inside its interval 19 times of 20.
TEST(BarJudge, TheIntervalOfABarsLeanHoldsTheTruthNineteenTimesOfTwenty) {
  testing::Chance chance(3);
  int inside = 0, all = 0, spread_inside = 0;
  for (int run = 0; run < 300; ++run) {
    BarJudge judge({}, 0);
    BarVerdict verdict;
    for (int bar = 1; bar <= 8; ++bar) {
      std::vector<BarNote> notes;
      for (int n = 0; n < 4; ++n)
        notes.push_back({.line = Line::snare,
                         .kind = MatchKind::matched,
                         .timed = true,
                         .error_ms = 12 + 7 * chance.normal()});
      verdict = judge.close(bar, notes, {});
      if (!verdict.lines[0].measured) continue;
      ++all;
      inside += verdict.lines[0].lean_low < 12 && verdict.lines[0].lean_high > 12;
    }
    spread_inside += verdict.lines[0].spread_low < 7 && verdict.lines[0].spread_high > 7;
  }
  ASSERT_GT(all, 1500);
  EXPECT_NEAR(static_cast<double>(inside) / all, 0.95, 0.025);
  EXPECT_NEAR(spread_inside / 300.0, 0.95, 0.04);
}

TEST(BarJudge, ALineWhollyOutsideTheBandBreaksTheBar) {
  BarJudge judge({}, 1);
  for (int bar = 1; bar <= 4; ++bar)
    EXPECT_EQ(judge.close(bar, snares({3, -3, 2, -2}), {}).fault, BarFault::none) << bar;
  const BarVerdict late = judge.close(5, snares({21, 24, 19, 22}), {});
  EXPECT_EQ(late.fault, BarFault::lean);
  EXPECT_EQ(late.fault_line, Line::snare);
  EXPECT_NEAR(late.lines[0].lean_ms, 21.5, 1e-9);
}

TEST(BarJudge, AnUnknownRoundTripKeepsALeanFromBeingAFault) {
  BarJudge judge({}, 20);
  for (int bar = 1; bar <= 4; ++bar) judge.close(bar, snares({3, -3, 2, -2}), {});
  EXPECT_EQ(judge.close(5, snares({21, 24, 19, 22}), {}).fault, BarFault::none);
}

TEST(BarJudge, MissedNotesBreakABarOnAnEKitAndAFewDoNotThroughAMicrophone) {
  std::vector<BarNote> notes(16, BarNote{.line = Line::hat, .kind = MatchKind::matched});
  notes[3].kind = notes[8].kind = MatchKind::missed;
  BarJudge ekit({}, 0);
  const BarVerdict verdict = ekit.close(1, notes, {});
  EXPECT_EQ(verdict.hits.missed, 2);
  EXPECT_EQ(verdict.fault, BarFault::hits);
  BarJudge microphone({.missed = 0.09, .missed_ghost = 0.44, .extra = 0.04}, 0);
  EXPECT_EQ(microphone.close(1, notes, {}).fault, BarFault::none);
  for (BarNote& note : notes) note.kind = MatchKind::missed;
  EXPECT_EQ(microphone.close(2, notes, {}).fault, BarFault::hits);
}

TEST(BarJudge, ExtraStrokesCountInTheirOwnLine) {
  const std::vector<BarExtra> extras{{Line::kick}, {Line::kick}};
  BarJudge judge({}, 0);
  const BarVerdict verdict = judge.close(1, snares({1, 2}), extras);
  ASSERT_EQ(verdict.lines.size(), 2U);
  EXPECT_EQ(verdict.lines[0].line, Line::kick);
  EXPECT_EQ(verdict.lines[0].hits.extra, 2);
  EXPECT_EQ(verdict.fault, BarFault::hits);
}

// A pad gives one stroke for snare and hat struck together: the hat is neither heard nor missed.
TEST(BarJudge, ANoteThatAnotherCoversStaysInTheBarAndIsNoMiss) {
  std::vector<BarNote> notes = snares({1, 2});
  notes.push_back({.line = Line::hat, .kind = MatchKind::masked});
  notes.push_back({.line = Line::hat, .kind = MatchKind::masked});
  notes.push_back({.line = Line::kick, .kind = MatchKind::wrong_voice});
  BarJudge judge({}, 0);
  const BarVerdict verdict = judge.close(1, notes, {});
  EXPECT_EQ(verdict.hits, (HitCount{.notes = 5, .wrong = 1, .covered = 2}));
  EXPECT_EQ(verdict.fault, BarFault::none);
}

TEST(BarJudge, TwoAttacksThatMayBeOneStrokeAreNoExtraOne) {
  const std::vector<BarExtra> extras{{Line::snare, true}, {Line::snare, true}, {Line::kick}};
  BarJudge judge({}, 0);
  EXPECT_EQ(judge.close(1, snares({1, 2}), extras).hits.extra, 1);
}

TEST(BarJudge, ABarWithNothingHeardIsMarkedAndARestIsNot) {
  std::vector<BarNote> notes(4, BarNote{.line = Line::hat});
  BarJudge judge({}, 0);
  EXPECT_FALSE(judge.close(1, notes, {}).played);
  EXPECT_TRUE(judge.close(2, {}, {}).played);
  notes[2].kind = MatchKind::matched;
  EXPECT_TRUE(judge.close(3, notes, {}).played);
  notes[2].kind = MatchKind::missed;
  const std::vector<BarExtra> extra{{Line::snare}};
  EXPECT_TRUE(judge.close(4, notes, extra).played) << "a stroke that answers no note was heard";
}

}  // namespace
}  // namespace firstchair::judge
