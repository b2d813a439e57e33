#include <fmt/format.h>

#include "school/assignment_rows.h"
#include "school/store.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::size_t kMostAssignments = 2000;  // of a class

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
          static_cast<int>(a.results),
          a.released ? 1 : 0,
          points_text(a.points)};
}

}  // namespace

Result<std::int64_t> SchoolStore::add_assignment(std::int64_t school, const Assignment& assignment,
                                                 const Act& act) {
  if (std::string fault = fault_of(assignment); !fault.empty()) return not_so(std::move(fault));
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    if (work.ask("SELECT id FROM assignments WHERE school = $1 AND class = $2", {assignment.klass}).size() >=
        kMostAssignments)
      work.fail(not_so("2,000 assignments of a class are the most there can be"));
    work.demand("class", "SELECT id FROM classes WHERE school = $1 AND id = $2 AND id > 0",
                {assignment.klass});
    Assignment made = assignment;
    made.version = 1;
    made.id = work.next("assignment");
    work.ask(
        "INSERT INTO assignments(school, id, class, version, title, item, bpm, click, bars, source, "
        "attempts, opens_s,"
        " due_s, closes_s, late, sound, results, released, points)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
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
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return assignment_at(work, id, version); });
}

Result<std::vector<Assignment>> SchoolStore::assignments(std::int64_t school, std::int64_t klass) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return assignments_of(work, klass); });
}

Result<Assignment> SchoolStore::change_assignment(std::int64_t school, const Assignment& assignment,
                                                  const Act& act, const std::string& seen) {
  if (std::string fault = fault_of(assignment); !fault.empty()) return not_so(std::move(fault));
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.hold("assignment");  // of two changes at once the second sees the first
    const Assignment before = the_assignment(work, assignment.id);
    if (!work.ok()) return Assignment{};
    const bool fewer = assignment.attempts && (!before.attempts || *assignment.attempts < *before.attempts);
    if (before.version != assignment.version || (!seen.empty() && seen != edition_of(before)))
      work.fail(not_so("somebody else has changed it meanwhile", "Look at it again"));
    if (fewer) work.fail(not_so("attempts may be raised and not lowered"));
    if (before.klass != assignment.klass) work.fail(not_so("an assignment stays in its class"));
    const bool other_music = before.item != assignment.item || before.bpm != assignment.bpm;
    if (other_music &&
        !work.ask("SELECT id FROM submissions WHERE school = $1 AND assignment = $2 LIMIT 1", {assignment.id})
             .empty())
      work.fail(
          not_so("the chart and the tempo stay once something was handed in", "Make another assignment"));
    Assignment made = assignment;
    const bool anew = asks_otherwise(before, made);
    if (anew) ++made.version;
    sql::Values values = fields_of(made);
    values.emplace_back(assignment.version);
    work.demand(
        "assignment",
        "UPDATE assignments SET class = $3, version = $4, title = $5, item = $6, bpm = $7, click = $8, bars "
        "= $9,"
        " source = $10, attempts = $11, opens_s = $12, due_s = $13, closes_s = $14, late = $15, sound = $16,"
        " results = $17, released = $18, points = $19 WHERE school = $1 AND id = $2 AND version = $20 "
        "RETURNING id",
        std::move(values));
    if (anew) insert_version(work, made, act);
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
    const std::vector<Override> before = overrides_of(work, assignment);
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
              fmt::format("assignment {}", assignment), one.reason);
    return Done{};
  });
}

Result<Assignment> SchoolStore::release_results(std::int64_t school, std::int64_t id, const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand("assignment",
                "UPDATE assignments SET released = 1 WHERE school = $1 AND id = $2 RETURNING id", {id});
    const Assignment asked = the_assignment(work, id);
    work.note(act, "assignment.release", fmt::format("class {}", asked.klass),
              fmt::format("assignment {}", id));
    return asked;
  });
}

Result<std::vector<Override>> SchoolStore::overrides(std::int64_t school, std::int64_t assignment) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return overrides_of(work, assignment); });
}

}  // namespace firstchair::school
