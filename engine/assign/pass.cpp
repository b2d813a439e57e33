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

using Counted = std::span<const Attempt* const>;

const Asked& asked_of(const Attempt& attempt, std::span<const Asked> versions) {
  for (const Asked& one : versions)
    if (one.version == attempt.version) return one;
  return versions.back();
}

bool good_by_own(const Attempt& attempt, std::span<const Asked> versions) {
  return good(attempt, asked_of(attempt, versions).rule.need_shown);
}

Counted window_of(Counted attempts, const PassRule& rule) {
  return attempts.last(std::min(attempts.size(), static_cast<std::size_t>(std::max(rule.n, 1))));
}

// Says whether the rule holds with the last of these attempts.
bool holds(Counted attempts, std::span<const Asked> versions) {
  const Attempt& last = *attempts.back();
  const Asked& asked = asked_of(last, versions);
  const Counted window = window_of(attempts, asked.rule);
  switch (asked.rule.kind) {
    case PassKind::one:
    case PassKind::last:
      return good_by_own(last, versions);
    case PassKind::k_of_last:
      return std::count_if(window.begin(), window.end(), [&](const Attempt* attempt) {
               return good_by_own(*attempt, versions);
             }) >= asked.rule.k;
    case PassKind::mean_of_last:
      return window.size() == static_cast<std::size_t>(std::max(asked.rule.n, 1)) &&
             std::all_of(window.begin(), window.end(),
                         [&](const Attempt* attempt) { return attempt->version == last.version; }) &&
             good_on_average(window, asked.demands, asked.rule.need_shown);
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
  const Asked one{.demands = {demands.begin(), demands.end()}, .rule = frame.rule};
  return result_of(attempts, std::span(&one, 1), frame);
}

PassResult result_of(std::span<const Attempt> attempts, std::span<const Asked> versions, const Frame& frame) {
  PassResult result;
  const PassRule& rule = versions.back().rule;
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
    if (result.since || !holds(counted, versions)) continue;
    result.since = i;
    result.standing = late ? ResultStanding::passed_late : ResultStanding::passed;
  }
  const auto size = std::min(counted.size(), static_cast<std::size_t>(windowed ? std::max(rule.n, 1) : 1));
  const Counted window = Counted(counted).last(size);
  result.running =
      static_cast<int>(rule.kind == PassKind::mean_of_last
                           ? std::ssize(window)
                           : std::count_if(window.begin(), window.end(), [&](const Attempt* attempt) {
                               return good_by_own(*attempt, versions);
                             }));
  if (!result.since && result.used > 0)
    result.standing = told ? ResultStanding::not_met : ResultStanding::not_told;
  if (frame.excused) result.standing = ResultStanding::excused;
  return result;
}

}  // namespace firstchair::assign
