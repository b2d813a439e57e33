// Scores of takes whose errors are known.
#include "engine/chairs/score.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "engine/chairs/hints.h"
#include "engine/chairs/musts.h"
#include "engine/chairs/played_bars.h"
#include "engine/judge/judge.h"
#include "testing/chance.h"
#include "testing/judge/made_take.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::chairs {
namespace {

using testing::MadeStroke;

const judge::Norms& norms() {
  return judge::default_norms();
}

testing::Performance played(double hand_ms, std::uint64_t seed, int bars = 32, double missed = 0) {
  testing::PlayingDrummer drummer;
  drummer.hand_ms = hand_ms;
  drummer.foot_ms = hand_ms;
  drummer.shared_ms = hand_ms / 2;
  drummer.missed = missed;
  testing::Performance p = testing::perform(drummer, testing::plain_rock_chart(bars), 1, seed, norms());
  p.take.reading.bpm = 100;
  return p;
}

// Eighths on a pad, 100 BPM, every second stroke 8 ms late and the others 8 ms early in the first half of the
// take, 4 ms in the second: the residuals have an SD near sqrt((64 + 16) / 2) = 6.3.
TEST(Score, OfAWorkedExampleIsItsLogarithm) {
  const Chart chart = testing::alternating(32, 2);
  int stroke = 0;
  const Take take = testing::make_take(chart, 100, [&](std::size_t i, const Note&) {
    // Signs without a period of the bar, so that no place of the bar leans.
    const bool late = ((i * 2654435761u) >> 7 & 1) != 0;
    const double size = ++stroke <= 128 ? 8 : 4;
    return MadeStroke{.error_ms = late ? size : -size};
  });
  const Result<TakeScore> score = score_take(take, {}, norms());
  ASSERT_TRUE(score) << score.error().line();
  ASSERT_EQ(score->lines.size(), 1u);
  EXPECT_NEAR(score->lines[0].ms, 6.3, 0.7);
  EXPECT_EQ(score->lines[0].n, 256);
  EXPECT_LT(score->lines[0].low, score->lines[0].ms);
  EXPECT_EQ(score->blocks, 16);
  EXPECT_EQ(score->total.df, 15);
  const double reference = norms().base_ms + norms().per_ms * 600;
  EXPECT_NEAR(score->criteria[0].value, std::log(score->lines[0].ms / reference), 1e-12);
  // No slip of 256: r = 100 x .5 / 257.
  EXPECT_NEAR(score->criteria[1].value, std::log(1 + 50.0 / 257 / 2), 1e-12);
  EXPECT_NEAR(score->total.value, score->criteria[0].value + 0.5 * score->criteria[1].value, 1e-12);
  // Leaving out a wide block makes the rest tighter, a tight one looser.
  EXPECT_LT(score->criteria[0].left_out[0], score->criteria[0].value);
  EXPECT_GT(score->criteria[0].left_out[15], score->criteria[0].value);
}

TEST(Score, NoSlipIsNoProofThatNoneIsComing) {
  const testing::Performance p = played(6, 3);
  const Result<TakeScore> with = score_take(p.take, {}, norms());
  const Result<TakeScore> without = score_take(p.take, {.weights = {1, 0, 0, 0}}, norms());
  ASSERT_TRUE(with && without);
  EXPECT_EQ(with->slips(), 0);
  const double step = 100.0 / (with->notes + 1), r = step / 2;
  EXPECT_NEAR(with->total.variance - without->total.variance, 0.25 * step * step * 0.5 / ((2 + r) * (2 + r)),
              1e-9);
}

TEST(Score, IsLowerForWhoIsTighterAndForWhoSlipsLess) {
  const Result<TakeScore> tight = score_take(played(5, 1).take, {}, norms());
  const Result<TakeScore> loose = score_take(played(10, 2).take, {}, norms());
  const Result<TakeScore> slips = score_take(played(5, 1, 32, 0.05).take, {}, norms());
  ASSERT_TRUE(tight && loose && slips);
  EXPECT_NEAR(loose->criteria[0].value - tight->criteria[0].value, std::log(2), 0.2);
  EXPECT_GT(slips->criteria[1].value, tight->criteria[1].value + 0.5);
}

TEST(Score, ScalingAllErrorsScalesTheSpread) {
  const Chart chart = testing::alternating(16, 4);
  const auto take = [&](double by) {
    return testing::make_take(chart, 100, [&](std::size_t i, const Note&) {
      return MadeStroke{.error_ms = by * (static_cast<double>((i * 2654435761u) >> 5 & 15) - 7.5)};
    });
  };
  const Result<TakeScore> one = score_take(take(1), {}, norms()), two = score_take(take(2), {}, norms());
  ASSERT_TRUE(one && two);
  EXPECT_NEAR(two->criteria[0].value - one->criteria[0].value, std::log(2), 0.05);
}

TEST(Score, TheFirstBarsAreTheExcerpt) {
  const testing::Performance p = played(6, 5, 40);
  const Result<TakeScore> all = score_take(p.take, {}, norms());
  const Result<TakeScore> some = score_take(p.take, {.bars = 32}, norms());
  ASSERT_TRUE(all && some);
  EXPECT_EQ(all->blocks, 20);
  EXPECT_EQ(some->blocks, 16);
  EXPECT_LT(some->notes, all->notes);
  const Result<TakeScore> more = score_take(p.take, {.bars = 48}, norms());
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().what, "40 bars were played; 48 are needed");
}

