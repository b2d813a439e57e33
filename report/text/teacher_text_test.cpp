#include "report/text/teacher_text.h"

#include <gtest/gtest.h>

namespace firstchair::report {
namespace {

LimitEstimate limit() {
  return {.bpm = 126.2,
          .low = 121,
          .high = 131,
          .work_bpm = 117.8,
          .log2_bpm = 7,
          .sd_oct = 0.03,
          .sigma_oct = 0.08};
}

constexpr Tried kNine{.takes = 9, .broke = 4, .held_bpm = 122};

TEST(TeacherText, SaysTheLimitWhatBreaksAndWhereToWork) {
  EXPECT_EQ(limit_text(limit(), kNine, {.limb = true, .line = Line::pad, .hand = Hand::left, .bar = 2}),
            "Breaks at 126 (121-131), 9 takes. Which: left hand, bar 2. Work at 118.");
  EXPECT_EQ(limit_text(limit(), {.takes = 1, .broke = 1}, {.limb = true, .line = Line::kick}),
            "Breaks at 126 (121-131), 1 take. Which: kick. Work at 118.");
  EXPECT_EQ(limit_text(limit(), kNine, {}), "Breaks at 126 (121-131), 9 takes. Work at 118.");
  EXPECT_EQ(limit_so_far_text(limit(), {.takes = 3, .broke = 1, .held_bpm = 104}, 112),
            "Limit 126 (121-131) after 3 takes. Next: 112.");
}

TEST(TeacherText, NothingBreaksWhereNothingBroke) {
  const Tried held{.takes = 9, .broke = 0, .held_bpm = 100};
  EXPECT_EQ(limit_text(limit(), held, {}), "Held at 100; above not tried, 9 takes. Work at 100.");
  EXPECT_EQ(limit_so_far_text(limit(), held, 112), "Held at 100; above not tried, 9 takes. Next: 112.");
  Step step{.because = Because::below_goal, .value = 112, .low = 107, .high = 117, .other = 130};
  EXPECT_EQ(step_text(step).why, "breaks at 112 (107-117), goal 130");
  step.broke = false;
  step.held_bpm = 100;
  EXPECT_EQ(step_text(step).why, "held at 100; above not tried, goal 130");
}

TEST(TeacherText, NamesTheNotesThatNobodyPlayed) {
  EXPECT_EQ(missing_text({}), "");
  const WrittenNote crash{.bar = 1, .beat = 1, .voice = Voice::crash};
  EXPECT_EQ(missing_text(std::span(&crash, 1)),
            "Missing in every pass: crash (bar 1, beat 1). It counts at no tempo.");
  const std::vector<WrittenNote> six(6, crash);
  EXPECT_NE(missing_text(six).find(" +2. They count at no tempo."), std::string::npos);
}

TEST(TeacherText, SaysWhyATakeBroke) {
  TrialOutcome o{.trial = {.bpm = 92, .clean = true}, .notes = 64, .slips = 1, .z = 0.82};
  EXPECT_EQ(trial_text(o, 1.33), "Held at 92: spread 0.82 of the norm, 1 of 64 notes missed or extra.");
  o.broke = Broke::spread;
  o.z = 1.6;
  EXPECT_EQ(trial_text(o, 1.33),
            "Broke at 92: spread 1.60 of the norm, wanted 1.33, 1 of 64 notes missed or extra.");
}

TEST(TeacherText, PlansWithTheFactsThatPutEachStepThere) {
  Step warm{.kind = StepKind::warm_up,
            .bpm = 66,
            .minutes = 5,
            .because = Because::tempo_of_limit,
            .value = 60,
            .other = 110};
  Step work{.kind = StepKind::work,
            .block = 1,
            .item = "x",
            .title = "Paradiddle",
            .from_bar = 3,
            .to_bar = 4,
            .bpm = 104,
            .minutes = 4,
            .because = Because::below_goal,
            .value = 112,
            .low = 107,
            .high = 117,
            .other = 130,
            .ends = Ends::clean,
            .count = 4,
            .target_bpm = 106};
  EXPECT_EQ(
      plan_text({.steps = {warm, work}, .playing = 9, .total = 9}),
      "Today: 9 min of playing, 9 min in all.\n"
      " 1   5 min  Warm-up at 66, both hands.\n"
      "            Why: 60 % of 110. Until: 5 min.\n"
      "   Block 1\n"
      " 2   4 min  Paradiddle, bars 3-4 from 104.\n"
      "            Why: breaks at 112 (107-117), goal 130. Until: 4 clean at 104 or above, else 4 min.\n");
  work.other = 0;
  EXPECT_NE(plan_text({.steps = {work}}).find("Why: breaks at 112 (107-117). Until"), std::string::npos);
}

TEST(TeacherText, TheGuardSaysNumbers) {
  EXPECT_EQ(advice_text({}), "");
  EXPECT_EQ(advice_text({.halt = Halt::fatigue, .rest_minutes = 5},
                        {.spread = true, .level = true, .spread_percent = 30, .level_drop_db = 2.4}),
            "Stop. Spread up 30 %, level down 2.4 dB. Rest 5.");
  EXPECT_EQ(advice_text({.halt = Halt::pain, .played = 4}),
            "Pain 4 of 10: stop, 0 more takes today, and a clinician if it stays.");
  EXPECT_EQ(advice_text({.halt = Halt::rest, .rest_minutes = 5, .played = 26}),
            "26 min played without a rest of 5. Rest 5.");
}

TEST(TeacherText, SaysWhetherAChangeIsReal) {
  Comparison c{.line = Line::hat,
               .spread = Change::real,
               .before_ms = 12.1,
               .after_ms = 9.9,
               .ratio = 0.82,
               .ratio_low = 0.7,
               .ratio_high = 0.95,
               .mean = Change::not_shown,
               .moved = -2,
               .moved_low = -6,
               .moved_high = 2};
  EXPECT_EQ(comparison_text(c),
            "Hat spread 12.1 -> 9.9 ms (ratio 0.70 to 0.95): real change. Mean moved by 2 ms early, ±4: no "
            "difference shown.");
  c.spread = Change::not_shown;
  c.takes_needed = 4;
  EXPECT_NE(comparison_text(c).find("no difference shown (needs about 3 more takes)"), std::string::npos);
  EXPECT_EQ(progress_text(
                {.line = Line::snare, .takes = 6, .days = 4, .before_ms = 19, .after_ms = 15, .shown = true}),
            "Snare spread 19.0 -> 15.0 ms over 6 takes on 4 days. Real change.");
  EXPECT_EQ(progress_text({}), "");
}

TEST(TeacherText, LaysTheAnswerBesideWhatWasHeard) {
  EXPECT_EQ(answer_text(Line::snare, -14, -18, -10.5, SaidLean::late),
            "Heard: snare 14 ms early, ±4 (even is within 10). You said late.");
}

}  // namespace
}  // namespace firstchair::report
