#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::size_t kMostComment = 8000;  // bytes; 2,000 letters

constexpr std::string_view kColumns =
    "a.id, a.class, a.version, a.title, a.item, a.bpm, a.click, a.bars, a.source, v.demands, v.pass, "
    "a.attempts, a.opens_s,"
    " a.due_s, a.closes_s, a.late, a.sound, a.results";
constexpr std::string_view kFrom =
    " FROM assignments a JOIN assignment_versions v ON v.school = a.school AND v.assignment = a.id";

constexpr std::string_view kSubmission =
    "id, assignment, person, version, sent_name, state, began_s, came_s, take, answers";

std::optional<std::int64_t> maybe(const sql::Row& row, std::size_t column) {
  return row.null(column) ? std::nullopt : std::optional(row.integer(column));
}

std::optional<int> maybe_int(const sql::Row& row, std::size_t column) {
  return row.null(column) ? std::nullopt : std::optional(static_cast<int>(row.integer(column)));
}

sql::Value value_of(const std::optional<int>& value) {
  return optional_value(value ? std::optional<std::int64_t>(*value) : std::nullopt);
}

Assignment assignment_of(Working& work, const sql::Row& row) {
  const auto demands = demands_of(row.text(9));
  const auto pass = pass_of(row.text(10));
  if (!demands || !pass) {
    work.fail(demands ? pass.error() : demands.error());
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
                    .results = static_cast<Release>(row.integer(17))};
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
                    .answers = *answers};
}

Assignment the_assignment(Working& work, std::int64_t id) {
  const sql::Rows rows = work.ask(
      fmt::format("SELECT {}{} AND v.version = a.version WHERE a.school = $1 AND a.id = $2", kColumns, kFrom),
      {id});
  if (rows.empty()) work.fail(no_such("assignment"));
  return rows.empty() ? Assignment{} : assignment_of(work, rows.front());
}

void insert_version(Working& work, const Assignment& assignment, const Act& act) {
  work.ask(
      "INSERT INTO assignment_versions(school, assignment, version, demands, pass, at_s, by_person)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {assignment.id, assignment.version, demands_text(assignment.demands), pass_text(assignment.pass),
       act.at_s, act.person});
}

sql::Values fields_of(const Assignment& a) {
  return {a.id,
          a.klass,
          a.version,
          a.title,
          a.item,
          a.bpm,
          a.click ? 1 : 0,
          a.bars,
          static_cast<int>(a.source),
          value_of(a.attempts),
          a.opens_s,
          optional_value(a.due_s),
          optional_value(a.closes_s),
          static_cast<int>(a.late),
          static_cast<int>(a.sound),
          static_cast<int>(a.results)};
}

std::vector<Submission> handed_in(Working& work, std::int64_t assignment, std::int64_t person) {
  std::vector<Submission> all;
  for (const sql::Row& row :
       work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND assignment = $2"
                            " AND (CAST($3 AS bigint) = 0 OR person = $4) ORDER BY began_s, id",
                            kSubmission),
                {assignment, person, person}))
    all.push_back(submission_of(work, row));
  return all;
}

std::vector<Override> changed(Working& work, std::int64_t assignment) {
  std::vector<Override> all;
  for (const sql::Row& row :
       work.ask("SELECT person, attempts, due_s, excused, passed, reason FROM overrides WHERE school = $1"
                " AND assignment = $2 ORDER BY person",
                {assignment}))
    all.push_back({.person = row.integer(0),
                   .attempts = maybe_int(row, 1),
                   .due_s = maybe(row, 2),
                   .excused = row.integer(3) != 0,
                   .passed = row.null(4) ? std::nullopt : std::optional(row.integer(4) != 0),
                   .reason = row.text(5)});
  return all;
}

const Override* of_person(const std::vector<Override>& all, std::int64_t person) {
  for (const Override& one : all)
    if (one.person == person) return &one;
  return nullptr;
}

}  // namespace

