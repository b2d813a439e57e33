#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::string_view kColumns = "id, name, given, birth_year, email, state, source, source_id";

Person person_of(const sql::Row& row) {
  return Person{.id = row.integer(0),
                .name = row.text(1),
                .given = row.text(2),
                .birth_year = row.null(3) ? std::nullopt : std::optional(static_cast<int>(row.integer(3))),
                .email = row.text(4),
                .ended = row.text(5) == "ended",
                .source = row.text(6),
                .source_id = row.text(7)};
}

std::optional<Error> wrong_with(const Person& person) {
  if (person.name.empty() || person.name.size() > 200 || person.given.size() > 200 ||
      person.email.size() > 200)
    return not_so("a person has a name of 1 to 200 letters");
  if (person.birth_year && (*person.birth_year < 1900 || *person.birth_year > 2100))
    return not_so("the year of birth is none");
  return std::nullopt;
}

std::optional<std::int64_t> wide(const std::optional<int>& year) {
  return year ? std::optional<std::int64_t>(*year) : std::nullopt;
}

}  // namespace

std::vector<Person> students_of(Working& work, std::int64_t klass, std::int64_t now_s) {
  std::vector<Person> all;
  for (const sql::Row& row : work.ask(
           fmt::format("SELECT {} FROM people WHERE school = $1 AND id IN (SELECT m.person FROM memberships m"
                       " WHERE m.school = $1 AND m.class = $2 AND m.role = 'student' AND (m.to_s IS NULL OR"
                       " m.to_s > $3)) ORDER BY id",
                       kColumns),
           {klass, now_s}))
    all.push_back(person_of(row));
  return all;
}

std::vector<std::int64_t> children_in(Working& work, std::int64_t guardian) {
  std::vector<std::int64_t> all;
  for (const sql::Row& row :
       work.ask("SELECT child FROM guardians WHERE school = $1 AND guardian = $2 ORDER BY child", {guardian}))
    all.push_back(row.integer(0));
  return all;
}

std::int64_t insert_person(Working& work, const Person& person, const Act& act) {
  if (const auto wrong = wrong_with(person)) {
    work.fail(*wrong);
    return 0;
  }
  if (!person.source.empty() &&
      !work.ask("SELECT id FROM people WHERE school = $1 AND source = $2 AND source_id = $3",
                {person.source, person.source_id})
           .empty()) {
    work.fail(not_so("somebody of that number in the roster is here already"));
    return 0;
  }
  const std::int64_t id = work.next("person");
  work.ask(
      "INSERT INTO people(school, id, name, given, birth_year, email, state, source, source_id, made_s)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {id, person.name, person.given, optional_value(wide(person.birth_year)), person.email,
       person.ended ? "ended" : "active", person.source, person.source_id, act.at_s});
  // The log keeps numbers, no names: it outlives them.
  work.note(act, "account.add", fmt::format("person {}", id));
  return id;
}

void insert_guardian(Working& work, std::int64_t guardian, std::int64_t child, const Act& act) {
  work.ask("INSERT INTO guardians(school, guardian, child) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
           {guardian, child});
  work.note(act, "account.guardian", fmt::format("person {}", child), fmt::format("guardian {}", guardian));
}

Result<std::int64_t> SchoolStore::add_person(std::int64_t school, const Person& person, const Act& act) {
  return within(*connection_, school, Kind::writes,
                [&](Working& work) { return insert_person(work, person, act); });
}

Result<Person> SchoolStore::person(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask(fmt::format("SELECT {} FROM people WHERE school = $1 AND id = $2", kColumns), {id});
    if (rows.empty()) work.fail(no_such("person"));
    return rows.empty() ? Person{} : person_of(rows.front());
  });
}

Result<std::vector<Person>> SchoolStore::people(std::int64_t school, const Page& page) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Person> all;
    for (const sql::Row& row :
         work.ask(fmt::format("SELECT {} FROM people WHERE school = $1 AND id > $2 ORDER BY id LIMIT $3",
                              kColumns),
                  {page.after, page.limit}))
      all.push_back(person_of(row));
    return all;
  });
}

Result<Done> SchoolStore::change_person(std::int64_t school, const Person& person, const Act& act) {
  if (const auto wrong = wrong_with(person)) return *wrong;
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand(
        "person",
        "UPDATE people SET name = $3, given = $4, birth_year = $5, email = $6, state = $7, source = $8,"
        " source_id = $9 WHERE school = $1 AND id = $2 RETURNING id",
        {person.id, person.name, person.given, optional_value(wide(person.birth_year)), person.email,
         person.ended ? "ended" : "active", person.source, person.source_id});
    if (person.ended) work.ask("DELETE FROM sessions WHERE school = $1 AND person = $2", {person.id});
    work.note(act, person.ended ? "account.end" : "account.change", fmt::format("person {}", person.id));
    return Done{};
  });
}

Result<Done> SchoolStore::set_guardian(std::int64_t school, std::int64_t guardian, std::int64_t child,
                                       const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    for (const std::int64_t id : {guardian, child})
      work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {id});
    insert_guardian(work, guardian, child, act);
    return Done{};
  });
}

Result<std::vector<std::int64_t>> SchoolStore::children_of(std::int64_t school, std::int64_t guardian) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return children_in(work, guardian); });
}

}  // namespace firstchair::school
