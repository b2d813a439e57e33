// Somebody is erased after a backup was made. The backup is put up again, held to the list of who was erased,
// and nothing of the name is left: not in the database, not among the sounds, not in the log.
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "school/care/care_test.h"
#include "school/keeping.h"
#include "school/sql/connection.h"
#include "store/packed_take.h"
#include "testing/school/one_stroke.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

const std::string kName = "Zyxwvut";

class Erasing : public Care {
 public:
  using Care::at;
  void TestBody() override {}

  // Puts the name wherever a school keeps one: account, reason, comment, title, device, consents, and sound.
  std::int64_t add_marked(SchoolStore& store) {
    fill(store, 3);
    const std::int64_t mia =
        *store.add_person(1, {.name = kName, .given = kName + "a", .email = kName + "@x"}, act());
    EXPECT_TRUE(store.set_member(1, 1, mia, Role::student, act()));
    EXPECT_TRUE(store.set_login(1, mia, kName, "secret", act()));
    EXPECT_TRUE(store.set_consent(1, mia, true, "signed by " + kName, act()));
    EXPECT_TRUE(store.set_research_consent(1, mia, true, "signed by " + kName, act()));
    EXPECT_TRUE(store.set_override(
        1, 1, {.person = mia, .attempts = 9, .reason = "since " + kName + " was ill"}, act()));
    EXPECT_TRUE(store.set_phrases(1, mia, {"well, " + kName}));
    const store::PackedTake packed = store::pack_take(
        testing::take_of_one_stroke(kName + "'s groove"),
        {.began_s = kNow, .item = "own", .bpm = 92, .engine = "1", .device = kName + "'s kit"});
    EXPECT_TRUE(store.keep_take(1, mia, "own", packed, act()));
    const std::string file = at("recording");
    std::ofstream(file) << "a voice says: I am " << kName;
    const auto id = store.hand_in(1,
                                  {.assignment = 1,
                                   .person = mia,
                                   .sent_name = "by-" + kName,
                                   .state = SubmissionState::heard,
                                   .began_s = kNow,
                                   .came_s = kNow,
                                   .answers = {{}},
                                   .sound = *sounds_.keep(1, file),
                                   .sound_type = "audio/wav"},
                                  act());
    EXPECT_TRUE(id) << id.error().line();
    EXPECT_TRUE(store.add_comment(1, {.submission = *id, .bar = 1, .text = "well, " + kName}, act()));
    // An export lies among the sounds.
    const std::string zip = at("zip");
    std::ofstream(zip) << "everything of " << kName;
    const auto asked = *store.ask_export(1, mia, act());
    EXPECT_TRUE(store.export_made({.school = 1, .kind = kExportJob, .thing = asked.id}, *sounds_.keep(1, zip),
                                  9, act()));
    return mia;
  }
  void erase(SchoolStore& store, std::int64_t person) {
    const auto erasure = *store.ask_erasure(1, person, true, act());
    ASSERT_TRUE(list_.add({1, person, erasure.made_s, kNow}));
    ASSERT_TRUE(store.erase(1, person, act()));
    ASSERT_TRUE(drop_sounds(store, sounds_, 1));
  }
  // Counts the files at and below places that begin so and have the name in them.
  int found_in(const std::string& place) const {
    int found = 0;
    for (const auto& one : fs::recursive_directory_iterator(root_)) {
      if (!one.is_regular_file() || !one.path().string().starts_with(place)) continue;
      std::ifstream file(one.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(file), {}};
      found += bytes.find(kName) != std::string::npos ? 1 : 0;
    }
    return found;
  }
  static std::string log_of(SchoolStore& store) {
    std::string text;
    const auto lines = store.log(1, {.page = {.after = 0, .limit = 500}});
    for (const Noted& line : *lines) text += told_of(line) + line.thing + "\n";
    return text;
  }
  using Care::backup;
  ErasedList list_{at("erased")};
};