Result<std::int64_t> SchoolStore::add_assignment(std::int64_t school, const Assignment& assignment,
                                                 const Act& act) {
  if (std::string fault = fault_of(assignment); !fault.empty()) return not_so(std::move(fault));
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("class", "SELECT id FROM classes WHERE school = $1 AND id = $2 AND id > 0",
                {assignment.klass});
    Assignment made = assignment;
    made.version = 1;
    made.id = work.next("assignment");
    work.ask(
        "INSERT INTO assignments(school, id, class, version, title, item, bpm, click, bars, source, "
        "attempts, opens_s,"
        " due_s, closes_s, late, sound, results)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        fields_of(made));
    insert_version(work, made, act);
    work.note(act, "assignment.add", fmt::format("class {}", made.klass),
              fmt::format("assignment {}", made.id));
    return made.id;
  });
}

Result<Assignment> SchoolStore::assignment(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) { return the_assignment(work, id); });
}

Result<Assignment> SchoolStore::assignment_version(std::int64_t school, std::int64_t id, int version) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows = work.ask(
        fmt::format("SELECT {}{} AND v.version = $3 WHERE a.school = $1 AND a.id = $2", kColumns, kFrom),
        {id, version});
    if (rows.empty()) work.fail(no_such("version"));
    Assignment found = rows.empty() ? Assignment{} : assignment_of(work, rows.front());
    found.version = version;
    return found;
  });
}

Result<std::vector<Assignment>> SchoolStore::assignments(std::int64_t school, std::int64_t klass) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Assignment> all;
    for (const sql::Row& row : work.ask(
             fmt::format(
                 "SELECT {}{} AND v.version = a.version WHERE a.school = $1 AND a.class = $2 ORDER BY a.id",
                 kColumns, kFrom),
             {klass}))
      all.push_back(assignment_of(work, row));
    return all;
  });
}

Result<Assignment> SchoolStore::change_assignment(std::int64_t school, const Assignment& assignment,
                                                  const Act& act) {
  if (std::string fault = fault_of(assignment); !fault.empty()) return not_so(std::move(fault));
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const Assignment before = the_assignment(work, assignment.id);
    if (!work.ok()) return Assignment{};
    const bool fewer = assignment.attempts && (!before.attempts || *assignment.attempts < *before.attempts);
    if (before.version != assignment.version)
      work.fail(not_so("somebody else has changed it meanwhile", "Look at it again"));
    if (fewer) work.fail(not_so("attempts may be raised and not lowered"));
    if (before.klass != assignment.klass) work.fail(not_so("an assignment stays in its class"));
    Assignment made = assignment;
    ++made.version;
    // Of two that have read the same version the second finds none to change.
    sql::Values values = fields_of(made);
    values.emplace_back(assignment.version);
    work.demand(
        "assignment",
        "UPDATE assignments SET class = $3, version = $4, title = $5, item = $6, bpm = $7, click = $8, bars "
        "= $9,"
        " source = $10, attempts = $11, opens_s = $12, due_s = $13, closes_s = $14, late = $15, sound = $16,"
        " results = $17 WHERE school = $1 AND id = $2 AND version = $18 RETURNING id",
        std::move(values));
    insert_version(work, made, act);
    work.note(act, "assignment.change", fmt::format("class {}", made.klass),
              fmt::format("assignment {} version {}", made.id, made.version));
    return made;
  });
}

Result<Done> SchoolStore::set_override(std::int64_t school, std::int64_t assignment, const Override& one,
                                       const Act& act) {
  if (one.reason.empty() || one.reason.size() > 2000) return not_so("a change for one student has a reason");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const Assignment asked = the_assignment(work, assignment);
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {one.person});
    const std::vector<Override> before = changed(work, assignment);
    const Override* old = of_person(before, one.person);
    if (old != nullptr && old->attempts && one.attempts.value_or(0) < *old->attempts)
      work.fail(not_so("attempts may be raised and not lowered"));
    if (one.attempts && asked.attempts && *one.attempts < *asked.attempts)
      work.fail(not_so("attempts may be raised and not lowered"));
    work.ask(
        "INSERT INTO overrides(school, assignment, person, attempts, due_s, excused, passed, reason, "
        "by_person, at_s)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (school, assignment, person) DO "
        "UPDATE SET"
        " attempts = excluded.attempts, due_s = excluded.due_s, excused = excluded.excused, passed = "
        "excluded.passed,"
        " reason = excluded.reason, by_person = excluded.by_person, at_s = excluded.at_s",
        {assignment, one.person, value_of(one.attempts), optional_value(one.due_s), one.excused ? 1 : 0,
         one.passed ? sql::Value(static_cast<std::int64_t>(*one.passed ? 1 : 0)) : sql::Value(), one.reason,
         act.person, act.at_s});
    work.note(act, "result.override", fmt::format("person {}", one.person),
              fmt::format("assignment {}: {}", assignment, one.reason));
    return Done{};
  });
}

