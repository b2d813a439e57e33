#include <fmt/format.h>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

using Kind = Working::Kind;

constexpr std::size_t kMostTitle = 200;
constexpr std::int64_t kMostClasses = 100;  // of a teacher

Class class_of(const sql::Row& row) {
  return Class{.id = row.integer(0),
               .term = row.integer(1),
               .title = row.text(2),
               .source_id = row.text(3),
               .archived = row.integer(4) != 0};
}

Membership membership_of(const sql::Row& row) {
  return Membership{.klass = row.integer(0),
                    .person = row.integer(1),
                    .role = role_of(row.text(2)).value_or(Role::student),
                    .from_s = row.integer(3),
                    .to_s = row.null(4) ? std::nullopt : std::optional(row.integer(4))};
}

void demand_term(Working& work, std::int64_t term) {
  work.demand("term", "SELECT id FROM terms WHERE school = $1 AND id = $2", {term});
}

}  // namespace

Class class_in(Working& work, std::int64_t id) {
  const sql::Rows rows = work.ask(
      "SELECT id, term, title, source_id, archived FROM classes WHERE school = $1 AND id = $2 AND id > 0",
      {id});
  if (rows.empty()) work.fail(no_such("class"));
  return rows.empty() ? Class{} : class_of(rows.front());
}

std::vector<Membership> memberships_in(Working& work, std::int64_t person, std::int64_t now_s) {
  std::vector<Membership> all;
  for (const sql::Row& row :
       work.ask("SELECT class, person, role, from_s, to_s FROM memberships WHERE school = $1 AND person = $2"
                " AND (to_s IS NULL OR to_s > $3) ORDER BY class",
                {person, now_s}))
    all.push_back(membership_of(row));
  return all;
}

Result<std::int64_t> SchoolStore::add_term(std::int64_t school, const Term& term, const Act& act) {
  if (term.name.empty() || term.name.size() > kMostTitle || term.to_s <= term.from_s)
    return not_so("a term has a name, and ends after it begins");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    const std::int64_t id = work.next("term");
    work.ask("INSERT INTO terms(school, id, name, from_s, to_s) VALUES ($1, $2, $3, $4, $5)",
             {id, term.name, term.from_s, term.to_s});
    work.note(act, "term.add", fmt::format("term {}", id), term.name);
    return id;
  });
}

Result<std::vector<Term>> SchoolStore::terms(std::int64_t school) {
  return within(*connection_, school, Kind::reads, [](Working& work) {
    std::vector<Term> all;
    for (const sql::Row& row :
         work.ask("SELECT id, name, from_s, to_s FROM terms WHERE school = $1 AND id > 0 ORDER BY id"))
      all.push_back({row.integer(0), row.text(1), row.integer(2), row.integer(3)});
    return all;
  });
}

Result<std::int64_t> SchoolStore::add_class(std::int64_t school, const Class& klass, const Act& act) {
  if (klass.title.empty() || klass.title.size() > kMostTitle)
    return not_so("a class has a title of 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    demand_term(work, klass.term);
    if (act.person != 0 && act.role == Role::teacher) {
      const sql::Rows taught = work.ask(
          "SELECT count(*) FROM memberships m JOIN classes c ON c.school = m.school AND c.id = m.class WHERE"
          " m.school = $1 AND m.person = $2 AND m.role = 'teacher' AND m.to_s IS NULL AND c.id > 0 AND"
          " c.archived = 0",
          {act.person});
      if (!taught.empty() && taught.front().integer(0) >= kMostClasses)
        work.fail(not_so("100 classes are the most a teacher can have", "Archive one"));
    }
    const std::int64_t id = work.next("class");
    work.ask(
        "INSERT INTO classes(school, id, term, title, source_id, archived) VALUES ($1, $2, $3, $4, $5, $6)",
        {id, klass.term, klass.title, klass.source_id, klass.archived ? 1 : 0});
    work.note(act, "class.add", fmt::format("class {}", id), klass.title);
    if (act.person != 0 && act.role == Role::teacher) insert_member(work, id, act.person, Role::teacher, act);
    return id;
  });
}

Result<Class> SchoolStore::klass(std::int64_t school, std::int64_t id) {
  return within(*connection_, school, Kind::reads, [&](Working& work) { return class_in(work, id); });
}

