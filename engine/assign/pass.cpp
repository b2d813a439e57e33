#include "engine/assign/pass.h"

#include <algorithm>
#include <cmath>

namespace firstchair::assign {
namespace {

bool enough(DemandStanding standing, bool need_shown) {
  return standing == DemandStanding::shown || (!need_shown && standing == DemandStanding::met);
}

// The means of every demand's values over some attempts. Their errors are independent, so that of a mean is
// smaller by the root of their number.
bool good_on_average(std::span<const Attempt* const> attempts, std::span<const Demand> demands,
                     bool need_shown) {
  const auto n = static_cast<double>(attempts.size());
  for (std::size_t i = 0; i < demands.size(); ++i) {
    double value = 0, below = 0, above = 0;
    for (const Attempt* attempt : attempts) {
      if (i >= attempt->answers.size()) return false;
      const Answered& answer = attempt->answers[i];
      if (answer.standing == DemandStanding::not_told) return false;
      value += answer.value / n;
      below += std::pow((answer.value - answer.low) / n, 2);
      above += std::pow((answer.high - answer.value) / n, 2);
    }
    const DemandStanding mean = standing_of(demands[i].kind, demands[i].bound, value,
                                            value - std::sqrt(below), value + std::sqrt(above));
    if (!enough(mean, need_shown)) return false;
  }
  return true;
}

// Says whether the rule holds with the last of these attempts.
bool holds(std::span<const Attempt* const> attempts, std::span<const Demand> demands, const PassRule& rule) {
  const auto good_one = [&](const Attempt* attempt) { return good(*attempt, rule.need_shown); };
  const auto window = attempts.last(std::min(attempts.size(), static_cast<std::size_t>(std::max(rule.n, 1))));
  switch (rule.kind) {
    case PassKind::one:
    case PassKind::last:
      return good_one(attempts.back());
    case PassKind::k_of_last:
      return std::count_if(window.begin(), window.end(), good_one) >= rule.k;
    case PassKind::mean_of_last:
      return window.size() == static_cast<std::size_t>(std::max(rule.n, 1)) &&
             good_on_average(window, demands, rule.need_shown);
  }
  return false;
}

}  // namespace

bool good(const Attempt& attempt, bool need_shown) {
  return std::all_of(attempt.answers.begin(), attempt.answers.end(),
                     [&](const Answered& answer) { return enough(answer.standing, need_shown); });
}

bool in_time(const Attempt& attempt, const std::optional<std::int64_t>& due_s) {
  return !due_s || (attempt.began_s <= *due_s && attempt.came_s <= *due_s + kArrivesWithinS);
}

std::optional<int> attempts_allowed(std::optional<int> asked, std::optional<int> given) {
  if (!asked || !given) return asked;
  return std::max(*asked, *given);
}

PassResult result_of(std::span<const Attempt> attempts, std::span<const Demand> demands, const Frame& frame) {
  PassResult result;
  const PassRule& rule = frame.rule;
  const bool windowed = rule.kind == PassKind::k_of_last || rule.kind == PassKind::mean_of_last;
  result.wanted = rule.kind == PassKind::k_of_last ? rule.k : windowed ? std::max(rule.n, 1) : 1;
  std::vector<const Attempt*> counted;
  bool told = false;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    const Attempt& attempt = attempts[i];
    if (!attempt.counts) continue;
    if (frame.attempts && result.used >= *frame.attempts) break;
    ++result.used;
    const bool late = !in_time(attempt, frame.due_s);
    if (late && frame.late == LateRule::refused) continue;
    counted.push_back(&attempt);
    told = told || std::any_of(attempt.answers.begin(), attempt.answers.end(), [](const Answered& answer) {
             return answer.standing != DemandStanding::not_told;
           });
    if (result.since || !holds(counted, demands, rule)) continue;
    result.since = i;
    result.standing = late ? ResultStanding::passed_late : ResultStanding::passed;
  }
  const auto window = std::min(counted.size(), static_cast<std::size_t>(windowed ? std::max(rule.n, 1) : 1));
  if (rule.kind == PassKind::mean_of_last)
    result.running = static_cast<int>(window);
  else
    result.running = static_cast<int>(
        std::count_if(counted.end() - static_cast<std::ptrdiff_t>(window), counted.end(),
                      [&](const Attempt* attempt) { return good(*attempt, rule.need_shown); }));
  if (!result.since && result.used > 0)
    result.standing = told ? ResultStanding::not_met : ResultStanding::not_told;
  if (frame.excused) result.standing = ResultStanding::excused;
  return result;
}

}  // namespace firstchair::assign