Result<std::int64_t> SchoolStore::hand_in(std::int64_t school, const Submission& submission, const Act& act) {
  if (submission.sent_name.empty() || submission.sent_name.size() > 200)
    return not_so("what is handed in has a name of 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // Of two that come at once one waits, so that neither a name nor an attempt is used twice.
    work.hold("submission");
    const sql::Rows sent =
        work.ask("SELECT id, assignment, person FROM submissions WHERE school = $1 AND sent_name = $2",
                 {submission.sent_name});
    if (!sent.empty()) {
      const sql::Row& row = sent.front();
      if (row.integer(1) != submission.assignment || row.integer(2) != submission.person)
        work.fail(not_so("that name was sent for something else"));
      return row.integer(0);
    }
    const Assignment asked = the_assignment(work, submission.assignment);
    work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {submission.person});
    work.demand(
        "version",
        "SELECT version FROM assignment_versions WHERE school = $1 AND assignment = $2 AND version = $3",
        {submission.assignment, submission.version});
    if (!work.ok()) return std::int64_t{0};
    const std::vector<Override> all = changed(work, submission.assignment);
    const Override* own = of_person(all, submission.person);
    const auto allowed = assign::attempts_allowed(asked.attempts, own ? own->attempts : std::nullopt);
    // What waits may yet count; what failed through us does not.
    int used = 0;
    for (const Submission& before : handed_in(work, submission.assignment, submission.person))
      used += before.state == SubmissionState::waiting || before.state == SubmissionState::heard ? 1 : 0;
    if (allowed && used >= *allowed)
      work.fail(
          not_so(fmt::format("{} of {} attempts are used; your teacher can give more", used, *allowed)));
    if (asked.closes_s && submission.began_s > *asked.closes_s)
      work.fail(not_so("this is closed; the take is kept in your book and not handed in"));
    const std::int64_t id = work.next("submission");
    work.ask(
        "INSERT INTO submissions(school, id, assignment, person, version, sent_name, state, began_s, came_s, "
        "take, answers)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        {id, submission.assignment, submission.person, submission.version, submission.sent_name,
         static_cast<int>(submission.state), submission.began_s, submission.came_s,
         optional_value(submission.take), answers_text(submission.answers)});
    work.note(act, "take.hand_in", fmt::format("person {}", submission.person),
              fmt::format("assignment {} submission {}", submission.assignment, id));
    return id;
  });
}

Result<Done> SchoolStore::answer_submission(std::int64_t school, std::int64_t id, SubmissionState state,
                                            const std::vector<assign::Answered>& answers, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    // What was heard stays as it was told: only a teacher takes it out.
    const bool out = state == SubmissionState::taken_out;
    const sql::Rows rows = work.ask(
        "UPDATE submissions SET state = $3, answers = CASE WHEN CAST($4 AS bigint) = 1 THEN"
        " answers ELSE $5 END WHERE school = $1 AND id = $2 AND (state = $6 OR CAST($4 AS"
        " bigint) = 1) RETURNING person",
        {id, static_cast<int>(state), out ? 1 : 0, answers_text(answers),
         static_cast<int>(SubmissionState::waiting)});
    if (rows.empty()) {
      work.demand("submission", "SELECT id FROM submissions WHERE school = $1 AND id = $2", {id});
      return Done{};  // it was answered before: the second answer is dropped
    }
    if (out)
      work.note(act, "take.take_out", fmt::format("person {}", rows.front().integer(0)),
                fmt::format("submission {}", id));
    return Done{};
  });
}

