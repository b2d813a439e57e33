#include "school/sql/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <thread>
#include <vector>

#include "school/sql/step_assignments.h"
#include "school/sql/step_chairs.h"
#include "school/sql/step_errands.h"
#include "school/sql/step_jobs.h"
#include "school/sql/step_people.h"
#include "school/sql/step_played.h"
#include "school/sql/step_schools.h"

namespace firstchair::school::sql {
namespace {

constexpr std::array kSteps{
    Step{kSchoolsSentence, kSchools}, Step{kAssignmentsSentence, kAssignments},
    Step{kPlayedSentence, kPlayed},   Step{kPeopleSentence, kPeople},
    Step{kJobsSentence, kJobs},       Step{kErrandsSentence, kErrands},
    Step{kChairsSentence, kChairs},
};

// Tables of a step that are only added to.
constexpr std::string_view kOnlyAddedTo[] = {"audit", "chairs_lines"};
// Tables of numbers alone, in which a worker looks for whose turn it is: every school's rows are seen, and
// only the own ones are changed.
constexpr std::string_view kSeenByAll[] = {"turns"};

template <std::size_t N>
bool holds(const std::string_view (&tables)[N], const std::string& table) {
  return std::find(std::begin(tables), std::end(tables), table) != std::end(tables);
}

bool of_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::string replaced_words(std::string_view sql, std::string_view word, std::string_view by) {
  std::string text;
  for (std::size_t i = 0; i < sql.size();) {
    const bool here = sql.substr(i).starts_with(word) && (i == 0 || !of_word(sql[i - 1])) &&
                      (i + word.size() == sql.size() || !of_word(sql[i + word.size()]));
    if (here) text += by;
    if (!here) text += sql[i];
    i += here ? word.size() : 1;
  }
  return text;
}

std::vector<std::string> tables_of(std::string_view sql) {
  constexpr std::string_view kCreate = "CREATE TABLE ";
  std::vector<std::string> tables;
  for (std::size_t at = sql.find(kCreate); at != std::string_view::npos; at = sql.find(kCreate, at)) {
    at += kCreate.size();
    tables.emplace_back(sql.substr(at, sql.find('(', at) - at));
  }
  return tables;
}

Error newer(const std::string& place, std::int64_t found) {
  return Error{ErrorCode::unsupported, place,
               fmt::format("the database is at step {}, this program serves {} to {}", found, kSteps.size(),
                           kSteps.size()),
               static_cast<std::size_t>(std::max<std::int64_t>(found, 0)) > kSteps.size()
                   ? "Update the program"
                   : "firstchair school migrate brings it up to date"};
}

Result<std::int64_t> whole(Connection& connection, std::string_view sql) {
  const Result<Rows> rows = connection.ask(sql, {});
  if (!rows) return rows.error();
  return rows->empty() ? std::int64_t{0} : rows->front().integer(0);
}

}  // namespace

std::span<const Step> steps() {
  return kSteps;
}

std::string for_postgres(const Step& step, const std::string& app) {
  std::string sql = step.sql;
  sql = replaced_words(sql, "STRICT, WITHOUT ROWID", "");
  sql = replaced_words(sql, "STRICT", "");
  sql = replaced_words(sql, "INTEGER", "bigint");
  sql = replaced_words(sql, "REAL", "double precision");
  sql = replaced_words(sql, "BLOB", "bytea");
  sql = replaced_words(sql, "TEXT", "text COLLATE \"C\"");
  for (const std::string& table : tables_of(step.sql)) {
    sql += fmt::format(
        "ALTER TABLE {0} ENABLE ROW LEVEL SECURITY;\n"
        "ALTER TABLE {0} FORCE ROW LEVEL SECURITY;\n"
        "CREATE POLICY of_school ON {0} USING (school = current_setting('firstchair.school')::bigint)\n"
        "  WITH CHECK (school = current_setting('firstchair.school')::bigint);\n"
        "GRANT {2} ON {0} TO {1};\n",
        table, app, holds(kOnlyAddedTo, table) ? "SELECT, INSERT" : "SELECT, INSERT, UPDATE, DELETE");
    if (holds(kSeenByAll, table))
      sql += fmt::format("CREATE POLICY of_all ON {} FOR SELECT USING (true);\n", table);
  }
  return sql;
}

Result<Done> bring_up_to_date(Connection& connection, const std::string& place) {
  const auto newest = static_cast<std::int64_t>(kSteps.size());
  Transaction transaction(connection, 0, true);
  if (!transaction.begun()) return transaction.begun().error();
  const Result<std::int64_t> application = whole(connection, "PRAGMA application_id");
  const Result<std::int64_t> version = whole(connection, "PRAGMA user_version");
  const Result<std::int64_t> tables = whole(connection, "SELECT count(*) FROM sqlite_schema");
  for (const auto* read : {&application, &version, &tables})
    if (!*read) return read->error();
  if (*application != kSchoolApplication && (*application != 0 || *tables > 0))
    return Error{ErrorCode::malformed, place, "this is no school of firstchair",
                 "Name another with --database"};
  if (*version > newest || *version < 0) return newer(place, *version);
  for (std::int64_t i = *version; i < newest; ++i)
    if (Result<Done> done = connection.run(kSteps[static_cast<std::size_t>(i)].sql); !done) return done;
  if (*version < newest)
    if (Result<Done> done = connection.run(
            fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kSchoolApplication, newest));
        !done)
      return done;
  return transaction.commit();
}

