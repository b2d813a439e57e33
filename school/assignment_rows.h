// The parts of the store that speak of assignments share what is here: rows as nouns, inside a transaction.
// It is for this room only.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "school/grades.h"
#include "school/working.h"

namespace firstchair::school {

// Columns of a submission, in the order submission_of reads them.
inline constexpr std::string_view kSubmissionColumns =
    "id, assignment, person, version, sent_name, state, began_s, came_s, take, answers, why, sound, "
    "sound_type";
Submission submission_of(Working& work, const sql::Row& row);

Assignment the_assignment(Working& work, std::int64_t id);  // fails with not_found
std::vector<Assignment> assignments_of(Working& work, std::int64_t klass);
// Returns them in the order they were played; person 0: everybody's.
std::vector<Submission> handed_in(Working& work, std::int64_t assignment, std::int64_t person);
std::vector<Override> overrides_of(Working& work, std::int64_t assignment);
const Override* of_person(const std::vector<Override>& all, std::int64_t person);

Assignment assignment_at(Working& work, std::int64_t id, int version);

// A Book is all that grades of one assignment are made of.
struct Book {
  std::vector<assign::Asked> versions;  // in their order
  std::vector<Submission> submissions;
  std::vector<Override> overrides;
  std::vector<Rejudged> again;
  std::map<std::int64_t, ToldResult> told = {};
};
using Books = std::map<std::int64_t, Book>;                                 // by assignment
Book book_of(Working& work, std::int64_t assignment, std::int64_t person);  // person 0: everybody's
Books books_of(Working& work, std::int64_t klass, std::int64_t person);
// Gathers what one student's grade is made of, but for what was told.
GradeOf grade_of_person(const Book& book, const Assignment& asked, std::int64_t person);
Grade grade_in(const Book& book, const Assignment& asked, std::int64_t person);
// Makes one student's grade, and keeps it where it is better than what was told. `anew`: forgets what was
// told.
Grade tell_result(Working& work, const Assignment& asked, std::int64_t person, const Act& act, bool anew);

std::optional<std::int64_t> maybe(const sql::Row& row, std::size_t column);
std::optional<int> maybe_int(const sql::Row& row, std::size_t column);
sql::Value value_of(const std::optional<int>& value);

}  // namespace firstchair::school