TEST(Score, TooLittleIsRefusedWithANumber) {
  EXPECT_EQ(too_short(testing::pad_chart(12), 12), "12 bars; 16 are needed");
  EXPECT_EQ(too_short(testing::pad_chart(24), 24).substr(0, 35), "96 timed notes; 128 are needed, 1,0");
  EXPECT_EQ(too_short(testing::pad_chart(1), 32), "");
  EXPECT_EQ(timed_notes(testing::pad_chart(3), 32)[static_cast<std::size_t>(Line::pad)], 128);
}

TEST(Score, ATakeTighterThanItsInstrumentCountsAsTheInstrument) {
  const Chart chart = testing::alternating(16, 4);
  Take take = testing::make_take(chart, 100, [](std::size_t, const Note&) { return MadeStroke{}; });
  for (Hit& hit : take.hits) hit.sigma_ms = 1.5f;
  const Result<TakeScore> score = score_take(take, {}, norms());
  ASSERT_TRUE(score) << score.error().line();
  EXPECT_TRUE(score->lines[0].at_floor);
  EXPECT_NEAR(score->lines[0].ms, 1.5, 1e-6);
  EXPECT_GT(score->total.variance, 0);
}

TEST(Score, OfLevelsNeedsAnEkitAndLongerBlocks) {
  testing::Performance p = played(6, 8);
  const Result<TakeScore> score = score_take(p.take, {.weights = {1, 0.5, 0.5, 0}}, norms());
  ASSERT_TRUE(score) << score.error().line();
  EXPECT_EQ(score->block_bars, 4);
  EXPECT_EQ(score->blocks, 8);
  ASSERT_EQ(score->criteria.size(), 3u);
  EXPECT_NEAR(std::exp(score->criteria[2].value), 1.5, 0.1);  // the drummer's own 1.5 dB
  p.take.source.kind = SourceKind::audio;
  EXPECT_FALSE(score_take(p.take, {.weights = {1, 0.5, 0.5, 0}}, norms()));
}

TEST(Score, OfTwoLinesTogetherIsTheirDifference) {
  const testing::Performance p = played(6, 9, 64);
  const Result<TakeScore> score =
      score_take(p.take, {.weights = {0, 0, 0, 1}, .unison_a = Line::hat, .unison_b = Line::snare}, norms());
  ASSERT_TRUE(score) << score.error().line();
  EXPECT_NEAR(std::exp(score->total.value), 6 * std::sqrt(2), 1.2);
}

