// Putting a roster into a school: once or again, whoever is there stays who they are.
#include <fmt/format.h>

#include <map>
#include <set>

#include "school/store.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

constexpr const char* kSource = "csv";

// Enrolling is one transaction with what it looks up often.
class Enrolling {
 public:
  Enrolling(Working& work, const Act& act) : work_(work), act_(act) {
    for (const sql::Row& row :
         work_.ask("SELECT id, title FROM classes WHERE school = $1 AND id > 0 AND archived = 0"))
      classes_[row.text(1)].push_back(row.integer(0));
    for (const sql::Row& row :
         work_.ask("SELECT id, name, given, birth_year, email, state, source_id FROM people"
                   " WHERE school = $1 AND source = $2",
                   {kSource}))
      people_[row.text(6)] = {
          .id = row.integer(0),
          .name = row.text(1),
          .given = row.text(2),
          .birth_year = row.null(3) ? std::nullopt : std::optional(static_cast<int>(row.integer(3))),
          .email = row.text(4),
          .ended = row.text(5) == "ended",
          .source = kSource,
          .source_id = row.text(6)};
  }

  // Returns why a line is left out; empty: it is in.
  std::string take(const RosterRow& row) {
    std::int64_t klass = 0;
    if (const std::string why = find_class(row, klass); !why.empty()) return why;
    // Without a number of its own a name in another class is another person: two children are never made one.
    const std::string key = row.id.empty() ? fmt::format("{}|{}|{}", row.klass, row.name, row.given) : row.id;
    const auto seen = seen_.emplace(key, row.name + "|" + row.given).first->second;
    if (row.id.empty() && !keys_.insert(key).second)
      return "the name is in this class twice; numbers in a column id tell two people apart";
    if (!row.id.empty() && seen != row.name + "|" + row.given)
      return "the number is somebody else's in an earlier line";
    if (is_full(klass, key)) return "its class has 500 people, the most there can be";
    bool changed = false;
    const std::int64_t person = find_person(row, key, klass, changed);
    const bool joined = person != 0 && join(row, klass, person);
    if (!changed && joined) ++done.joined;
    if (!changed && !joined) ++done.same;
    return {};
  }

  Enrolled done;

 private:
  // Says whether nobody else fits into the class; who is in it stays.
  bool is_full(std::int64_t klass, const std::string& key) {
    if (klass == 0) return false;
    if (!members_.contains(klass)) {
      std::set<std::int64_t>& there = members_[klass];
      for (const sql::Row& row : work_.ask(
               "SELECT person FROM memberships WHERE school = $1 AND class = $2 AND to_s IS NULL", {klass}))
        there.insert(row.integer(0));
    }
    const auto known = people_.find(key);
    const std::set<std::int64_t>& there = members_[klass];
    return there.size() >= kMostMembers && (known == people_.end() || !there.contains(known->second.id));
  }

  std::string find_class(const RosterRow& row, std::int64_t& klass) {
    if (row.klass.empty()) return {};
    const auto found = classes_.find(row.klass);
    if (found != classes_.end() && found->second.size() > 1) return "two classes are called " + row.klass;
    if (found != classes_.end()) {
      klass = found->second.front();
      return {};
    }
    klass = work_.next("class");
    work_.ask(
        "INSERT INTO classes(school, id, term, title, source_id, archived) VALUES ($1, $2, 0, $3, '', 0)",
        {klass, row.klass});
    work_.note(act_, "class.add", fmt::format("class {}", klass), row.klass);
    classes_[row.klass] = {klass};
    ++done.classes;
    return {};
  }

  // Whoever came into the class by its link and is called the same.
  std::optional<Person> by_name(const RosterRow& row, std::int64_t klass) {
    if (!by_link_.contains(klass)) {
      Named& there = by_link_[klass];
      for (const sql::Row& one :
           work_.ask("SELECT p.id, p.birth_year, p.email, p.name, p.given FROM people p JOIN memberships m"
                     " ON m.school = p.school AND m.person = p.id WHERE p.school = $1 AND m.class = $2"
                     " AND m.to_s IS NULL AND p.source = '' AND p.state = 'active'",
                     {klass}))
        there[{one.text(3), one.text(4)}].push_back(
            {.id = one.integer(0),
             .name = one.text(3),
             .given = one.text(4),
             .birth_year = one.null(1) ? std::nullopt : std::optional(static_cast<int>(one.integer(1))),
             .email = one.text(2)});
    }
    const auto found = by_link_[klass].find({row.name, row.given});
    if (found == by_link_[klass].end() || found->second.size() != 1) return std::nullopt;
    const Person person = found->second.front();
    // From here on they are the roster's, in every class.
    for (auto& [number, there] : by_link_)
      std::erase_if(there[{row.name, row.given}], [&](const Person& one) { return one.id == person.id; });
    return person;
  }