Result<Done> serves(Connection& connection, const std::string& place) {
  // A database of before has no such column.
  const Result<Rows> rows = connection.ask(
      "SELECT s.step, CAST(row_to_json(s) ->> 'serves_from' AS bigint) FROM schema_steps s ORDER BY s.step "
      "DESC"
      " LIMIT 1",
      {});
  if (!rows) return rows.error();
  const auto ours = static_cast<std::int64_t>(kSteps.size());
  const std::int64_t found = rows->empty() ? 0 : rows->front().integer(0);
  if (found == ours) return Done{};
  const std::int64_t from = rows->empty() || rows->front().null(1) ? 0 : rows->front().integer(1);
  if (found > ours && from > 0 && from <= ours) return Done{};
  return newer(place, found);
}

namespace {

Result<Done> take_step(Connection& connection, const Step& step, std::size_t number, const std::string& app) {
  Transaction transaction(connection, 0, true);
  if (!transaction.begun()) return transaction.begun().error();
  if (Result<Done> done = connection.run(for_postgres(step, app)); !done) return done;
  const std::size_t from = step.serves_from > 0 ? static_cast<std::size_t>(step.serves_from) : number;
  if (Result<Done> done = connection.run(
          fmt::format("INSERT INTO schema_steps(step, serves_from) VALUES ({}, {}); GRANT SELECT ON "
                      "schema_steps TO {}",
                      number, from, app));
      !done)
    return done;
  return transaction.commit();
}

}  // namespace

Result<Done> migrate_postgres(Connection& connection, const std::string& place, const std::string& app,
                              std::span<const Step> wanted) {
  if (app.empty() || app.size() > 63 || !std::all_of(app.begin(), app.end(), of_word))
    return Error{ErrorCode::usage, "--app-role " + app, "not a role's name",
                 "Use letters, digits and underscores"};
  // Of two programs the second waits here and then finds every step done. A step may take long; it waits for
  // no reader for long.
  if (Result<Done> done =
          connection.run("SET statement_timeout = 0; SELECT pg_advisory_lock(7162735); "
                         "SET lock_timeout = '300ms'; "
                         "CREATE TABLE IF NOT EXISTS schema_steps(step bigint PRIMARY KEY); "
                         "ALTER TABLE schema_steps ADD COLUMN IF NOT EXISTS serves_from bigint");
      !done)
    return done;
  const Result<std::int64_t> found = whole(connection, "SELECT coalesce(max(step), 0) FROM schema_steps");
  if (!found) return found.error();
  if (*found > static_cast<std::int64_t>(wanted.size())) return newer(place, *found);
  constexpr int kTries = 20;
  for (auto i = static_cast<std::size_t>(*found); i < wanted.size(); ++i) {
    Result<Done> done = take_step(connection, wanted[i], i + 1, app);
    for (int turn = 1; turn < kTries && !done && done.error().code == ErrorCode::unwritable; ++turn) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50 * turn));
      done = take_step(connection, wanted[i], i + 1, app);
    }
    if (!done) return done;
  }
  return connection.run("SELECT pg_advisory_unlock(7162735)");
}

}  // namespace firstchair::school::sql
