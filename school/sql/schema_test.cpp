// A released step never changes: its tables are written down in school/golden, and every older database walks
// up to the newest.
#include "school/sql/schema.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "school/store.h"

namespace firstchair::school::sql {
namespace {

namespace fs = std::filesystem;

std::string golden(const std::string& name) {
  std::ifstream file(FIRSTCHAIR_SOURCE_DIR "/school/golden/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string schema_of(Connection& connection) {
  std::string text;
  const Result<Rows> rows =
      connection.ask("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", {});
  EXPECT_TRUE(rows) << rows.error().line();
  for (const Row& row : *rows) text += row.text(0) + ";\n";
  return text;
}

class SchoolFile : public ::testing::Test {
 protected:
  SchoolFile()
      : file_(fs::temp_directory_path() / ("firstchair-school-schema-" + std::to_string(::getpid()))) {
    clean();
  }
  ~SchoolFile() override { clean(); }
  void clean() const {
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(file_.string() + end);
  }
  fs::path file_;
};

TEST_F(SchoolFile, WalksUpFromEveryEarlierStepWithWhatIsInIt) {
  const std::string newest = golden("sqlite_" + std::to_string(steps().size()) + ".sql");
  for (std::size_t step = 1; step <= steps().size(); ++step) {
    clean();
    const std::string old = golden("sqlite_" + std::to_string(step) + ".sql");
    ASSERT_FALSE(old.empty()) << "step " << step << " has no schema written down";
    {
      const auto connection = *connect_sqlite(file_.string(), true);
      ASSERT_TRUE(connection->run(old + "PRAGMA application_id = " + std::to_string(kSchoolApplication) +
                                  "; PRAGMA user_version = " + std::to_string(step)));
      ASSERT_TRUE(connection->run(golden("rows_1.sql")));
    }
    Result<SchoolStore> store = SchoolStore::open({.database = file_.string(), .create = false});
    ASSERT_TRUE(store) << store.error().line();
    EXPECT_EQ(store->person(7, 3)->name, "Old");
    EXPECT_TRUE(store->add_person(7, {.name = "New", .given = ""}, {}));
    const auto connection = *connect_sqlite(file_.string(), false);
    EXPECT_EQ(schema_of(*connection), newest) << "from step " << step;
  }
}

TEST_F(SchoolFile, WhatIsNoSchoolOrOfANewerProgramIsRefusedAndUntouched) {
  {
    const auto connection = *connect_sqlite(file_.string(), true);
    ASSERT_TRUE(connection->run("CREATE TABLE bread(flour TEXT)"));
  }
  const Result<SchoolStore> bread = SchoolStore::open({.database = file_.string()});
  ASSERT_FALSE(bread);
  EXPECT_EQ(bread.error().code, ErrorCode::malformed);
  clean();
  ASSERT_TRUE(SchoolStore::open({.database = file_.string()}));
  {
    const auto connection = *connect_sqlite(file_.string(), false);
    EXPECT_EQ(schema_of(*connection), golden("sqlite_" + std::to_string(steps().size()) + ".sql"));
    ASSERT_TRUE(connection->run("PRAGMA user_version = 99"));
  }
  const Result<SchoolStore> newer = SchoolStore::open({.database = file_.string()});
  ASSERT_FALSE(newer);
  EXPECT_EQ(newer.error().code, ErrorCode::unsupported);
  EXPECT_NE(newer.error().line().find("the database is at step 99, this program serves"), std::string::npos);
  const Result<SchoolStore> none = SchoolStore::open({.database = file_.string() + "-none", .create = false});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
}

TEST(SchoolSchema, InPostgresIsTheWrittenOneWithRowSecurityOnEveryTable) {
  for (std::size_t step = 1; step <= steps().size(); ++step) {
    const std::string sql = for_postgres(steps()[step - 1], "app");
    EXPECT_EQ(sql, golden("postgres_" + std::to_string(step) + ".sql")) << "step " << step;
    for (const char* word : {"STRICT", "ROWID", "INTEGER", "BLOB", "TEXT "})
      EXPECT_EQ(sql.find(word), std::string::npos) << word;
  }
  EXPECT_EQ(for_postgres({"", "CREATE TABLE t(a INTEGER, INTEGERS TEXT) STRICT;\n"}, "me").substr(0, 59),
            "CREATE TABLE t(a bigint, INTEGERS text COLLATE \"C\") ;\nALTER");
}

}  // namespace
}  // namespace firstchair::school::sql
