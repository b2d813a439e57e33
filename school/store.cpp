#include "school/store.h"

#include <fmt/format.h>

#include "school/secrets.h"
#include "school/sql/schema.h"
#include "school/working.h"

namespace firstchair::school {
namespace {

constexpr std::int64_t kMostSchools = 100'000;

bool is_country(const std::string& text) {
  const auto letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 2 && letter(text[0]) && letter(text[1]);
}

}  // namespace

SchoolStore::SchoolStore(std::unique_ptr<sql::Connection> connection) : connection_(std::move(connection)) {}
SchoolStore::SchoolStore(SchoolStore&&) noexcept = default;
SchoolStore& SchoolStore::operator=(SchoolStore&&) noexcept = default;
SchoolStore::~SchoolStore() = default;

Result<SchoolStore> SchoolStore::open(const StoreConfig& config) {
  const bool postgres = sql::is_postgres(config.database);
  Result<std::unique_ptr<sql::Connection>> connection =
      postgres ? sql::connect_postgres(config.database) : sql::connect_sqlite(config.database, config.create);
  if (!connection) return connection.error();
  const std::string place = postgres ? "the database" : config.database;
  const Result<Done> ready =
      postgres ? sql::serves(**connection, place) : sql::bring_up_to_date(**connection, place);
  if (!ready) return ready.error();
  return SchoolStore(std::move(*connection));
}

Result<Done> migrate(const std::string& database, const std::string& app_role) {
  if (!sql::is_postgres(database)) {
    const Result<SchoolStore> store = SchoolStore::open({.database = database, .create = false});
    if (!store) return store.error();
    return Done{};
  }
  Result<std::unique_ptr<sql::Connection>> connection = sql::connect_postgres(database);
  if (!connection) return connection.error();
  return sql::migrate_postgres(**connection, "the database", app_role);
}

Result<std::int64_t> SchoolStore::make_school(const SchoolFacts& facts, const Act& act) {
  if (facts.name.empty() || facts.name.size() > 200) return not_so("a school has a name of 1 to 200 letters");
  if (!is_country(facts.country)) return not_so("a country has two letters (DE, US)");
  const Retention& keeps = facts.retention;
  for (const int days : {keeps.sound_days, keeps.takes_days, keeps.audit_days, keeps.backup_days})
    if (days <= 0) return not_so("everything is kept for a number of days");
  // A number is tried in its own transaction, since nobody sees which ones others have.
  for (std::int64_t school = 1; school <= kMostSchools; ++school) {
    const auto taken = within(*connection_, school, Working::Kind::writes, [&](Working& work) {
      const bool made =
          !work.ask(
                   "INSERT INTO schools(school, name, country, sound_days, takes_days, audit_days, "
                   "backup_days, consent, made_s) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                   " ON CONFLICT (school) DO NOTHING RETURNING school",
                   {facts.name, facts.country, keeps.sound_days, keeps.takes_days, keeps.audit_days,
                    keeps.backup_days, facts.consent == Consent::school ? "school" : "guardian", act.at_s})
               .empty();
      if (!made) return true;
      // Class 0 is the school itself, in term 0.
      work.ask("INSERT INTO terms(school, id, name, from_s, to_s) VALUES ($1, 0, '', 0, 0)");
      work.ask(
          "INSERT INTO classes(school, id, term, title, source_id, archived) VALUES ($1, 0, 0, '', '', 0)");
      work.note(act, "school.make", fmt::format("school {}", school), facts.name);
      return false;
    });
    if (!taken) return taken.error();
    if (!*taken) return school;
  }
  return Error{ErrorCode::too_large, {}, "the database has as many schools as it can hold", {}};
}

Result<SchoolFacts> SchoolStore::facts(std::int64_t school) {
  return within(*connection_, school, Working::Kind::reads, [](Working& work) {
    const sql::Rows rows = work.ask(
        "SELECT name, country, sound_days, takes_days, audit_days, backup_days, consent FROM schools"
        " WHERE school = $1");
    if (rows.empty()) {
      work.fail(no_such("school"));
      return SchoolFacts{};
    }
    const sql::Row& row = rows.front();
    const auto days = [&](std::size_t column) { return static_cast<int>(row.integer(column)); };
    return SchoolFacts{.name = row.text(0),
                       .country = row.text(1),
                       .retention = {days(2), days(3), days(4), days(5)},
                       .consent = row.text(6) == "school" ? Consent::school : Consent::guardian};
  });
}

Result<Done> SchoolStore::note(std::int64_t school, const Act& act, const std::string& verb,
                               const std::string& thing, const std::string& detail,
                               const std::string& words) {
  return within(*connection_, school, Working::Kind::writes, [&](Working& work) {
    work.note(act, verb, thing, detail, words);
    return Done{};
  });
}

namespace {

Noted noted_of(const sql::Row& row) {
  return Noted{.n = row.integer(0),
               .act = {.person = row.integer(2),
                       .role = role_of(row.text(3)).value_or(Role::owner),
                       .prefix = row.text(4),
                       .at_s = row.integer(1)},
               .verb = row.text(5),
               .thing = row.text(6),
               .detail = row.text(7),
               .words = row.text(10),
               .prev = row.text(8),
               .hash = row.text(9)};
}

constexpr std::string_view kLog =
    "SELECT a.n, a.at_s, a.actor, a.role, a.prefix, a.verb, a.thing, a.detail, a.prev, a.hash, w.words, "
    "w.salt"
    " FROM audit a LEFT JOIN audit_words w ON w.school = a.school AND w.n = a.n WHERE a.school = $1";

}  // namespace

Result<std::vector<Noted>> SchoolStore::log(std::int64_t school, const LogQuery& query) {
  return within(*connection_, school, Working::Kind::reads, [&](Working& work) {
    std::vector<Noted> lines;
    for (const sql::Row& row :
         work.ask(fmt::format("{} AND a.n > $2 AND a.at_s >= $3 AND (CAST($4 AS bigint) = 0 OR a.actor = $5)"
                              " AND (CAST($6 AS text) = '' OR a.thing = $7)"
                              " AND substr(a.verb, 1, length(CAST($8 AS text))) = $9 ORDER BY a.n LIMIT $10",
                              kLog),
                  {query.page.after, query.since_s, query.actor ? 1 : 0, query.actor.value_or(0), query.thing,
                   query.thing, query.verbs, query.verbs, query.page.limit}))
      lines.push_back(noted_of(row));
    return lines;
  });
}

Result<std::optional<std::int64_t>> SchoolStore::newest_backup(std::int64_t school) {
  return within(*connection_, school, Working::Kind::reads, [&](Working& work) {
    const sql::Rows rows =
        work.ask("SELECT max(at_s) FROM audit WHERE school = $1 AND verb = $2", {std::string(kBackupVerb)});
    return rows.empty() || rows.front().null(0) ? std::nullopt : std::optional(rows.front().integer(0));
  });
}

Result<std::int64_t> SchoolStore::first_broken(std::int64_t school) {
  return within(*connection_, school, Working::Kind::reads, [&](Working& work) {
    // The lines that were kept long enough are gone; the last of them is known by its number and hash.
    const sql::Rows floor =
        work.ask("SELECT n, hash FROM audit_floors WHERE school = $1 ORDER BY n DESC LIMIT 1");
    std::int64_t expected = floor.empty() ? 1 : floor.front().integer(0) + 1;
    std::string prev = floor.empty() ? std::string() : floor.front().text(1);
    const sql::Rows first = work.ask("SELECT min(n) FROM audit WHERE school = $1");
    if (!first.empty() && !first.front().null(0) && first.front().integer(0) < expected)
      return first.front().integer(0);
    constexpr std::int64_t kAtOnce = 1000;
    while (work.ok()) {
      const sql::Rows rows =
          work.ask(fmt::format("{} AND a.n >= $2 ORDER BY a.n LIMIT $3", kLog), {expected, kAtOnce});
      for (const sql::Row& row : rows) {
        const Noted line = noted_of(row);
        if (line.n != expected || line.prev != prev || line.hash != hash_of_line(line)) return expected;
        if (!row.null(10) && mark_of_words(line.detail) != hash_of(row.text(11) + line.words))
          return expected;
        prev = line.hash;
        ++expected;
      }
      if (rows.size() < static_cast<std::size_t>(kAtOnce)) break;
    }
    // A line that was taken off the end leaves its number behind.
    const sql::Rows newest = work.ask("SELECT newest FROM numbers WHERE school = $1 AND kind = 'log'");
    return newest.empty() || newest.front().integer(0) == expected - 1 ? std::int64_t{0} : expected;
  });
}

}  // namespace firstchair::school
