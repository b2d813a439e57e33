// What PostgreSQL alone promises: rows of another school cannot be seen or written even by SQL that forgets
// its WHERE.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <vector>

#include "school/postgres_test.h"
#include "school/sql/connection.h"
#include "school/sql/schema.h"

namespace firstchair::school {
namespace {

Act act() {
  return {.at_s = 1'790'000'000};
}
bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

TEST(PostgresStore, WithoutASchoolEveryRowIsRefused) {
  const PostgresDatabases backend;
  SchoolStore store = backend.open();
  ASSERT_TRUE(store.make_school({.name = "A", .country = "DE", .retention = {}}, act()));
  const std::string app = backend.database();
  EXPECT_TRUE(has(psql(app, "SELECT count(*) FROM people"), "unrecognized configuration parameter"));
  // On a connection where a transaction before has said it.
  EXPECT_TRUE(has(psql(app, "BEGIN; SET LOCAL firstchair.school = 1; COMMIT; SELECT count(*) FROM schools"),
                  "invalid input syntax for type bigint"));
}

TEST(PostgresStore, ForgettingTheWhereShowsOneSchool) {
  const PostgresDatabases backend;
  SchoolStore store = backend.open();
  std::vector<std::int64_t> schools;
  for (const char* name : {"A", "B"}) {
    schools.push_back(*store.make_school({.name = name, .country = "DE", .retention = {}}, act()));
    ASSERT_TRUE(store.add_person(schools.back(), {.name = name, .given = ""}, act()));
  }
  const auto in_school = [&](std::size_t which, const std::string& sql) {
    return psql(backend.database(),
                fmt::format("BEGIN; SET LOCAL firstchair.school = {}; {}; COMMIT", schools[which], sql));
  };
  EXPECT_EQ(in_school(1, "SELECT name FROM people"), "B\n");
  EXPECT_TRUE(has(in_school(0, fmt::format("INSERT INTO numbers VALUES ({}, 'x', 1)", schools[1])),
                  "row-level security"));
  EXPECT_TRUE(
      has(in_school(0, fmt::format("UPDATE people SET school = {}", schools[1])), "row-level security"));
  in_school(0, "DELETE FROM numbers");
  EXPECT_EQ(in_school(1, "SELECT newest FROM numbers WHERE kind = 'person'"), "1\n");
}

TEST(PostgresStore, EveryTableWithASchoolForcesItAndTheProgramsRoleOwnsNothing) {
  const PostgresDatabases backend;
  const std::string open = psql(backend.as_owner(),
                                "SELECT relname FROM pg_class c WHERE relkind = 'r' AND relnamespace = "
                                "'public'::regnamespace AND EXISTS (SELECT 1 FROM "
                                "pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'school') AND NOT "
                                "(relrowsecurity AND relforcerowsecurity)");
  EXPECT_EQ(open, "");
  EXPECT_EQ(
      psql(backend.as_owner(),
           "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'app'"),
      "0\n");
  EXPECT_EQ(psql(backend.as_owner(), "SELECT rolbypassrls OR rolsuper FROM pg_roles WHERE rolname = 'app'"),
            "f\n");
  // Every key and every index begins with the school.
  EXPECT_EQ(
      psql(backend.as_owner(),
           "SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON "
           "t.oid = "
           "x.indrelid WHERE t.relnamespace = 'public'::regnamespace AND t.relname <> 'schema_steps' AND "
           "pg_get_indexdef(i.oid, 1, true) <> 'school'"),
      "");
}

TEST(PostgresStore, TheLogIsOnlyAddedTo) {
  const PostgresDatabases backend;
  SchoolStore store = backend.open();
  ASSERT_TRUE(store.make_school({.name = "A", .country = "DE", .retention = {}}, act()));
  for (const char* sql : {"DELETE FROM audit", "UPDATE audit SET detail = 'x'"})
    EXPECT_TRUE(has(psql(backend.database(), std::string("BEGIN; SET LOCAL firstchair.school = 1; ") + sql),
                    "permission denied"));
}

TEST(PostgresStore, IsBroughtUpToDateOnceAndRefusesAnotherStep) {
  const std::string empty = empty_postgres();
  const Result<SchoolStore> before = SchoolStore::open({.database = empty});
  ASSERT_FALSE(before);
  ASSERT_TRUE(migrate(empty, "app"));
  ASSERT_TRUE(migrate(empty, "app")) << "nothing is left to do";
  EXPECT_EQ(migrate(empty, "app; DROP TABLE people").error().code, ErrorCode::usage);
  psql(empty, "INSERT INTO schema_steps VALUES (99)");
  const Result<SchoolStore> newer = SchoolStore::open({.database = empty});
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::unsupported);
  EXPECT_TRUE(has(newer.error().line(), "the database is at step 99")) << newer.error().line();
  EXPECT_TRUE(has(newer.error().line(), "Update the program"));
  EXPECT_FALSE(migrate(empty, "app"));
}

TEST(PostgresStore, AConnectionThatWasLostWhileNobodyAskedIsMadeAnew) {
  const PostgresDatabases backend;
  SchoolStore store = backend.open();
  const std::int64_t school = *store.make_school({.name = "A", .country = "DE", .retention = {}}, act());
  const auto line = sql::connect_postgres(backend.database());
  ASSERT_TRUE(line) << line.error().line();
  // The owner of tables may not end others' connections; the app's role may end its own.
  EXPECT_EQ(
      psql(backend.database(),
           "SELECT bool_and(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE usename = 'app' "
           "AND pid <> pg_backend_pid()"),
      "t\n");
  EXPECT_TRUE(store.facts(school)) << "it is asked once more, on another connection";
  ASSERT_TRUE((*line)->begin(school, false));
  EXPECT_EQ((*line)->ask("SHOW statement_timeout", {})->front().text(0), "5s");
}

}  // namespace
}  // namespace firstchair::school