Result<Submission> SchoolStore::submission(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask(fmt::format("SELECT {} FROM submissions WHERE school = $1 AND id = $2", kSubmission), {id});
    if (rows.empty()) work.fail(no_such("submission"));
    return rows.empty() ? Submission{} : submission_of(work, rows.front());
  });
}

Result<std::vector<Submission>> SchoolStore::submissions(std::int64_t school, std::int64_t assignment,
                                                         std::int64_t person) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return handed_in(work, assignment, person); });
}

Result<std::vector<Grade>> SchoolStore::gradebook(std::int64_t school, std::int64_t klass,
                                                  std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<std::int64_t> students;
    for (const sql::Row& row :
         work.ask("SELECT person FROM memberships WHERE school = $1 AND class = $2 AND role = 'student'"
                  " AND (to_s IS NULL OR to_s > $3) ORDER BY person",
                  {klass, now_s}))
      students.push_back(row.integer(0));
    std::vector<Grade> grades;
    for (const sql::Row& row : work.ask(
             fmt::format(
                 "SELECT {}{} AND v.version = a.version WHERE a.school = $1 AND a.class = $2 ORDER BY a.id",
                 kColumns, kFrom),
             {klass})) {
      const Assignment asked = assignment_of(work, row);
      const std::vector<Override> all = changed(work, asked.id);
      std::vector<std::vector<Submission>> own(students.size());
      for (Submission& one : handed_in(work, asked.id, 0)) {
        const auto at = std::lower_bound(students.begin(), students.end(), one.person);
        if (at != students.end() && *at == one.person)
          own[static_cast<std::size_t>(at - students.begin())].push_back(std::move(one));
      }
      for (std::size_t i = 0; i < students.size(); ++i) {
        grades.push_back(grade_of(asked, std::move(own[i]), of_person(all, students[i])));
        grades.back().person = students[i];
      }
    }
    return grades;
  });
}

Result<std::int64_t> SchoolStore::add_comment(std::int64_t school, const Comment& comment, const Act& act) {
  if (comment.text.empty() || comment.text.size() > kMostComment || comment.bar < 0 || comment.beat < 0)
    return not_so("a comment has 1 to 2,000 letters, and a bar and a beat from 1");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("submission", "SELECT id FROM submissions WHERE school = $1 AND id = $2",
                {comment.submission});
    const std::int64_t id = work.next("comment");
    work.ask(
        "INSERT INTO comments(school, id, submission, bar, beat, text, by_person, at_s) VALUES ($1, $2, $3, "
        "$4, $5, $6, $7,"
        " $8)",
        {id, comment.submission, comment.bar, comment.beat, comment.text, act.person, act.at_s});
    work.note(act, "comment.add", fmt::format("submission {}", comment.submission),
              fmt::format("comment {}", id));
    return id;
  });
}

Result<Done> SchoolStore::change_comment(std::int64_t school, std::int64_t id, const std::string& text,
                                         const Act& act) {
  if (text.size() > kMostComment) return not_so("a comment has 2,000 letters at most");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const sql::Rows rows = work.ask(
        "UPDATE comments SET text = $3, edited_s = $4 WHERE school = $1 AND id = $2"
        " AND by_person = $5 AND text <> '' RETURNING submission",
        {id, text, act.at_s, act.person});
    if (rows.empty()) work.fail(no_such("comment of yours"));
    if (!rows.empty())
      work.note(act, text.empty() ? "comment.delete" : "comment.change",
                fmt::format("submission {}", rows.front().integer(0)), fmt::format("comment {}", id));
    return Done{};
  });
}

Result<std::vector<Comment>> SchoolStore::comments(std::int64_t school, std::int64_t submission) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Comment> all;
    for (const sql::Row& row : work.ask("SELECT id, submission, bar, beat, text, by_person, at_s, edited_s "
                                        "FROM comments WHERE school = $1"
                                        " AND submission = $2 AND text <> '' ORDER BY bar, beat, id",
                                        {submission}))
      all.push_back({row.integer(0), row.integer(1), static_cast<int>(row.integer(2)), row.real(3),
                     row.text(4), row.integer(5), row.integer(6), maybe(row, 7)});
    return all;
  });
}

}  // namespace firstchair::school
