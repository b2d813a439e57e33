// The gradebook, and judging again under another version.
#include <fmt/format.h>

#include <algorithm>

#include "school/assignment_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr const char* kShown = "shown";  // counts what note_shown() is told

// Every student beside every assignment.
std::vector<Grade> grades_of(const Books& books, const std::vector<Assignment>& assignments,
                             const std::vector<Person>& students) {
  std::vector<Grade> grades;
  for (const Assignment& asked : assignments) {
    const auto book = books.find(asked.id);
    if (book == books.end()) continue;
    for (const Person& student : students) grades.push_back(grade_in(book->second, asked, student.id));
  }
  return grades;
}

}  // namespace

void note_shown(Working& work) {
  work.next(kShown);
}

Result<std::vector<Grade>> SchoolStore::gradebook(std::int64_t school, std::int64_t klass,
                                                  std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const std::vector<Person> students = students_of(work, klass, now_s);
    const std::vector<Assignment> assignments = assignments_of(work, klass);
    return grades_of(books_of(work, klass, 0), assignments, students);
  });
}

Result<ClassBook> SchoolStore::class_book(std::int64_t school, std::int64_t klass, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    ClassBook book{.klass = class_in(work, klass),
                   .assignments = assignments_of(work, klass),
                   .students = students_of(work, klass, now_s),
                   .remains = remains_in(work, klass)};
    book.grades = grades_of(books_of(work, klass, 0), book.assignments, book.students);
    return book;
  });
}

Result<std::vector<ClassBook>> SchoolStore::own_books(std::int64_t school, std::int64_t person,
                                                      std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<ClassBook> all;
    Person self;
    self.id = person;
    for (const Membership& held : memberships_in(work, person, now_s)) {
      if (held.klass == 0 || held.role != Role::student) continue;
      ClassBook book{.klass = class_in(work, held.klass)};
      if (book.klass.archived) continue;
      book.assignments = assignments_of(work, held.klass);
      book.grades = grades_of(books_of(work, held.klass, person), book.assignments, {self});
      all.push_back(std::move(book));
    }
    return all;
  });
}

Result<std::int64_t> SchoolStore::changes(std::int64_t school, std::int64_t klass) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    class_in(work, klass);
    const sql::Rows rows =
        work.ask("SELECT CAST(sum(newest) AS bigint) FROM numbers WHERE school = $1 AND kind IN ('log', $2)",
                 {kShown});
    return rows.empty() ? std::int64_t{0} : rows.front().integer(0);
  });
}

Result<Grade> SchoolStore::grade(std::int64_t school, std::int64_t assignment, std::int64_t person) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const Assignment asked = the_assignment(work, assignment);
    const Book book = work.ok() ? book_of(work, assignment, person) : Book{};
    return work.ok() ? grade_in(book, asked, person) : Grade{};
  });
}

Result<std::vector<ResultChange>> SchoolStore::judge_again(std::int64_t school, std::int64_t assignment,
                                                           int version, const std::vector<Rejudged>& anew,
                                                           bool keep, const Act& act) {
  return within(*connection_, school, keep ? Kind::writes : Kind::reads, [&](Working& work) {
    std::vector<ResultChange> changes;
    const Assignment asked = the_assignment(work, assignment);
    assignment_at(work, assignment, version);
    if (!work.ok()) return changes;
    Book book = book_of(work, assignment, 0);
    const Book before = book;
    std::erase_if(book.again, [&](const Rejudged& one) { return one.version == version; });
    book.again.insert(book.again.end(), anew.begin(), anew.end());
    std::vector<std::int64_t> people;
    for (const Submission& one : book.submissions)
      if (std::find(people.begin(), people.end(), one.person) == people.end()) people.push_back(one.person);
    std::sort(people.begin(), people.end());
    for (const std::int64_t person : people) {
      const Grade now = grade_in(before, asked, person);
      if (now.overridden) continue;
      const ToldResult under = standing_under(grade_of_person(book, asked, person), version);
      ResultChange change{.person = person, .before = now.result.standing, .under = under.standing};
      change.after = rank_of(change.under) > rank_of(change.before) ? change.under : change.before;
      if (change.under != change.before) changes.push_back(change);
      if (!keep || rank_of(change.under) <= rank_of(change.before)) continue;
      work.ask(
          "INSERT INTO results(school, assignment, person, standing, submission, at_s) VALUES ($1, $2, $3, "
          "$4,"
          " $5, $6) ON CONFLICT (school, assignment, person) DO UPDATE SET standing = excluded.standing,"
          " submission = excluded.submission, at_s = excluded.at_s",
          {assignment, person, static_cast<int>(change.under), under.submission, act.at_s});
    }
    if (!keep) return changes;
    for (const Rejudged& one : anew)
      work.ask(
          "INSERT INTO rejudged(school, submission, version, answers, at_s, by_person) VALUES ($1, $2, $3, "
          "$4, $5,"
          " $6) ON CONFLICT (school, submission, version) DO UPDATE SET answers = excluded.answers, at_s ="
          " excluded.at_s, by_person = excluded.by_person",
          {one.submission, one.version, answers_text(one.answers), act.at_s, act.person});
    work.note(act, "assignment.judge_again", fmt::format("class {}", asked.klass),
              fmt::format("assignment {} version {}, {} takes", assignment, version, anew.size()));
    return changes;
  });
}

}  // namespace firstchair::school