TEST_F(Erasing, ABackupThatIsPutUpAgainIsHeldToTheErasure) {
  const std::string database = at("school.sqlite");
  SchoolStore store = std::move(*SchoolStore::open({.database = database}));
  const std::int64_t mia = add_marked(store);
  ASSERT_TRUE(backup(database, "backup"));
  EXPECT_GT(found_in(database), 0);
  EXPECT_EQ(found_in(at("sound")), 2);
  erase(store, mia);
  EXPECT_EQ(found_in(database), 0);
  EXPECT_EQ(found_in(at("sound")), 0);
  EXPECT_EQ(found_in(at("backup")), 2) << "the backup itself has it, until its days are over";
  ASSERT_TRUE(store.add_person(1, {.name = "Later", .given = ""}, act()));
  const Sounds sounds(at("restored-sound"));
  ASSERT_TRUE(restore_backup(at("backup"), at("restored.sqlite"), &sounds));
  EXPECT_GT(found_in(at("restored.sqlite")), 0);
  EXPECT_EQ(found_in(at("restored-sound")), 1) << "a backup holds no exports";
  SchoolStore restored = std::move(*SchoolStore::open({.database = at("restored.sqlite"), .create = false}));
  EXPECT_NE(log_of(restored).find(kName), std::string::npos);
  EXPECT_EQ(*replay(restored, sounds, list_, kNow), 1);
  EXPECT_EQ(found_in(at("restored.sqlite")), 0);
  EXPECT_EQ(found_in(at("restored-sound")), 0);
  EXPECT_EQ(log_of(restored).find(kName), std::string::npos) << log_of(restored);
  EXPECT_EQ(found_in(at("erased")), 0) << "the list holds numbers";
  EXPECT_EQ(*restored.first_broken(1), 0) << "and the log is whole";
  EXPECT_EQ(restored.people(1, {})->size(), 3u) << "nobody else is gone";
  EXPECT_EQ(*replay(restored, sounds, list_, kNow), 0) << "once";
  // What is backed up from now on has nothing of the name.
  ASSERT_TRUE(make_backup(
      {.database = at("restored.sqlite"), .folder = at("next"), .sounds = &sounds, .at_s = kNow}));
  EXPECT_TRUE(check_backup(at("next"), {}));
  EXPECT_EQ(found_in(at("next")), 0);
}

TEST(PostgresErasing, ADumpThatIsPutUpAgainIsHeldToTheErasure) {
  Erasing care;
  const PostgresDatabases databases{PostgresDatabases::Fresh{}};
  SchoolStore store = databases.open();
  const std::int64_t mia = care.add_marked(store);
  ASSERT_TRUE(care.backup(as_super(databases), "backup"));
  care.erase(store, mia);
  const auto as = [](std::string address, const std::string& role) {
    return address.replace(address.find("user=schema_owner"), 17, "user=" + role);
  };
  const std::string fresh = empty_postgres();
  const Sounds sounds(care.at("restored-sound"));
  const auto put_up = restore_backup(care.at("backup"), as(fresh, "owner"), &sounds);
  ASSERT_TRUE(put_up) << put_up.error().line();
  auto restored = SchoolStore::open({.database = as(fresh, "app"), .create = false});
  ASSERT_TRUE(restored) << restored.error().line();
  const auto named = [&] {
    // Every row of every table as text, as whoever sees all rows.
    return psql(
        as(fresh, "owner"),
        "SELECT coalesce(sum((xpath('/row/n/text()', query_to_xml(format('SELECT count(*) AS n FROM %I t"
        " WHERE t::text LIKE ''%%" +
            kName +
            "%%''', relname), false, true, '')))[1]::text::bigint), 0) FROM pg_class WHERE relkind = 'r' AND"
            " relnamespace = 'public'::regnamespace");
  };
  EXPECT_GT(std::atoi(named().c_str()), 5) << named();
  EXPECT_EQ(care.found_in(care.at("restored-sound")), 1);
  EXPECT_EQ(*replay(*restored, sounds, care.list_, kNow), 1);
  EXPECT_EQ(named(), "0\n");
  EXPECT_EQ(care.found_in(care.at("restored-sound")), 0);
  EXPECT_EQ(Erasing::log_of(*restored).find(kName), std::string::npos);
  EXPECT_EQ(*restored->first_broken(1), 0);
  EXPECT_EQ(restored->people(1, {})->size(), 3u);
}

}  // namespace
}  // namespace firstchair::school
