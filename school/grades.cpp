#include "school/grades.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "engine/core/voice.h"
#include "school/csv.h"

namespace firstchair::school {
namespace {

// Whether the take that is shown came late; empty without one.
std::string_view late_text(const Grade& grade) {
  if (!grade.shown) return "";
  const assign::Attempt when{.began_s = grade.shown->began_s, .came_s = grade.shown->came_s};
  return assign::in_time(when, grade.due_s) ? "no" : "yes";
}

// What was handed in, as the rules read it. `version` 0: each by the version it was played for; else each by
// that one where it was judged again under it.
std::vector<assign::Attempt> attempts_of(const GradeOf& all, int version) {
  std::vector<assign::Attempt> attempts;
  for (const Submission& one : all.submissions) {
    attempts.push_back({.began_s = one.began_s,
                        .came_s = one.came_s,
                        .counts = one.state == SubmissionState::heard,
                        .version = one.version,
                        .answers = one.answers});
    for (const Rejudged& again : all.again) {
      if (again.submission != one.id || again.version != version) continue;
      attempts.back().version = version;
      attempts.back().answers = again.answers;
    }
  }
  return attempts;
}

assign::Frame frame_of(const GradeOf& all) {
  const Override* changed = all.changed;
  return {.rule = all.assignment.pass,
          .attempts = assign::attempts_allowed(all.assignment.attempts,
                                               changed != nullptr ? changed->attempts : std::nullopt),
          .due_s = changed != nullptr && changed->due_s ? changed->due_s : all.assignment.due_s,
          .late = all.assignment.late,
          .excused = changed != nullptr && changed->excused};
}

void sort(std::vector<Submission>& submissions) {
  std::sort(submissions.begin(), submissions.end(), [](const Submission& a, const Submission& b) {
    return a.began_s != b.began_s ? a.began_s < b.began_s : a.id < b.id;
  });
}

}  // namespace

int rank_of(assign::ResultStanding standing) {
  switch (standing) {
    case assign::ResultStanding::passed:
      return 2;
    case assign::ResultStanding::passed_late:
      return 1;
    default:
      return 0;
  }
}

std::string_view unit_of(assign::DemandKind kind) {
  constexpr std::array<std::string_view, 7> kUnits{"of the norm", "ms", "ms", "per 100", "%", "bpm", "bars"};
  return kUnits.at(static_cast<std::size_t>(kind));
}

Grade grade_of(GradeOf all) {
  sort(all.submissions);
  const assign::Frame frame = frame_of(all);
  Grade grade{.assignment = all.assignment.id, .attempts = frame.attempts, .due_s = frame.due_s};
  for (const Submission& one : all.submissions) {
    if (one.state == SubmissionState::heard) grade.shown = one;
    grade.waiting += one.state == SubmissionState::waiting ? 1 : 0;
    grade.failed += one.state == SubmissionState::failed ? 1 : 0;
  }
  std::vector<assign::Attempt> attempts = attempts_of(all, 0);
  grade.result = assign::result_of(attempts, all.versions, frame);
  // What was judged again under today's version may say more, and never takes anything away.
  if (!all.again.empty()) {
    std::vector<assign::Attempt> again = attempts_of(all, all.assignment.version);
    const assign::PassResult result = assign::result_of(again, all.versions, frame);
    if (rank_of(result.standing) > rank_of(grade.result.standing) ||
        (rank_of(result.standing) == rank_of(grade.result.standing) &&
         result.running > grade.result.running)) {
      grade.result = result;
      attempts = std::move(again);
    }
  }
  std::optional<std::size_t> at = grade.result.since;
  if (all.told && !frame.excused && rank_of(all.told->standing) > rank_of(grade.result.standing)) {
    grade.result.standing = all.told->standing;
    for (std::size_t i = 0; i < all.submissions.size(); ++i)
      if (all.submissions[i].id == all.told->submission) at = i;
  }
  if (at) grade.shown = all.submissions[*at];
  if (grade.shown) {
    grade.version = grade.shown->version;
    for (std::size_t i = 0; i < all.submissions.size(); ++i) {
      if (all.submissions[i].id != grade.shown->id) continue;
      grade.shown->answers = attempts[i].answers;
      grade.version = attempts[i].version;
    }
  }
  const Override* changed = all.changed;
  if (changed != nullptr && changed->passed && !changed->excused) {
    grade.result.standing =
        *changed->passed ? assign::ResultStanding::passed : assign::ResultStanding::not_met;
    grade.overridden = true;
  }
  if (changed != nullptr) grade.person = changed->person;
  if (!all.submissions.empty()) grade.person = all.submissions.front().person;
  return grade;
}

ToldResult standing_under(GradeOf all, int version) {
  sort(all.submissions);
  const assign::PassResult result = assign::result_of(attempts_of(all, version), all.versions, frame_of(all));
  return {result.standing, result.since ? all.submissions[*result.since].id : 0};
}

std::string gradebook_csv(const std::vector<GradeRow>& rows, bool mark) {
  std::string text = mark ? "\xEF\xBB\xBF" : "";
  text +=
      "class,assignment,name,given,source_id,result,overridden,demand,line,bound,standing,value,low,high,"
      "unit,n,needed,"
      "attempts_used,attempts,running,wanted,came_s,late,points,comment\r\n";
  for (const GradeRow& row : rows) {
    const assign::PassResult& result = row.grade.result;
    const std::optional<double>& points =
        row.assignment->points.at(static_cast<std::size_t>(result.standing));
    for (std::size_t i = 0; i < row.assignment->demands.size(); ++i) {
      const assign::Demand& demand = row.assignment->demands[i];
      const bool told = row.grade.shown && i < row.grade.shown->answers.size();
      const assign::Answered answer = told ? row.grade.shown->answers[i] : assign::Answered{};
      const bool valued = answer.standing != assign::DemandStanding::not_told;
      const auto value = [&](double real) { return valued ? fmt::format("{:.6g}", real) : std::string(); };
      text += fmt::format(
          "{},{},{},{},{},{},{},{},{},{:.6g},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
          csv_cell(row.class_title), csv_cell(row.assignment_title), csv_cell(row.name), csv_cell(row.given),
          csv_cell(row.source_id), id_of(result.standing), row.grade.overridden ? "yes" : "no",
          id_of(demand.kind), of_a_line(demand.kind) ? firstchair::id_of(demand.line) : "", demand.bound,
          told ? id_of(answer.standing) : "", value(answer.value), value(answer.low), value(answer.high),
          unit_of(demand.kind), told ? answer.n : 0, told ? answer.needed : 0, result.used,
          row.grade.attempts ? std::to_string(*row.grade.attempts) : "", result.running, result.wanted,
          row.grade.shown ? std::to_string(row.grade.shown->came_s) : "", late_text(row.grade),
          points ? fmt::format("{:.6g}", *points) : "", csv_cell(row.comment));
    }
  }
  return text;
}

}  // namespace firstchair::school
