#include "school/sql/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <thread>
#include <vector>

#include "school/sql/step_errands.h"
#include "school/sql/step_jobs.h"
#include "school/sql/step_people.h"
#include "school/sql/step_played.h"

namespace firstchair::school::sql {
namespace {

constexpr std::array kSteps{
    Step{"Schools, people, logins, sessions, invites, classes, and the log.", R"sql(
CREATE TABLE schools(
  school INTEGER NOT NULL PRIMARY KEY CHECK (school > 0),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  country TEXT NOT NULL CHECK (length(country) = 2),
  sound_days INTEGER NOT NULL CHECK (sound_days > 0),
  takes_days INTEGER NOT NULL CHECK (takes_days > 0),
  audit_days INTEGER NOT NULL CHECK (audit_days > 0),
  backup_days INTEGER NOT NULL CHECK (backup_days > 0),
  consent TEXT NOT NULL CHECK (consent IN ('school', 'guardian')),
  made_s INTEGER NOT NULL
) STRICT;
CREATE TABLE numbers(
  school INTEGER NOT NULL REFERENCES schools(school),
  kind TEXT NOT NULL,
  newest INTEGER NOT NULL,
  PRIMARY KEY (school, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE people(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  given TEXT NOT NULL,
  birth_year INTEGER,
  email TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'ended')),
  source TEXT NOT NULL,
  source_id TEXT NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX people_of_source ON people(school, source, source_id) WHERE source <> '';
CREATE TABLE logins(
  school INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('password', 'oidc', 'lti')),
  subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 200),
  person INTEGER NOT NULL,
  secret TEXT NOT NULL,
  failed INTEGER NOT NULL DEFAULT 0,
  locked_until_s INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (school, kind, subject),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX logins_of_person ON logins(school, person);
CREATE TABLE refused_addresses(
  school INTEGER NOT NULL REFERENCES schools(school),
  prefix TEXT NOT NULL,
  failed INTEGER NOT NULL,
  since_s INTEGER NOT NULL,
  locked_until_s INTEGER NOT NULL,
  PRIMARY KEY (school, prefix)
) STRICT, WITHOUT ROWID;
CREATE TABLE sessions(
  school INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  person INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  seen_s INTEGER NOT NULL,
  until_s INTEGER NOT NULL,
  csrf TEXT NOT NULL,
  PRIMARY KEY (school, hash),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of_person ON sessions(school, person);
CREATE TABLE terms(
  school INTEGER NOT NULL REFERENCES schools(school),
  id INTEGER NOT NULL,
  name TEXT NOT NULL,
  from_s INTEGER NOT NULL,
  to_s INTEGER NOT NULL CHECK (to_s >= from_s),
  PRIMARY KEY (school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE classes(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  term INTEGER NOT NULL,
  title TEXT NOT NULL,
  source_id TEXT NOT NULL,
  archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, term) REFERENCES terms(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE memberships(
  school INTEGER NOT NULL,
  class INTEGER NOT NULL,
  person INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'registrar', 'teacher', 'assistant', 'proctor', 'panel',
                                     'student', 'guardian')),
  from_s INTEGER NOT NULL,
  to_s INTEGER,
  PRIMARY KEY (school, class, person),
  FOREIGN KEY (school, class) REFERENCES classes(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_of_person ON memberships(school, person);
CREATE TABLE guardians(
  school INTEGER NOT NULL,
  guardian INTEGER NOT NULL,
  child INTEGER NOT NULL,
  PRIMARY KEY (school, guardian, child),
  FOREIGN KEY (school, guardian) REFERENCES people(school, id),
  FOREIGN KEY (school, child) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guardians_of_child ON guardians(school, child);
CREATE TABLE invites(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  class INTEGER NOT NULL,
  role TEXT NOT NULL,
  uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
  until_s INTEGER NOT NULL,
  made_by INTEGER NOT NULL,
  made_s INTEGER NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, hash),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE audit(
  school INTEGER NOT NULL REFERENCES schools(school),
  n INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  role TEXT NOT NULL,
  prefix TEXT NOT NULL,
  verb TEXT NOT NULL,
  thing TEXT NOT NULL,
  detail TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (school, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_of_actor ON audit(school, actor, n);
)sql"},
    Step{"Assignments with their versions, what is handed in, changes for one student, and comments.", R"sql(
CREATE TABLE assignments(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  class INTEGER NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  title TEXT NOT NULL,
  item TEXT NOT NULL,
  bpm REAL NOT NULL,
  click INTEGER NOT NULL CHECK (click IN (0, 1)),
  bars INTEGER NOT NULL,
  source INTEGER NOT NULL CHECK (source BETWEEN 0 AND 2),
  attempts INTEGER CHECK (attempts > 0),
  opens_s INTEGER NOT NULL,
  due_s INTEGER,
  closes_s INTEGER,
  late INTEGER NOT NULL CHECK (late BETWEEN 0 AND 1),
  sound INTEGER NOT NULL CHECK (sound BETWEEN 0 AND 2),
  results INTEGER NOT NULL CHECK (results BETWEEN 0 AND 2),
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, class) REFERENCES classes(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_of_class ON assignments(school, class, id);
CREATE TABLE assignment_versions(
  school INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  version INTEGER NOT NULL,
  demands TEXT NOT NULL,
  pass TEXT NOT NULL,
  at_s INTEGER NOT NULL,
  by_person INTEGER NOT NULL,
  PRIMARY KEY (school, assignment, version),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE overrides(
  school INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  person INTEGER NOT NULL,
  attempts INTEGER CHECK (attempts > 0),
  due_s INTEGER,
  excused INTEGER NOT NULL CHECK (excused IN (0, 1)),
  passed INTEGER CHECK (passed IN (0, 1)),
  reason TEXT NOT NULL CHECK (length(reason) > 0),
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  PRIMARY KEY (school, assignment, person),
  FOREIGN KEY (school, assignment) REFERENCES assignments(school, id),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE submissions(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  assignment INTEGER NOT NULL,
  person INTEGER NOT NULL,
  version INTEGER NOT NULL,
  sent_name TEXT NOT NULL CHECK (length(sent_name) > 0),
  state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),
  began_s INTEGER NOT NULL,
  came_s INTEGER NOT NULL,
  take INTEGER,
  answers TEXT NOT NULL,
  PRIMARY KEY (school, id),
  UNIQUE (school, sent_name),
  FOREIGN KEY (school, assignment, version) REFERENCES assignment_versions(school, assignment, version),
  FOREIGN KEY (school, person) REFERENCES people(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX submissions_of_assignment ON submissions(school, assignment, person, began_s);
CREATE TABLE comments(
  school INTEGER NOT NULL,
  id INTEGER NOT NULL,
  submission INTEGER NOT NULL,
  bar INTEGER NOT NULL CHECK (bar >= 0),
  beat REAL NOT NULL,
  text TEXT NOT NULL,
  by_person INTEGER NOT NULL,
  at_s INTEGER NOT NULL,
  edited_s INTEGER,
  PRIMARY KEY (school, id),
  FOREIGN KEY (school, submission) REFERENCES submissions(school, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_of_submission ON comments(school, submission);
)sql"},
    Step{kPlayedSentence, kPlayed},
    Step{kPeopleSentence, kPeople},
    Step{kJobsSentence, kJobs},
    Step{kErrandsSentence, kErrands},
};

// Tables of a step that are only added to.
constexpr std::string_view kOnlyAddedTo[] = {"audit"};
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
