// A gradebook has every student beside every assignment. A result is made of what was handed in, by the rules
// of engine/assign, and never falls below what was told.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "school/assignments.h"

namespace firstchair::school {

// A ToldResult is the best that a student was told.
struct ToldResult {
  assign::ResultStanding standing = assign::ResultStanding::not_begun;
  std::int64_t submission = 0;

  bool operator==(const ToldResult&) const = default;
};

// A Rejudged is a submission judged once more, under another version than it was played for.
struct Rejudged {
  std::int64_t submission = 0;
  int version = 1;
  std::vector<assign::Answered> answers = {};

  bool operator==(const Rejudged&) const = default;
};

// A Grade is one student beside one assignment.
struct Grade {
  std::int64_t assignment = 0, person = 0;
  assign::PassResult result = {};
  std::optional<int> attempts = {};        // that the student has
  std::optional<std::int64_t> due_s = {};  // for the student
  int waiting = 0, failed = 0;             // takes that are not heard yet, and that could not be
  // The submission that the values are of: the one that passed it, else the last that was heard.
  std::optional<Submission> shown = {};
  bool overridden = false;
  // The answers of `shown` are beside the demands of this version.
  int version = 1;
};

// What a student's grade is made of.
struct GradeOf {
  const Assignment& assignment;
  std::span<const assign::Asked> versions;  // in their order; not empty
  std::vector<Submission> submissions = {};
  const Override* changed = nullptr;
  std::optional<ToldResult> told = {};
  std::span<const Rejudged> again = {};
};
// Law: the standing is never lower than the one that was told, an override of the teacher apart.
Grade grade_of(GradeOf all);
// The same by what was handed in alone, each by its answers under `version` where it was judged again.
ToldResult standing_under(GradeOf all, int version);
// Returns which of two says more for the student: passed, passed late, then all others alike.
int rank_of(assign::ResultStanding standing);

// A GradeRow is a row of the gradebook for a table: one student and one assignment.
struct GradeRow {
  std::string class_title, assignment_title, name, given, source_id;
  Grade grade;
  const Assignment* assignment = nullptr;
  std::string comment = {};  // the last one of the submission that is shown
};
// Returns CSV as RFC 4180 has it, a row a student, assignment and demand. A cell that a spreadsheet would run
// ("=", "+", "-", "@" and a tab at its beginning) has an apostrophe before it; numbers are numbers. `mark`: a
// byte order mark comes first, which spreadsheets want.
std::string gradebook_csv(const std::vector<GradeRow>& rows, bool mark);

std::string_view unit_of(assign::DemandKind kind);  // "ms", "of the norm"

}  // namespace firstchair::school
