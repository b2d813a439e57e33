// This file says what the teacher says beside the order of a take: the breaking tempo, the day's plan, the
// guard, comparisons. Every sentence carries a number; none is about the person.
#pragma once

#include <span>
#include <string>

#include "engine/core/practice/advice.h"
#include "engine/core/practice/comparison.h"
#include "engine/core/practice/day_plan.h"
#include "engine/core/practice/limit.h"
#include "engine/core/practice/practised_run.h"
#include "engine/core/voice.h"

namespace firstchair::report {

// Returns a line like "Held at 92: spread 0.82 of the norm, 1 of 64 notes missed or extra."
std::string trial_text(const TrialOutcome& outcome, double z_wanted);
// Returns a line like "Breaks at 126 (121-131), 9 takes. Which: left hand, bar 2. Work at 118." Where no take
// broke it says "Held at 130; above not tried, 9 takes. Work at 118.", and never to work at more than was
// held.
std::string limit_text(const LimitEstimate& estimate, const Tried& tried, const WhatBreaks& what);
// Returns a line like "Limit 121 (104-140) after 3 takes. Next: 112.", or "Held at 104; above not tried, 3
// takes. Next: 112."
std::string limit_so_far_text(const LimitEstimate& estimate, const Tried& tried, double next_bpm);
// Returns "breaks at 118 (110-127)" of a level, or "held at 100; above not tried" where nothing broke yet.
std::string level_text(bool broke, double held_bpm, double bpm, double low, double high);
// Returns a line like "Missing in every pass: crash (bar 1, beat 1). It counts at no tempo." It is empty when
// there is none.
std::string missing_text(std::span<const WrittenNote> missing);

// A StepText tells one step: "Rock 8ths from 94", "breaks at 118 (110-127), goal 120", "4 clean at 94 or
// above, else 5 min".
struct StepText {
  std::string what, why, until;
};
StepText step_text(const Step& step);
// Both return several lines, with a newline at the end of each.
std::string plan_text(const Plan& plan);
std::string plan_done_text(const Plan& plan, const PlanDone& done);

// Returns a line like "25 minutes played without a rest of 5. Rest 5." It is empty when nothing halts.
std::string advice_text(const Advice& advice, const Fatigue& fatigue = {});
// Returns a line like "10 min over 90 % of the limit today, 10 min is enough: slower from here."
std::string speed_full_text(double minutes, double most);

// Returns a line like "Heard: snare 14 ms early, +-4. You said late."
std::string answer_text(Line line, double mean, double low, double high, SaidLean said);

// Returns "Hat spread 10 -> 8 ms (ratio 0.68 to 0.94). Real change." or "... no difference shown (needs about
// 3 more takes each)." There are two sentences where the mean is known: "Mean moved 6 ms late (2 to 10). Real
// change."
std::string comparison_text(const Comparison& comparison);
// Returns a line like "Snare spread 19 -> 15 ms over 6 takes on 4 days. Real change." It is empty unless the
// change is shown.
std::string progress_text(const Progress& progress);

}  // namespace firstchair::report
