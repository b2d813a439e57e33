#include "apps/school/words.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <ctime>

#include "engine/core/voice.h"

namespace firstchair::school_api {
namespace {

using assign::DemandKind;
using assign::DemandStanding;
using assign::ResultStanding;

// At most two digits behind the point, and none that say nothing.
std::string number(double value) {
  std::string text = fmt::format("{:.2f}", value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

std::string signed_number(double value) {
  return (value > 0 ? "+" : "") + number(value);
}

std::string subject(const assign::Demand& demand) {
  const std::string line(firstchair::id_of(demand.line));
  switch (demand.kind) {
    case DemandKind::spread_norm:
    case DemandKind::spread_ms:
      return line + " spread";
    case DemandKind::lean_ms:
      return line + " lean";
    case DemandKind::slips:
      return "slips";
    case DemandKind::tempo_off:
      return "tempo";
    case DemandKind::limit_bpm:
      return "limit";
    case DemandKind::bars_clean:
      return "clean bars running";
  }
  return {};
}

std::string_view unit(DemandKind kind) {
  constexpr std::array<std::string_view, 7> kUnits{" of the norm", " ms",  " ms", " in 100",
                                                   " % off",       " bpm", ""};
  return kUnits.at(static_cast<std::size_t>(kind));
}

std::string_view bound_word(DemandKind kind) {
  switch (kind) {
    case DemandKind::lean_ms:
    case DemandKind::tempo_off:
      return "within";
    case DemandKind::limit_bpm:
    case DemandKind::bars_clean:
      return "at least";
    default:
      return "at most";
  }
}

std::string_view standing_word(DemandStanding standing) {
  switch (standing) {
    case DemandStanding::not_met:
      return "not met";
    case DemandStanding::met:
      return "met";
    case DemandStanding::shown:
      return "shown";
    case DemandStanding::not_told:
      break;
  }
  return "not told";
}

}  // namespace

std::string when_text(std::int64_t unix_s) {
  constexpr std::array<const char*, 12> kMonths{"January",   "February", "March",    "April",
                                                "May",       "June",     "July",     "August",
                                                "September", "October",  "November", "December"};
  const std::time_t when = unix_s;
  std::tm local{};
  ::localtime_r(&when, &local);
  return fmt::format("{} {} {:02}:{:02}", local.tm_mday, kMonths.at(static_cast<std::size_t>(local.tm_mon)),
                     local.tm_hour, local.tm_min);
}

std::string again_text(std::int64_t due_s, bool running) {
  if (running) return "we are trying again now";
  const std::time_t when = due_s;
  std::tm local{};
  ::localtime_r(&when, &local);
  return fmt::format("we try again at {:02}:{:02}", local.tm_hour, local.tm_min);
}

std::string answer_text(const assign::Demand& demand, const assign::Answered& answer) {
  if (answer.standing == DemandStanding::not_told)
    return answer.needed > 0 ? fmt::format("{}: not told, {} of {} strokes that it takes", subject(demand),
                                           answer.n, answer.needed)
                             : fmt::format("{}: not told, nothing of it was measured", subject(demand));
  if (demand.kind == DemandKind::bars_clean)
    return fmt::format("{} of {} bars clean in a row, asked at least {}: {}", number(answer.value), answer.n,
                       number(demand.bound), standing_word(answer.standing));
  const bool both_sides = demand.kind == DemandKind::lean_ms || demand.kind == DemandKind::tempo_off;
  const auto told = [&](double value) { return both_sides ? signed_number(value) : number(value); };
  const std::string_view bound_unit = demand.kind == DemandKind::tempo_off     ? " %"
                                      : demand.kind == DemandKind::spread_norm ? ""
                                                                               : unit(demand.kind);
  return fmt::format("{} {}{} ({} to {}), asked {} {}{}: {}", subject(demand), told(answer.value),
                     unit(demand.kind), told(answer.low), told(answer.high), bound_word(demand.kind),
                     number(demand.bound), bound_unit, standing_word(answer.standing));
}

std::string near_text(const school::Grade& grade, const assign::PassRule& rule) {
  const assign::PassResult& result = grade.result;
  switch (result.standing) {
    case ResultStanding::excused:
      return "excused";
    case ResultStanding::passed:
      return "passed";
    case ResultStanding::passed_late:
      return "passed late";
    case ResultStanding::not_begun:
      return grade.waiting > 0 ? "handed in, not heard yet" : "not begun";
    case ResultStanding::not_told:
      return "not told: too few strokes";
    case ResultStanding::not_met:
      break;
  }
  if (grade.overridden) return "not passed, by your teacher";
  if (rule.kind == assign::PassKind::k_of_last && rule.k == rule.n)
    return fmt::format("{} of {} takes running", result.running, result.wanted);
  if (rule.kind == assign::PassKind::k_of_last)
    return fmt::format("{} of {} takes among the last {}", result.running, result.wanted, rule.n);
  if (rule.kind == assign::PassKind::mean_of_last)
    return result.running < result.wanted
               ? fmt::format("{} of {} takes for the mean", result.running, result.wanted)
               : "the mean is not there yet";
  return "not there yet";
}

std::string when_shown(const school::Assignment& assignment) {
  return assignment.results == school::Release::due && assignment.due_s
             ? "results come on " + when_text(*assignment.due_s)
             : std::string("results come when your teacher shows them");
}

std::string due_text(const school::Grade& grade, const school::Assignment& assignment, bool released,
                     std::int64_t now_s) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  const bool passed = released && school::rank_of(grade.result.standing) > 0;
  if (now_s < assignment.opens_s) add("opens on " + when_text(assignment.opens_s));
  if (grade.due_s && !passed) add((now_s > *grade.due_s ? "was due " : "due ") + when_text(*grade.due_s));
  add(released ? near_text(grade, assignment.pass) : when_shown(assignment));
  if (grade.attempts && !passed)
    add(fmt::format("{} of {} attempts used", grade.result.used, *grade.attempts));
  if (grade.waiting > 0) add(fmt::format("{} not heard yet", grade.waiting));
  if (grade.failed > 0) add(fmt::format("{} could not be heard and used no attempt", grade.failed));
  return text;
}

std::string closed_text(std::int64_t closed_s) {
  return fmt::format("this closed on {}; the take is kept in your book and not handed in",
                     when_text(closed_s));
}

std::string tempo_text(double played_bpm, double asked_bpm) {
  return not_handed_in(fmt::format("played at {}, asked were {}", number(std::round(played_bpm * 10) / 10),
                                   number(asked_bpm)));
}

std::string not_handed_in(std::string_view why) {
  return fmt::format("{}: kept in your book, not handed in", why);
}

}  // namespace firstchair::school_api