TEST(Score, TakesLessThanTenMilliseconds) {
  const testing::Performance p = played(6, 9);
  const auto from = std::chrono::steady_clock::now();
  constexpr int kTimes = 20;
  for (int i = 0; i < kTimes; ++i) ASSERT_TRUE(score_take(p.take, {}, norms()));
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - from;
  RecordProperty("ms", std::to_string(took.count() / kTimes));
  EXPECT_LT(took.count() / kTimes, 100);  // 10 in the release bench; this may be a loaded machine
}

TEST(Musts, AreBrokenByAWholeIntervalOnly) {
  testing::PlayingDrummer drummer;
  const testing::Performance plain = testing::perform(drummer, testing::plain_rock_chart(32), 1, 4, norms());
  EXPECT_TRUE(broken_musts(plain.take, {.bpm = 100}).empty());
  const std::vector<BrokenMust> fast = broken_musts(plain.take, {.bpm = 90});
  ASSERT_EQ(fast.size(), 1u);
  EXPECT_EQ(fast[0].must, Must::tempo);
  drummer.lean_ms[static_cast<std::size_t>(Line::snare)] = 40;
  drummer.missed = 0.12;
  const testing::Performance late = testing::perform(drummer, testing::plain_rock_chart(32), 1, 4, norms());
  bool lean = false, answered = false;
  for (const BrokenMust& m : broken_musts(late.take, {})) {
    lean |= m.must == Must::lean && m.line == Line::snare && m.low > 10;
    answered |= m.must == Must::answered && m.high < 95;
  }
  EXPECT_TRUE(lean);
  EXPECT_TRUE(answered);
  EXPECT_TRUE(broken_musts(late.take, {.asked = {false, false, false, false}}).empty());
}

TEST(Hints, TheSameTakeThroughAnotherEarIsKnownAndAnotherTakeIsNot) {
  const Take take = played(6, 20).take;
  Take again = take;
  testing::Chance chance(3);
  for (Match& match : again.alignment.matches) match.error_ms += 1.5 * chance.normal() + 4;
  const Replay same = replayed(note_errors(take), note_errors(again));
  EXPECT_GT(same.notes, 300);
  EXPECT_GT(same.correlation, 0.9);
  for (std::uint64_t seed = 30; seed < 50; ++seed)
    EXPECT_LT(std::abs(replayed(note_errors(take), note_errors(played(6, seed).take)).correlation), kReplay)
        << seed;
  // Laid half a bar beside where it was laid at first, as a recording of it may be, without what then has no
  // note.
  std::vector<NoteError> beside;
  for (NoteError e : note_errors(again)) {
    e.at -= 2 * kTicksPerQuarter;
    if (e.at >= 0) beside.push_back(e);
  }
  const Replay found = replayed(note_errors(take), beside);
  EXPECT_EQ(found.quarters, 2);
  EXPECT_GT(found.correlation, 0.9);
  for (std::uint64_t seed = 30; seed < 50; ++seed)
    EXPECT_EQ(replayed(note_errors(played(6, seed).take), beside).quarters, 0) << seed;
  // Fewer notes in common than would tell say nothing.
  const Take little =
      testing::make_take(testing::pad_chart(4), 100, [](std::size_t, const Note&) { return MadeStroke{}; });
  EXPECT_EQ(replayed(note_errors(take), note_errors(little)).correlation, 0);
}

TEST(Hints, AGridAndOneVelocityAreNoHandsWork) {
  const Chart chart = testing::alternating(16, 4);
  const Take programmed =
      testing::make_take(chart, 100, [](std::size_t, const Note&) { return MadeStroke{}; });
  EXPECT_GT(on_a_grid(programmed), kOnGrid);
  EXPECT_GT(same_velocity(programmed), kSameVelocity);
  const Take by_hand = played(4, 2).take;
  EXPECT_LT(on_a_grid(by_hand), 0.5);
  testing::Chance chance(5);
  const Take live = testing::make_take(chart, 100, [&](std::size_t, const Note&) {
    return MadeStroke{.error_ms = 3 * chance.normal(), .level_db = -6 + chance.normal()};
  });
  EXPECT_LT(same_velocity(live), 0.5);
}

}  // namespace
}  // namespace firstchair::chairs
