// Backups that are checked and put up again, and a move from SQLite to PostgreSQL that is killed on its way.
#include "school/care/care_test.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "school/care/move.h"
#include "school/sql/connection.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

TEST_F(Care, ABackupIsCheckedAndPutUpAgainWhileTheSchoolGoesOn) {
  const std::string database = at("school.sqlite");
  SchoolStore store = std::move(*SchoolStore::open({.database = database}));
  fill(store);
  const auto made = backup(database, "one");
  ASSERT_TRUE(made) << made.error().line();
  EXPECT_EQ(made->schools, 2);
  EXPECT_EQ(made->sounds, 30) << "two students sent the same sound";
  EXPECT_EQ(made->sounds_missing, 0);
  struct stat facts{};
  ASSERT_EQ(::stat(at("one").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0077, 0U) << "names of children are in it";
  ASSERT_TRUE(store.add_person(1, {.name = "Later", .given = ""}, act()));
  const auto checked = check_backup(at("one"), {});
  ASSERT_TRUE(checked) << checked.error().line();
  EXPECT_EQ(checked->rows, made->rows);
  EXPECT_FALSE(backup(database, "one")) << "nothing is written over";
  const Sounds other(at("other-sound"));
  const auto restored = restore_backup(at("one"), at("again.sqlite"), &other);
  ASSERT_TRUE(restored) << restored.error().line();
  EXPECT_FALSE(restore_backup(at("one"), at("again.sqlite"), nullptr));
  SchoolStore again = std::move(*SchoolStore::open({.database = at("again.sqlite"), .create = false}));
  EXPECT_EQ(again.people(1, {})->size(), 30u) << "as it was then";
  EXPECT_EQ(*again.first_broken(1), 0);
  EXPECT_EQ(again.jobs(2, {})->size(), 30u);
  EXPECT_TRUE(other.found(1, again.submission(1, 1)->sound));
}

TEST_F(Care, EveryDamageOfABackupIsNamed) {
  const std::string database = at("school.sqlite");
  {
    SchoolStore store = std::move(*SchoolStore::open({.database = database}));
    fill(store, 4);
  }
  ASSERT_TRUE(backup(database, "one"));
  const auto spoilt = [&](const std::string& file, const std::function<void(const std::string&)>& spoil,
                          const char* told) {
    const std::string copy = at("copy of one");
    fs::remove_all(copy);
    fs::copy(at("one"), copy, fs::copy_options::recursive);
    spoil(copy + "/" + file);
    const auto checked = check_backup(copy, {});
    ASSERT_FALSE(checked) << file;
    EXPECT_NE(checked.error().line().find(told), std::string::npos) << checked.error().line();
    EXPECT_FALSE(restore_backup(copy, at("never.sqlite"), nullptr));
    EXPECT_FALSE(fs::exists(at("never.sqlite")));
  };
  const auto more = [](const std::string& file) { append(file, "x"); };
  spoilt("database.sqlite", more, "not as it was");
  spoilt("sound.txt", more, "not as it was");
  spoilt("backup.json", more, "not as a backup has it");
  spoilt("backup.json", [](const std::string& file) { fs::remove(file); }, "no backup");
  std::string sound;
  for (const auto& one : fs::recursive_directory_iterator(at("one/sound")))
    if (one.is_regular_file()) sound = fs::relative(one.path(), at("one")).string();
  spoilt(sound, more, "this sound is not as it was");
  // Sums stand apart from the file's hash: a database that was exchanged with its hash is found, too.
  const std::string copy = at("exchanged");
  fs::copy(at("one"), copy, fs::copy_options::recursive);
  {
    const auto connection = *sql::connect_sqlite(copy + "/database.sqlite", false);
    ASSERT_TRUE(
        connection->run("UPDATE people SET name = 'Other' WHERE school = 2 AND id = 1;"
                        "PRAGMA journal_mode = DELETE"));
  }
  std::ifstream in(copy + "/backup.json");
  std::string json{std::istreambuf_iterator<char>(in), {}};
  const std::string then = *hash_of_file(at("one/database.sqlite")),
                    now = *hash_of_file(copy + "/database.sqlite");
  json.replace(json.find(then), then.size(), now);
  std::ofstream(copy + "/backup.json") << json;
  const auto checked = check_backup(copy, {});
  ASSERT_FALSE(checked);
  EXPECT_NE(checked.error().line().find("table people of school 2"), std::string::npos)
      << checked.error().line();
}

TEST_F(Care, WhatIsMovedIsAtTheSameStepAndThere) {
  EXPECT_FALSE(move_schools(at("none.sqlite"), at("other.sqlite"), [](auto, const auto&, auto) {}));
  EXPECT_FALSE(move_schools("postgresql:///x", at("other.sqlite"), [](auto, const auto&, auto) {}));
}

TEST(PostgresCare, AMoveThatIsKilledGoesOnWhereItWas) {
  class Filled : public Care {
   public:
    using Care::at;
    using Care::fill;
    void TestBody() override {}
  } care;
  const std::string database = care.at("school.sqlite");
  {
    SchoolStore store = std::move(*SchoolStore::open({.database = database}));
    care.fill(store, 24);
  }
  const PostgresDatabases target{PostgresDatabases::Fresh{}};
  // A child that dies after some tables of some school, each time a few later.
  int killed = 0;
  for (int after = 6; after < 50; after += 10) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      int tables = 0;
      const auto done = move_schools(database, target.database(), [&](auto, const auto&, auto) {
        if (++tables == after) ::kill(::getpid(), SIGKILL);
      });
      ::_exit(done ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "after " << after << ": " << status;
    ++killed;
  }
  // And one in the midst of a table: half of its rows are there.
  psql(as_super(target), "DELETE FROM jobs WHERE school = 2; DELETE FROM results; DELETE FROM overrides");
  const auto moved = move_schools(database, target.database(), [](auto, const auto&, auto) {});
  ASSERT_TRUE(moved) << moved.error().line();
  ASSERT_EQ(moved->size(), 2u);
  EXPECT_EQ(killed, 5);
  EXPECT_EQ((*moved)[0].before, (*moved)[0].rows) << "the first school was there";
  EXPECT_GT((*moved)[1].before, 0);
  EXPECT_LT((*moved)[1].before, (*moved)[1].rows);
  SchoolStore store = target.open();
  EXPECT_EQ(store.people(2, {})->size(), 24u);
  EXPECT_EQ(*store.first_broken(2), 0);
  EXPECT_TRUE(store.add_person(2, {.name = "New", .given = ""}, act())) << "numbers go on";
  const auto job = *store.claim_job(kHearJob, "w", 60);
  EXPECT_TRUE(job) << "what waited waits";
  // What was written there meanwhile is told.
  const auto differs = move_schools(database, target.database(), [](auto, const auto&, auto) {});
  ASSERT_FALSE(differs);
  EXPECT_NE(differs.error().line().find("differs"), std::string::npos) << differs.error().line();
}

TEST(PostgresCare, ADumpIsPutUpBesideAndCompared) {
  class Filled : public Care {
   public:
    using Care::at;
    using Care::backup;
    using Care::fill;
    using Care::sounds_;
    void TestBody() override {}
  } care;
  const PostgresDatabases databases{PostgresDatabases::Fresh{}};
  SchoolStore store = databases.open();
  care.fill(store, 10);
  const auto blind = care.backup(databases.database(), "blind");
  ASSERT_FALSE(blind);
  EXPECT_NE(blind.error().line().find("one school at a time"), std::string::npos) << blind.error().line();
  const auto made = care.backup(as_super(databases), "one");
  ASSERT_TRUE(made) << made.error().line();
  EXPECT_EQ(made->schools, 2);
  EXPECT_FALSE(check_backup(care.at("one"), {})) << "it has to be put up somewhere";
  const auto checked = check_backup(care.at("one"), as_super(databases));
  ASSERT_TRUE(checked) << checked.error().line();
  EXPECT_EQ(checked->rows, made->rows);
  const std::string left =
      psql(as_super(databases), "SELECT count(*) FROM pg_database WHERE datname LIKE 'firstchair_check%'");
  EXPECT_EQ(left, "0\n") << "and goes again";
  EXPECT_FALSE(restore_backup(care.at("one"), as_super(databases), nullptr)) << "there is something already";
}

}  // namespace
}  // namespace firstchair::school
