// firstchair today: what to practise, and what became of it.
#include "apps/cli/book/today.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/teacher/guard.h"
#include "report/teacher_text.h"

namespace firstchair {
namespace {

// As it stood when the day began: the plan is a function of it, so that it need not be kept.
History until(const History& history, std::int64_t end_s) {
  History before = history;
  std::erase_if(before.takes, [&](const KeptTake& take) { return take.began_s >= end_s; });
  std::erase_if(before.limits, [&](const LimitKept& limit) { return limit.began_s >= end_s; });
  return before;
}

bool graded_since(const History& history, std::int64_t since_s) {
  return std::any_of(history.reviews.begin(), history.reviews.end(),
                     [&](const Review& review) { return review.at_s >= since_s; });
}

}  // namespace

std::string today_text(History& history, std::span<const PracticeItem> items, std::int64_t now_s,
                       const TodayOptions& options) {
  const Advice advice = advise(history, now_s, {.pain = options.pain, .numbness = options.numb});
  const std::string said = advice_text(advice);
  const Plan plan =
      plan_today(until(history, options.day_began_s), items, options.day_began_s, options.minutes);
  if (options.done) {
    const PlanDone done = follow_plan(plan, history, options.day_began_s, now_s);
    // Once a day: a second call must not count a retest twice.
    if (!graded_since(history, options.day_began_s)) enter_retests(plan, history, options.day_began_s, now_s);
    consolidate(history, now_s);
    return plan_done_text(plan, done) + (said.empty() ? "" : said + "\n");
  }
  if (!advice.may_override) return said + "\n";
  return (said.empty() ? "" : said + "\n") + plan_text(plan);
}

}  // namespace firstchair