Result<std::vector<Class>> SchoolStore::classes(std::int64_t school, const Page& page) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Class> all;
    for (const sql::Row& row : work.ask("SELECT id, term, title, source_id, archived FROM classes WHERE "
                                        "school = $1 AND id > $2 AND id > 0"
                                        " ORDER BY id LIMIT $3",
                                        {page.after, page.limit}))
      all.push_back(class_of(row));
    return all;
  });
}

Result<Done> SchoolStore::change_class(std::int64_t school, const Class& klass, const Act& act) {
  if (klass.title.empty() || klass.title.size() > kMostTitle)
    return not_so("a class has a title of 1 to 200 letters");
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    demand_term(work, klass.term);
    work.demand("class",
                "UPDATE classes SET term = $3, title = $4, source_id = $5, archived = $6"
                " WHERE school = $1 AND id = $2 AND id > 0 RETURNING id",
                {klass.id, klass.term, klass.title, klass.source_id, klass.archived ? 1 : 0});
    work.note(act, klass.archived ? "class.archive" : "class.change", fmt::format("class {}", klass.id),
              klass.title);
    return Done{};
  });
}

void insert_member(Working& work, std::int64_t klass, std::int64_t person, Role role, const Act& act) {
  if (klass != 0) {
    const sql::Rows there = work.ask(
        "SELECT count(*) FROM memberships WHERE school = $1 AND class = $2 AND to_s IS NULL AND person <> $3",
        {klass, person});
    if (!there.empty() && there.front().integer(0) >= static_cast<std::int64_t>(kMostMembers))
      return work.fail(not_so("500 people are the most a class can have", "Make another class"));
  }
  work.demand("class", "SELECT id FROM classes WHERE school = $1 AND id = $2", {klass});
  work.demand("person", "SELECT id FROM people WHERE school = $1 AND id = $2", {person});
  work.ask(
      "INSERT INTO memberships(school, class, person, role, from_s, to_s) VALUES ($1, $2, $3, $4, $5, NULL)"
      " ON CONFLICT (school, class, person) DO UPDATE SET role = excluded.role, from_s = excluded.from_s,"
      " to_s = NULL",
      {klass, person, std::string(id_of(role)), act.at_s});
  work.note(act, "member.set", fmt::format("person {}", person),
            fmt::format("class {} as {}", klass, id_of(role)));
}

Result<Done> SchoolStore::set_member(std::int64_t school, std::int64_t klass, std::int64_t person, Role role,
                                     const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    insert_member(work, klass, person, role, act);
    return Done{};
  });
}

Result<Done> SchoolStore::end_member(std::int64_t school, std::int64_t klass, std::int64_t person,
                                     const Act& act) {
  return within(*connection_, school, Kind::writes, [&](Working& work) {
    work.demand(
        "member",
        "UPDATE memberships SET to_s = $4 WHERE school = $1 AND class = $2 AND person = $3 AND to_s IS NULL"
        " RETURNING person",
        {klass, person, act.at_s});
    work.note(act, "member.end", fmt::format("person {}", person), fmt::format("class {}", klass));
    return Done{};
  });
}

Result<std::vector<Membership>> SchoolStore::members(std::int64_t school, std::int64_t klass,
                                                     std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Membership> all;
    for (const sql::Row& row :
         work.ask("SELECT class, person, role, from_s, to_s FROM memberships WHERE school = $1 AND class = $2"
                  " AND (to_s IS NULL OR to_s > $3) ORDER BY person",
                  {klass, now_s}))
      all.push_back(membership_of(row));
    return all;
  });
}

Result<std::vector<Membership>> SchoolStore::memberships_of(std::int64_t school, std::int64_t person,
                                                            std::int64_t now_s) {
  return within(*connection_, school, Kind::reads,
                [&](Working& work) { return memberships_in(work, person, now_s); });
}

Result<std::vector<Membership>> SchoolStore::memberships_between(std::int64_t school, std::int64_t first,
                                                                 std::int64_t last, std::int64_t now_s) {
  return within(*connection_, school, Kind::reads, [&](Working& work) {
    std::vector<Membership> all;
    for (const sql::Row& row : work.ask(
             "SELECT class, person, role, from_s, to_s FROM memberships WHERE school = $1 AND person >= $2"
             " AND person <= $3 AND (to_s IS NULL OR to_s > $4) ORDER BY person, class",
             {first, last, now_s}))
      all.push_back(membership_of(row));
    return all;
  });
}

}  // namespace firstchair::school