  std::int64_t find_person(const RosterRow& row, const std::string& key, std::int64_t klass, bool& changed) {
    const auto found = people_.find(key);
    if (found != people_.end()) {
      Person& known = found->second;
      if (known.name == row.name && known.given == row.given &&
          (row.email.empty() || known.email == row.email) && !known.ended)
        return known.id;
      known.name = row.name;
      known.given = row.given;
      if (!row.email.empty()) known.email = row.email;
      known.ended = false;
      write(known);
      changed = true;
      ++done.changed;
      return known.id;
    }
    Person made{
        .name = row.name, .given = row.given, .email = row.email, .source = kSource, .source_id = key};
    const auto here = klass == 0 ? std::nullopt : by_name(row, klass);
    if (here) {
      made.id = here->id;
      made.birth_year = here->birth_year;
      if (made.email.empty()) made.email = here->email;
      write(made);
    } else {
      made.id = insert_person(work_, made, act_);
    }
    changed = true;
    ++(here ? done.changed : done.added);
    people_[key] = made;
    return made.id;
  }

  void write(const Person& person) {
    work_.ask(
        "UPDATE people SET name = $3, given = $4, email = $5, state = 'active', source = $6, source_id = $7"
        " WHERE school = $1 AND id = $2",
        {person.id, person.name, person.given, person.email, person.source, person.source_id});
    work_.note(act_, "account.change", fmt::format("person {}", person.id));
  }

  // False: they were there, as that. A teacher is one of the school, too.
  bool join(const RosterRow& row, std::int64_t klass, std::int64_t person) {
    bool joined = false;
    const auto into = [&](std::int64_t where) {
      const bool known = where != 0 && members_.contains(where);
      if (known && !members_[where].contains(person)) {
        insert_member(work_, where, person, row.role, act_);
        members_[where].insert(person);
        joined = true;
        return;
      }
      const sql::Rows held = work_.ask(
          "SELECT role FROM memberships WHERE school = $1 AND class = $2 AND person = $3"
          " AND to_s IS NULL",
          {where, person});
      // In the school as a whole somebody may be more.
      if (!held.empty() && (where == 0 || held.front().text(0) == id_of(row.role))) return;
      insert_member(work_, where, person, row.role, act_);
      if (where != 0) members_[where].insert(person);
      joined = true;
    };
    if (row.role == Role::teacher) into(0);
    if (klass != 0) into(klass);
    return joined;
  }

  using Named = std::map<std::pair<std::string, std::string>, std::vector<Person>>;  // by name and given name

  Working& work_;
  const Act& act_;
  std::map<std::string, std::vector<std::int64_t>> classes_;
  std::map<std::int64_t, Named> by_link_;                   // of classes, who came by no roster
  std::map<std::string, Person> people_;                    // by their number in the roster
  std::map<std::int64_t, std::set<std::int64_t>> members_;  // of classes, by their numbers
  std::map<std::string, std::string> seen_;
  std::set<std::string> keys_;
};

}  // namespace

Result<Enrolled> SchoolStore::enrol(std::int64_t school, const Roster& roster, const std::string& file,
                                    bool dry_run, const Act& act) {
  Working work(*connection_, school, Working::Kind::writes);
  work.demand("school", "SELECT school FROM schools WHERE school = $1", {});
  Enrolling enrolling(work, act);
  for (const RosterRow& row : roster.rows) {
    if (!work.ok()) break;
    if (const std::string why = enrolling.take(row); !why.empty())
      enrolling.done.refused.push_back(
          fmt::format("{} line {}: {}; the person is left out", file, row.line, why));
  }
  enrolling.done.refused.insert(enrolling.done.refused.begin(), roster.refused.begin(), roster.refused.end());
  if (!work.ok()) return work.error();
  if (dry_run) return enrolling.done;  // nothing is committed
  work.note(act, "school.roster", fmt::format("school {}", school), text_of(enrolling.done));
  if (const Result<Done> done = work.done(); !done) return done.error();
  return enrolling.done;
}

}  // namespace firstchair::school
