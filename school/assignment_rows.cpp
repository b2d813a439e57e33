#include "school/assignment_rows.h"

#include <fmt/format.h>

#include <algorithm>

namespace firstchair::school {
namespace {

constexpr std::string_view kColumns =
    "a.id, a.class, a.version, a.title, a.item, a.bpm, a.click, a.bars, a.source, v.demands, v.pass, "
    "a.attempts, a.opens_s,"
    " a.due_s, a.closes_s, a.late, a.sound, a.results, a.released, a.points";
constexpr std::string_view kFrom =
    " FROM assignments a JOIN assignment_versions v ON v.school = a.school AND v.assignment = a.id";

Assignment assignment_of(Working& work, const sql::Row& row) {
  const auto demands = demands_of(row.text(9));
  const auto pass = pass_of(row.text(10));
  const auto points = points_of(row.text(19));
  if (!demands || !pass || !points) {
    work.fail(!demands ? demands.error() : !pass ? pass.error() : points.error());
    return {};
  }
  return Assignment{.id = row.integer(0),
                    .klass = row.integer(1),
                    .version = static_cast<int>(row.integer(2)),
                    .title = row.text(3),
                    .item = row.text(4),
                    .bpm = row.real(5),
                    .click = row.integer(6) != 0,
                    .bars = static_cast<int>(row.integer(7)),
                    .source = static_cast<PlayedOn>(row.integer(8)),
                    .demands = *demands,
                    .pass = *pass,
                    .attempts = maybe_int(row, 11),
                    .opens_s = row.integer(12),
                    .due_s = maybe(row, 13),
                    .closes_s = maybe(row, 14),
                    .late = static_cast<assign::LateRule>(row.integer(15)),
                    .sound = static_cast<KeepSound>(row.integer(16)),
                    .results = static_cast<Release>(row.integer(17)),
                    .released = row.integer(18) != 0,
                    .points = *points};
}

// Which assignments are meant, as the end of a WHERE: one, or all of a class.
constexpr std::string_view kOne = "= $2";
constexpr std::string_view kOfClass =
    "IN (SELECT c.id FROM assignments c WHERE c.school = $1 AND c.class = $2)";

void read_versions(Working& work, std::string_view which, std::int64_t id, Books& books) {
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT assignment, version, demands, pass FROM assignment_versions"
                            " WHERE school = $1 AND assignment {} ORDER BY assignment, version",
                            which),
                {id})) {
    const auto demands = demands_of(row.text(2));
    const auto pass = pass_of(row.text(3));
    if (!demands || !pass) work.fail(demands ? pass.error() : demands.error());
    if (demands && pass)
      books[row.integer(0)].versions.push_back({static_cast<int>(row.integer(1)), *demands, *pass});
  }
}

void read_rejudged(Working& work, std::string_view which, std::int64_t id, Books& books) {
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT s.assignment, r.submission, r.version, r.answers FROM rejudged r"
                            " JOIN submissions s ON s.school = r.school AND s.id = r.submission"
                            " WHERE r.school = $1 AND s.assignment {} ORDER BY r.submission, r.version",
                            which),
                {id})) {
    const auto answers = answers_of(row.text(3));
    if (!answers) work.fail(answers.error());
    if (answers)
      books[row.integer(0)].again.push_back({row.integer(1), static_cast<int>(row.integer(2)), *answers});
  }
}

void read_overrides(Working& work, std::string_view which, std::int64_t id, Books& books) {
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT assignment, person, attempts, due_s, excused, passed, reason FROM"
                            " overrides WHERE school = $1 AND assignment {} ORDER BY assignment, person",
                            which),
                {id}))
    books[row.integer(0)].overrides.push_back(
        {.person = row.integer(1),
         .attempts = maybe_int(row, 2),
         .due_s = maybe(row, 3),
         .excused = row.integer(4) != 0,
         .passed = row.null(5) ? std::nullopt : std::optional(row.integer(5) != 0),
         .reason = row.text(6)});
}

// Every book of those assignments, in five questions however many there are. `person` 0: everybody's.
Books books_where(Working& work, std::string_view which, std::int64_t id, std::int64_t person) {
  Books books;
  read_versions(work, which, id, books);
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND assignment {}"
                            " AND (CAST($3 AS bigint) = 0 OR person = $4) ORDER BY began_s, id",
                            kSubmissionColumns, which),
                {id, person, person}))
    books[row.integer(1)].submissions.push_back(submission_of(work, row));
  read_overrides(work, which, id, books);
  read_rejudged(work, which, id, books);
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT assignment, person, standing, submission FROM results"
                            " WHERE school = $1 AND assignment {}",
                            which),
                {id}))
    books[row.integer(0)].told[row.integer(1)] = {static_cast<assign::ResultStanding>(row.integer(2)),
                                                  row.integer(3)};
  return books;
}

}  // namespace

std::optional<std::int64_t> maybe(const sql::Row& row, std::size_t column) {
  return row.null(column) ? std::nullopt : std::optional(row.integer(column));
}

