// What the doctor says of a school that is well, and of every fault that was planted.
#include "school/care/doctor.h"

#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "school/care/care_test.h"
#include "school/keeping.h"
#include "school/sql/connection.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

std::int64_t clock_s() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

std::string told(const DoctorWish& wish) {
  const auto found = examine(wish);
  EXPECT_TRUE(found) << found.error().line();
  std::string text;
  for (const Finding& one : *found)
    text += (one.kind == Finding::Kind::well      ? "well "
             : one.kind == Finding::Kind::warning ? "warn "
                                                  : "wrong ") +
            one.what + "\n";
  return text;
}

void expect_lines(const std::string& text, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

// One school of a file, with everything of its user's alone, and what was played just now.
class Doctor : public Care {
 protected:
  Doctor() {
    fill(store_, 4);
    EXPECT_TRUE(store_.plan_job(1, kRetainJob, 0, 0));
    std::ofstream(wish_.erased) << "";
    std::ofstream(wish_.key_file) << "key\nsecret\n";
    for (const std::string& file : {database_, wish_.erased, wish_.key_file})
      fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    fs::permissions(at("sound"), fs::perms::owner_all);
    // What was handed in in 2026 is as young as the test wants it.
    run(fmt::format("UPDATE submissions SET began_s = {0}, came_s = {0}", clock_s()));
  }
  void run(const std::string& sql) const {
    const auto connection = *sql::connect_sqlite(database_, false);
    const auto done = connection->run(sql);
    EXPECT_TRUE(done) << done.error().line();
  }
  std::string database_ = at("school.sqlite");
  SchoolStore store_ = std::move(*SchoolStore::open({.database = database_}));
  DoctorWish wish_{.database = database_,
                   .sounds = &sounds_,
                   .sounds_place = at("sound"),
                   .erased = at("erased"),
                   .key_file = at("key"),
                   .school = 1,
                   .now_s = clock_s()};
};

TEST_F(Doctor, OfASchoolThatIsWellNothingIsWrong) {
  const std::string well = told(wish_);
  EXPECT_EQ(well.find("wrong"), std::string::npos) << well;
  expect_lines(
      well, {"well schema: step ", "well log: whole", "well sound: all 2 that the database names are there",
             "well sound: it is its user's alone", "warn backup: none was made",
             "well file: it is its user's alone", "well jobs: 8 wait", "well exports: 0 wait",
             "well erasures: 0 wait", "well list of who was erased: 0 on it",
             "well list of who was erased: it is its user's alone",
             "well key of the object store: it is its user's alone", "well clock: the database's is ",
             "well retention: nothing is over for more than a day"});
  EXPECT_EQ(well.find("that nothing names"), std::string::npos) << "no orphan";
}

TEST_F(Doctor, WhatOthersMayReadIsNamed) {
  for (const std::string& place : {database_, wish_.erased, wish_.key_file, wish_.sounds_place})
    fs::permissions(place, fs::perms::others_read, fs::perm_options::add);
  expect_lines(told(wish_), {"warn file: others on this machine may read " + database_ + "; chmod 600",
                             "warn list of who was erased: others", "warn key of the object store: others",
                             "warn sound: others on this machine may read " + at("sound") + "; chmod 700"});
}

TEST_F(Doctor, AListOfWhoWasErasedThatIsNoneIsNamed) {
  std::ofstream(wish_.erased) << "{\"school\": 1}\n";
  expect_lines(told(wish_), {"wrong list of who was erased: " + wish_.erased + " line 1"});
  wish_.erased = at("no such folder") + "/erased";
  expect_lines(told(wish_), {"wrong list of who was erased: " + wish_.erased + " cannot be written"});
}

TEST_F(Doctor, SoundThatIsGoneAndSoundThatNothingNamesAreCounted) {
  const std::string hash = store_.submission(1, 1)->sound;
  sounds_.drop(1, hash);
  append(at("sound/1/orphan"), "x");
  // What waits to be removed is no orphan, and said apart; nor is an export one.
  const std::string zip = at("zip");
  append(zip, "everything");
  const std::string exported = *sounds_.keep(1, zip);
  const auto asked = *store_.ask_export(1, 1, act());
  ASSERT_TRUE(store_.export_made({.school = 1, .kind = kExportJob, .thing = asked.id}, exported, 10, act()));
  run("INSERT INTO sounds_to_drop(school, hash) VALUES (1, '" + std::string(64, 'd') + "')");
  expect_lines(told(wish_), {"wrong sound: gone is " + hash, "warn sound: 1 that nothing names",
                             "warn sound: 1 wait to be removed"});
  const std::string file = at("file");
  append(file, "not a folder");
  const Sounds broken(file);
  wish_.sounds = &broken;
  wish_.sounds_place = file;
  expect_lines(told(wish_), {"wrong sound: "});
}

TEST_F(Doctor, ALogThatWasChangedAndABackupThatIsOldAreNamed) {
  run("UPDATE audit SET detail = 'nothing' WHERE school = 1 AND n = 2");
  ASSERT_TRUE(store_.note(1, {.at_s = wish_.now_s - 30 * 3600}, std::string(kBackupVerb), "school 1", ""));
  expect_lines(told(wish_), {"wrong log: line 2", "warn backup: the newest is 30 h old"});
}

TEST_F(Doctor, WhatWaitsForTooLongIsNamed) {
  run(fmt::format("UPDATE jobs SET made_s = {} WHERE kind = 'hear'", clock_s() - 400));
  ASSERT_TRUE(store_.ask_erasure(1, 1, true, act()));
  ASSERT_TRUE(store_.confirm_erasure(1, 1, act()));
  run(fmt::format("UPDATE jobs SET made_s = {} WHERE kind = 'erase'", clock_s() - 4000));
  expect_lines(told(wish_), {"wrong jobs: 8 wait, 0 are worked at, the oldest is 4",
                             "wrong erasures: 1 wait, 0 are worked at, the oldest is 4"});
}

TEST_F(Doctor, WhatTheTableOfDaysForgotIsCounted) {
  const std::int64_t over = clock_s() - 90 * 24 * 3600;
  run(fmt::format("UPDATE submissions SET came_s = {} WHERE id <= 2", over - 25 * 3600));
  EXPECT_EQ(told(wish_).find("wrong retention"), std::string::npos) << "the job comes once a day";
  run(fmt::format("UPDATE submissions SET came_s = {} WHERE id <= 2", over - 27 * 3600));
  expect_lines(told(wish_), {"wrong retention: 1 sound is over for more than a day\n"});
  const auto job = *store_.claim_job(kRetainJob, "w", 60);
  ASSERT_TRUE(store_.put_off(*job, "the disk is full", 60));
  expect_lines(told(wish_), {"wrong retention: the last try failed: the disk is full"});
  run("DELETE FROM jobs WHERE kind = 'retention'");
  expect_lines(told(wish_), {"warn retention: nothing takes away what is over"});
}

TEST_F(Doctor, AClockThatIsOffIsNamed) {
  wish_.now_s += 300;
  expect_lines(told(wish_), {"warn clock: the database's is -"});
}

TEST_F(Doctor, ADatabaseThatIsNoneIsTheFirstThingThatIsSaid) {
  wish_.database = at("none.sqlite");
  EXPECT_FALSE(examine(wish_));
  wish_.database = database_;
  wish_.school = 99;
  EXPECT_FALSE(examine(wish_));
}

TEST(PostgresDoctor, RowSecurityThatIsOffAndARoleThatSeesAllAreNamed) {
  class Filled : public Care {
   public:
    using Care::at;
    using Care::fill;
    using Care::sounds_;
    void TestBody() override {}
  } care;
  const PostgresDatabases databases{PostgresDatabases::Fresh{}};
  SchoolStore store = databases.open();
  care.fill(store, 2);
  DoctorWish wish{.database = databases.database(),
                  .sounds = &care.sounds_,
                  .sounds_place = care.at("sound"),
                  .school = 1,
                  .now_s = clock_s()};
  const std::string well = told(wish);
  expect_lines(well, {"well row security: forced on every table", "well role: it owns nothing",
                      "well clock: the database's is"});
  EXPECT_EQ(well.find("wrong row"), std::string::npos);
  wish.database = databases.as_owner();
  expect_lines(told(wish), {"wrong role: it owns tables"});
  wish.database = as_super(databases);
  expect_lines(told(wish), {"wrong role: it sees every school's rows"});
  wish.database = databases.database();
  psql(databases.as_owner(),
       "ALTER TABLE people NO FORCE ROW LEVEL SECURITY; ALTER TABLE takes DISABLE ROW LEVEL"
       " SECURITY; CREATE TABLE forgotten(school bigint, name text)");
  expect_lines(told(wish), {"wrong row security: not forced on forgotten people takes"});
}

}  // namespace
}  // namespace firstchair::school
