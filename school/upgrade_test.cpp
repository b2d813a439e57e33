// A database is brought to a later step while programs of the step before serve from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "school/postgres_test.h"
#include "school/sql/schema.h"

namespace firstchair::school {
namespace {

const std::string kApp = "app";

// What a later release might bring: a column, and a table. A program of today does without both.
std::vector<sql::Step> later(int serves_from) {
  std::vector<sql::Step> all(sql::steps().begin(), sql::steps().end());
  all.push_back({"A word about everybody, and instruments.",
                 "ALTER TABLE people ADD COLUMN word TEXT NOT NULL DEFAULT '';\n"
                 "CREATE TABLE instruments(\n  school INTEGER NOT NULL REFERENCES schools(school),\n"
                 "  id INTEGER NOT NULL,\n  PRIMARY KEY (school, id)\n) STRICT;\n",
                 serves_from});
  return all;
}

TEST(PostgresUpgrade, ProgramsOfTheStepBeforeGoOnWhileAndAfterTheTablesChange) {
  const PostgresDatabases databases{PostgresDatabases::Fresh{}};
  SchoolStore store = databases.open();
  const std::int64_t school = *store.make_school({.name = "A", .country = "DE", .retention = {}}, {});
  const std::int64_t klass = *store.add_class(school, {.title = "7b"}, {});
  std::atomic<bool> over{false};
  std::atomic<int> done{0}, refused{0};
  const auto serve = [&](bool opens) {
    SchoolStore own = databases.open();
    while (!over) {
      // Some programs open a connection when it comes to that.
      if (opens) own = databases.open();
      const auto person = own.add_person(school, {.name = "P", .given = ""}, {});
      const bool well = person && own.person(school, *person) && own.class_book(school, klass, 0);
      ++(well ? done : refused);
    }
  };
  {
    std::jthread one(serve, false), other(serve, true);
    const auto connection = *sql::connect_postgres(databases.as_owner());
    // Somebody reads the table that is to change for longer than a step waits.
    const auto reader = *sql::connect_postgres(databases.database());
    ASSERT_TRUE(reader->begin(school, false));
    ASSERT_TRUE(reader->ask("SELECT count(*) FROM people", {}));
    std::jthread leaves([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      reader->rollback();
    });
    const auto steps = later(static_cast<int>(sql::steps().size()));
    const Result<Done> migrated = sql::migrate_postgres(*connection, "here", kApp, steps);
    EXPECT_TRUE(migrated) << migrated.error().line();
    const int before = done;
    for (int turn = 0; turn < 200 && done < before + 10; ++turn)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_GE(done, before + 10) << "they go on";
    over = true;
  }
  EXPECT_EQ(refused, 0);
  EXPECT_EQ(store.people(school, {.limit = 500})->size(), static_cast<std::size_t>(std::min<int>(done, 500)));
  EXPECT_EQ(*store.first_broken(school), 0);
  EXPECT_EQ(psql(databases.as_owner(), "SELECT max(step) FROM schema_steps"),
            std::to_string(sql::steps().size() + 1) + "\n");
  // A step that takes away what today's program needs says that none older serves.
  psql(databases.as_owner(), "UPDATE schema_steps SET serves_from = step");
  const Result<SchoolStore> refusal = SchoolStore::open({.database = databases.database()});
  ASSERT_FALSE(refusal);
  EXPECT_EQ(refusal.error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace firstchair::school