std::optional<int> maybe_int(const sql::Row& row, std::size_t column) {
  return row.null(column) ? std::nullopt : std::optional(static_cast<int>(row.integer(column)));
}

sql::Value value_of(const std::optional<int>& value) {
  return optional_value(value ? std::optional<std::int64_t>(*value) : std::nullopt);
}

Submission submission_of(Working& work, const sql::Row& row) {
  const auto answers = answers_of(row.text(9));
  if (!answers) {
    work.fail(answers.error());
    return {};
  }
  return Submission{.id = row.integer(0),
                    .assignment = row.integer(1),
                    .person = row.integer(2),
                    .version = static_cast<int>(row.integer(3)),
                    .sent_name = row.text(4),
                    .state = static_cast<SubmissionState>(row.integer(5)),
                    .began_s = row.integer(6),
                    .came_s = row.integer(7),
                    .take = maybe(row, 8),
                    .answers = *answers,
                    .why = row.text(10),
                    .sound = row.text(11),
                    .sound_type = row.text(12)};
}

Assignment the_assignment(Working& work, std::int64_t id) {
  const sql::Rows rows = work.ask(
      fmt::format("SELECT {}{} AND v.version = a.version WHERE a.school = $1 AND a.id = $2", kColumns, kFrom),
      {id});
  if (rows.empty()) work.fail(no_such("assignment"));
  return rows.empty() ? Assignment{} : assignment_of(work, rows.front());
}

std::vector<Assignment> assignments_of(Working& work, std::int64_t klass) {
  std::vector<Assignment> all;
  for (const sql::Row& row : work.ask(
           fmt::format(
               "SELECT {}{} AND v.version = a.version WHERE a.school = $1 AND a.class = $2 ORDER BY a.id",
               kColumns, kFrom),
           {klass}))
    all.push_back(assignment_of(work, row));
  return all;
}

std::vector<Submission> handed_in(Working& work, std::int64_t assignment, std::int64_t person) {
  std::vector<Submission> all;
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND assignment = $2"
                            " AND (CAST($3 AS bigint) = 0 OR person = $4) ORDER BY began_s, id",
                            kSubmissionColumns),
                {assignment, person, person}))
    all.push_back(submission_of(work, row));
  return all;
}

std::vector<Override> overrides_of(Working& work, std::int64_t assignment) {
  Books books;
  read_overrides(work, kOne, assignment, books);
  return std::move(books[assignment].overrides);
}

const Override* of_person(const std::vector<Override>& all, std::int64_t person) {
  for (const Override& one : all)
    if (one.person == person) return &one;
  return nullptr;
}

Book book_of(Working& work, std::int64_t assignment, std::int64_t person) {
  Book book = std::move(books_where(work, kOne, assignment, person)[assignment]);
  if (book.versions.empty()) work.fail(no_such("assignment"));
  return book;
}

Books books_of(Working& work, std::int64_t klass, std::int64_t person) {
  return books_where(work, kOfClass, klass, person);
}

GradeOf grade_of_person(const Book& book, const Assignment& asked, std::int64_t person) {
  GradeOf all{.assignment = asked,
              .versions = book.versions,
              .changed = of_person(book.overrides, person),
              .again = book.again};
  for (const Submission& one : book.submissions)
    if (one.person == person) all.submissions.push_back(one);
  return all;
}

Grade grade_in(const Book& book, const Assignment& asked, std::int64_t person) {
  GradeOf all = grade_of_person(book, asked, person);
  if (const auto told = book.told.find(person); told != book.told.end()) all.told = told->second;
  Grade grade = grade_of(std::move(all));
  grade.person = person;
  return grade;
}

Grade tell_result(Working& work, const Assignment& asked, std::int64_t person, const Act& act, bool anew) {
  if (anew)
    work.ask("DELETE FROM results WHERE school = $1 AND assignment = $2 AND person = $3", {asked.id, person});
  const Book book = book_of(work, asked.id, person);
  if (!work.ok()) return {};
  const Grade grade = grade_in(book, asked, person);
  // A teacher's own result is none that was measured.
  if (rank_of(grade.result.standing) == 0 || grade.overridden || !grade.shown) return grade;
  work.ask(
      "INSERT INTO results(school, assignment, person, standing, submission, at_s) VALUES ($1, $2, $3, $4, "
      "$5,"
      " $6) ON CONFLICT (school, assignment, person) DO UPDATE SET standing = excluded.standing, submission ="
      " excluded.submission, at_s = excluded.at_s WHERE results.standing <> excluded.standing",
      {asked.id, person, static_cast<int>(grade.result.standing), grade.shown->id, act.at_s});
  return grade;
}

Assignment assignment_at(Working& work, std::int64_t id, int version) {
  const sql::Rows rows = work.ask(
      fmt::format("SELECT {}{} AND v.version = $3 WHERE a.school = $1 AND a.id = $2", kColumns, kFrom),
      {id, version});
  if (rows.empty()) work.fail(no_such("version"));
  Assignment found = rows.empty() ? Assignment{} : assignment_of(work, rows.front());
  found.version = version;
  return found;
}

}  // namespace firstchair::school
