#include "book/today.h"

#include <algorithm>
#include <set>
#include <string>

#include "engine/teacher/guard.h"
#include "report/text/teacher_text.h"

namespace firstchair::book {
namespace {

// What is known to plan the day that began at `morning_s` with. As it stood then: the plan is a function of
// it, so that it need not be kept, and does not change while it is played. An item first touched today has no
// morning: what was measured of it since counts as if known then.
History known_for(std::int64_t morning_s, const History& history) {
  std::set<std::string> old;
  for (const KeptTake& take : history.takes)
    if (take.began_s < morning_s && counts(take)) old.insert(take.item);
  for (const LimitKept& limit : history.limits)
    if (limit.began_s < morning_s) old.insert(limit.item);
  History known = history;
  const auto keep = [&](auto& list) {
    std::erase_if(list, [&](const auto& x) { return x.began_s >= morning_s && old.contains(x.item); });
    for (auto& x : list) x.began_s = std::min(x.began_s, morning_s - 1);
  };
  keep(known.takes);
  keep(known.limits);
  return known;
}

bool graded_since(const History& history, std::int64_t since_s) {
  return std::any_of(history.reviews.begin(), history.reviews.end(),
                     [&](const Review& review) { return review.at_s >= since_s; });
}

}  // namespace

Today today_of(History& history, std::span<const teacher::PracticeItem> items, std::int64_t now_s,
               const TodayOptions& options) {
  Today today{.advice = teacher::advise(
                  history, now_s,
                  {.pain = options.pain, .numbness = options.numb, .day_began_s = options.day_began_s}),
              .plan = {},
              .done = {}};
  if (!options.done && !today.advice.may_override) return today;
  today.plan = teacher::plan_today(known_for(options.day_began_s, history), items, options.day_began_s,
                                   options.minutes);
  if (!options.done) return today;
  today.done = teacher::follow_plan(*today.plan, history, options.day_began_s, now_s);
  // Once a day: a second call must not count a retest twice.
  if (!graded_since(history, options.day_began_s))
    teacher::enter_retests(*today.plan, history, options.day_began_s, now_s);
  teacher::consolidate(history, now_s);
  return today;
}

std::string today_text(const Today& today) {
  std::string said = report::advice_text(today.advice);
  if (!said.empty()) said += "\n";
  if (today.done) return report::plan_done_text(*today.plan, *today.done) + said;
  return said + (today.plan ? report::plan_text(*today.plan) : "");
}

}  // namespace firstchair::book
