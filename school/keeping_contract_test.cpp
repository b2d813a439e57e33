// Erasure and the table of days: what every kind of store must do.
#include <filesystem>
#include <fstream>
#include <sstream>

#include "school/keeping.h"
#include "school/postgres_test.h"
#include "school/secrets.h"
#include "school/sounds.h"
#include "school/store.h"
#include "school/store_contract_test.h"
#include "testing/school/one_stroke.h"

namespace firstchair::school {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kNow = 1'790'000'000, kDay = 24 * 3600;
// A name that nothing else has.
const std::string kMarked = "Zyxwvut", kWords = "because Zyxwvut was ill";

Act act(std::int64_t person = 0, std::int64_t at_s = kNow) {
  return {.person = person, .role = Role::registrar, .at_s = at_s};
}

store::PackedTake played(std::int64_t began_s, const std::string& title) {
  return store::pack_take(testing::take_of_one_stroke(title),
                          {.began_s = began_s, .item = "two", .bpm = 92, .engine = "1"});
}

template <class Backend>
class KeepingContract : public ::testing::Test {
 protected:
  struct Place {
    std::int64_t school = 0, klass = 0, mia = 0, teacher = 0, assignment = 0;
  };
  KeepingContract()
      : folder_(fs::temp_directory_path() / ("firstchair-keeping-" + draw_secret(64))),
        sounds_((folder_ / "sounds").string()),
        list_((folder_ / "erased").string()) {
    fs::create_directories(folder_);
    other_ = make("Other");
    ours_ = make("Ours");
    before_ = log_of(other_.school);
  }
  ~KeepingContract() override {
    EXPECT_EQ(store_.people(other_.school, {})->size(), 3u) << "the other school is as it was";
    EXPECT_EQ(store_.takes_of(other_.school, other_.mia, {})->size(), 2u);
    EXPECT_EQ(log_of(other_.school), before_);
    EXPECT_EQ(*store_.first_broken(ours_.school), 0);
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  std::string log_of(std::int64_t school) {
    std::string text;
    const auto lines = store_.log(school, {.page = {.after = 0, .limit = 500}});
    for (const Noted& line : *lines) text += line.hash + told_of(line) + "\n";
    return text;
  }
  Place make(const std::string& name) {
    Place place;
    place.school = *store_.make_school(
        {.name = name, .country = "DE", .retention = {90, 365, 730, 35}, .consent = Consent::guardian},
        act());
    place.klass = *store_.add_class(place.school, {.title = "7b"}, act());
    place.mia =
        *store_.add_person(place.school, {.name = kMarked, .given = "Mia", .email = kMarked + "@x"}, act());
    const std::int64_t classmate = *store_.add_person(place.school, {.name = "Alt", .given = "Uwe"}, act());
    place.teacher = *store_.add_person(place.school, {.name = "Lehr", .given = "Eva"}, act());
    for (const std::int64_t person : {place.mia, classmate})
      EXPECT_TRUE(store_.set_member(place.school, place.klass, person, Role::student, act()));
    place.assignment = *store_.add_assignment(
        place.school,
        {.klass = place.klass, .title = "Hats", .item = "x", .bpm = 92, .demands = {{.bound = 1.33}}}, act());
    EXPECT_TRUE(store_.set_login(place.school, place.mia, kMarked, "secret", act()));
    EXPECT_TRUE(store_.set_consent(place.school, place.mia, true, "signed by " + kMarked, act()));
    EXPECT_TRUE(store_.set_override(place.school, place.assignment,
                                    {.person = place.mia, .attempts = 9, .reason = kWords}, act()));
    EXPECT_TRUE(store_.propose_factor(place.school, place.mia, "aa", act()));
    EXPECT_TRUE(store_.keep_limit(place.school, place.mia,
                                  {.item = "two", .began_s = kNow, .t50 = 120, .sd_oct = .1}));
    EXPECT_TRUE(store_.set_phrases(place.school, place.mia, {kMarked}));
    EXPECT_TRUE(store_.keep_take(place.school, place.mia, "own", played(kNow, kMarked + "'s"), act()));
    hand_in(place, place.mia, "handed", kNow, "of " + kMarked);
    return place;
  }
  std::int64_t hand_in(const Place& place, std::int64_t person, const std::string& name, std::int64_t at_s,
                       const std::string& sound) {
    const std::string file = (folder_ / "recording").string();
    std::ofstream(file) << sound;
    const store::PackedTake take = played(at_s, "Two");
    const auto id = store_.hand_in(place.school,
                                   {.assignment = place.assignment,
                                    .person = person,
                                    .sent_name = name,
                                    .state = SubmissionState::heard,
                                    .began_s = at_s,
                                    .came_s = at_s,
                                    .answers = {{assign::DemandStanding::shown, 1.2, 1.1, 1.3, 9, 9}},
                                    .sound = *sounds_.keep(place.school, file),
                                    .sound_type = "audio/wav"},
                                   act(person, at_s), &take);
    EXPECT_TRUE(id) << id.error().line();
    EXPECT_TRUE(store_.add_comment(place.school, {.submission = *id, .bar = 1, .text = "well, " + kMarked},
                                   act(place.teacher)));
    return *id;
  }
  Gone erase() {
    const auto gone = store_.erase(ours_.school, ours_.mia, act(9));
    EXPECT_TRUE(gone) << gone.error().line();
    EXPECT_TRUE(drop_sounds(store_, sounds_, ours_.school));
    return *gone;
  }
  std::size_t files() const {
    std::size_t number = 0;
    for (const auto& one : fs::recursive_directory_iterator(folder_ / "sounds"))
      number += one.is_regular_file() ? 1 : 0;
    return number;
  }

  fs::path folder_;
  Sounds sounds_;
  ErasedList list_;
  Backend backend_;
  SchoolStore store_ = backend_.open();
  Place other_, ours_;
  std::string before_;
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(KeepingContract, Backends);

TYPED_TEST(KeepingContract, AnErasureIsAskedStartedAndTakenBack) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->ours_.school, mia = this->ours_.mia;
  EXPECT_FALSE(store.erasure(school, mia));
  ASSERT_TRUE(store.ask_erasure(school, mia, false, act(mia)));
  ASSERT_TRUE(store.ask_erasure(school, mia, true, act(5, kNow + 1)));
  const Erasure both = *store.ask_erasure(school, mia, true, act(6, kNow + 2));
  EXPECT_EQ(both, (Erasure{.person = mia,
                           .made_s = kNow,
                           .asked_by = mia,
                           .asked_s = kNow,
                           .started_by = 5,
                           .started_s = kNow + 1}));
  EXPECT_EQ(*store.erasures(school, true), std::vector<Erasure>{both});
  EXPECT_TRUE(store.erasures(school, false)->empty());
  EXPECT_TRUE(store.erasures(this->other_.school, true)->empty());
  ASSERT_TRUE(store.drop_erasure(school, mia, act()));
  EXPECT_FALSE(store.drop_erasure(school, mia, act()));
  EXPECT_FALSE(store.ask_erasure(school, 99, true, act()));
  EXPECT_TRUE(store.person(school, mia));
}

TYPED_TEST(KeepingContract, NothingOfTheNameIsLeftAndTheLogKeepsTheFact) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->ours_.school, mia = this->ours_.mia;
  ASSERT_NE(this->log_of(school).find(kWords), std::string::npos) << "the reason stands in the log before";
  EXPECT_EQ(this->files(), 2u);
  const Gone expected{.takes = 2, .submissions = 1, .comments = 1, .sounds = 1};
  EXPECT_EQ(*store.held_of(school, mia), expected);
  EXPECT_EQ(this->erase(), expected);
  EXPECT_EQ(this->files(), 1u) << "the other school's";
  EXPECT_FALSE(store.person(school, mia));
  EXPECT_FALSE(store.login(school, kMarked));
  EXPECT_TRUE(store.takes_of(school, mia, {})->empty());
  EXPECT_TRUE(store.overrides(school, this->ours_.assignment)->empty());
  EXPECT_EQ(store.members(school, this->ours_.klass, kNow)->size(), 1u);
  const std::string log = this->log_of(school);
  EXPECT_EQ(log.find(kMarked), std::string::npos);
  EXPECT_NE(log.find("(its words are erased)"), std::string::npos);
  EXPECT_NE(log.find("2 takes, 1 submission, 1 comment, 1 sound"), std::string::npos) << log;
  EXPECT_EQ(*store.first_broken(school), 0) << "the chain is whole without the words";
  EXPECT_EQ(store.erasures(school, false)->front().confirmed_by, 9);
  EXPECT_FALSE(store.erase(school, mia, act()));
  EXPECT_GT(*store.add_person(school, {.name = "New", .given = ""}, act()), mia)
      << "the number is not given again";
}

TYPED_TEST(KeepingContract, AClassesValuesStayWithoutWhoseTheyAre) {
  this->erase();
  EXPECT_EQ(*this->store_.remains(this->ours_.school, this->ours_.klass),
            (std::vector<Remaining>{{this->ours_.assignment, 1, 0, 1.2}}));
  EXPECT_TRUE(this->store_.remains(this->other_.school, this->other_.klass)->empty());
}

TYPED_TEST(KeepingContract, ASoundThatSomebodyElseHandedInStays) {
  this->hand_in(this->ours_, this->ours_.mia + 1, "the same", kNow, "of " + kMarked);
  EXPECT_EQ(this->erase().sounds, 0);
  EXPECT_EQ(this->files(), 2u);
}

TYPED_TEST(KeepingContract, ARestoredDatabaseIsHeldToTheListAndNobodyElseIsErased) {
  SchoolStore& store = this->store_;
  EXPECT_EQ(*replay(store, this->sounds_, this->list_, kNow), 0) << "there is no list yet";
  // In what was restored Mia is there again; of number 2 somebody else was erased, who was added another day.
  ASSERT_TRUE(this->list_.add({this->ours_.school, this->ours_.mia, kNow, kNow + 1}));
  ASSERT_TRUE(this->list_.add({this->ours_.school, this->ours_.mia + 1, kNow - 5, kNow + 1}));
  ASSERT_TRUE(this->list_.add({99'999, 1, kNow, kNow + 1}));
  EXPECT_EQ(*replay(store, this->sounds_, this->list_, kNow), 1);
  EXPECT_FALSE(store.person(this->ours_.school, this->ours_.mia));
  EXPECT_TRUE(store.person(this->ours_.school, this->ours_.mia + 1));
  EXPECT_EQ(this->files(), 1u);
  EXPECT_EQ(*replay(store, this->sounds_, this->list_, kNow), 0) << "once";
  std::ofstream(this->folder_ / "erased", std::ios::app) << "{\"school\": 1}\n";
  const auto broken = replay(store, this->sounds_, this->list_, kNow);
  ASSERT_FALSE(broken) << "half a list is none";
  EXPECT_NE(broken.error().line().find("line 4"), std::string::npos);
}

TYPED_TEST(KeepingContract, TheTableOfDaysTakesAwayWhatIsOverAndNothingElse) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->ours_.school, uwe = this->ours_.mia + 1;
  // A term that ended 300 days ago, and a take of its first day; one of 400 days ago in no term.
  ASSERT_TRUE(store.add_term(
      school, {.name = "Spring", .from_s = kNow - 600 * kDay, .to_s = kNow - 300 * kDay}, act()));
  this->hand_in(this->ours_, uwe, "in the term", kNow - 599 * kDay, "a");
  ASSERT_TRUE(store.keep_take(school, uwe, "in no term", played(kNow - 700 * kDay, "Old"), act()));
  ASSERT_TRUE(store.note(school, act(0, kNow), "a.b", "c", "d"));
  EXPECT_EQ(*store.overdue(school, kNow), (Gone{.takes = 1, .sounds = 1}));
  EXPECT_EQ(*retain(store, this->sounds_, school, act(0, kNow)), (Gone{.takes = 1, .sounds = 1}));
  EXPECT_EQ(*store.overdue(school, kNow), Gone{});
  EXPECT_EQ(*retain(store, this->sounds_, school, act(0, kNow)), Gone{});
  EXPECT_EQ(store.takes_of(school, uwe, {})->size(), 1u);
  EXPECT_EQ(this->files(), 2u) << "both Mias', which are young";
  // A sound whose server was killed before its row was written is nobody's after a day.
  const auto orphan = [&](const std::string& text, int hours) {
    const std::string file = (this->folder_ / "orphan").string();
    std::ofstream(file) << text;
    const std::string kept = this->sounds_.file(school, *this->sounds_.keep(school, file));
    fs::last_write_time(kept, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    return kept;
  };
  const std::string old = orphan("old", 25), young = orphan("young", 23);
  for (const auto& one : fs::recursive_directory_iterator(this->folder_ / "sounds"))
    if (one.is_regular_file() && one.path() != young)
      fs::last_write_time(one.path(), fs::file_time_type::clock::now() - std::chrono::hours(48));
  EXPECT_EQ(*retain(store, this->sounds_, school, act(0, kNow)), (Gone{.sounds = 1}));
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(young));
  fs::remove(young);
  EXPECT_EQ(this->files(), 2u) << "both Mias' have their rows";
  // A year after the term it goes, with what was handed in; Mia's are of today.
  const std::int64_t later = kNow + 66 * kDay;
  EXPECT_EQ(*retain(store, this->sounds_, school, act(0, later)),
            (Gone{.takes = 1, .submissions = 1, .comments = 1}));
  EXPECT_TRUE(store.submissions(school, this->ours_.assignment, uwe)->empty());
  EXPECT_EQ(store.takes_of(school, this->ours_.mia, {})->size(), 2u);
  EXPECT_EQ(*store.first_broken(school), 0);
}

TYPED_TEST(KeepingContract, OldLinesLeaveTheLogAndTheRestIsStillChecked) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->ours_.school, later = kNow + 731 * kDay;
  ASSERT_TRUE(store.note(school, act(0, later), "a.b", "c", "young"));
  const auto before = *store.log(school, {});
  EXPECT_EQ(store.overdue(school, later)->log_lines, static_cast<std::int64_t>(before.size()) - 1);
  const auto gone = retain(store, this->sounds_, school, act(0, later));
  ASSERT_TRUE(gone) << gone.error().line();
  const auto left = *store.log(school, {});
  if (std::is_same_v<TypeParam, PostgresDatabases>) {
    // The role of programs may not shorten a log; the owner of the tables may.
    EXPECT_EQ(gone->log_lines, 0);
    EXPECT_EQ(left.front().n, 1);
    if constexpr (std::is_same_v<TypeParam, PostgresDatabases>) {
      auto owner = SchoolStore::open({.database = this->backend_.as_owner()});
      ASSERT_TRUE(owner) << owner.error().line();
      EXPECT_EQ(owner->retain(school, act(0, later))->log_lines,
                static_cast<std::int64_t>(before.size()) - 1);
    }
  } else {
    EXPECT_EQ(gone->log_lines, static_cast<std::int64_t>(before.size()) - 1);
  }
  EXPECT_EQ(store.log(school, {})->front().detail, "young");
  EXPECT_EQ(*store.first_broken(school), 0);
  ASSERT_TRUE(store.note(school, act(0, later), "a.b", "c", "younger"));
  EXPECT_EQ(*store.first_broken(school), 0);
}

TYPED_TEST(KeepingContract, ChairsAreAddedToByOneAtATimeAndOutliveWhoeverIsErased) {
  SchoolStore& store = this->store_;
  const auto& ours = this->ours_;
  const std::int64_t school = ours.school;
  Chairs wanted{.klass = ours.klass,
                .title = "Spring",
                .seats = 2,
                .made_s = kNow,
                .closes_s = kNow + kDay,
                .pieces = {{ours.assignment, 1}}};
  const auto id = store.declare_chairs(school, wanted, "line 0", act());
  ASSERT_TRUE(id) << id.error().line();
  wanted.id = *id;
  EXPECT_EQ(*store.chairs(school, *id), wanted);
  EXPECT_EQ(store.chairs_of_class(school, ours.klass)->size(), 1u);
  EXPECT_EQ(store.chairs_of_class(this->other_.school, this->other_.klass)->size(), 0u);
  EXPECT_FALSE(store.chairs(this->other_.school, *id));
  const ChairsMore entered{.lines = {"line 1", "line 2"}, .players = {{"QF", ours.mia, "salt"}}};
  EXPECT_TRUE(*store.add_to_chairs(school, *id, 1, entered, act()));
  EXPECT_FALSE(*store.add_to_chairs(school, *id, 1, entered, act())) << "somebody else was first";
  EXPECT_EQ(store.chairs_players(school, *id)->at(0), (ChairsPlayer{"QF", ours.mia, "salt"}));
  EXPECT_TRUE(*store.add_to_chairs(school, *id, 3, {.lines = {"line 3"}, .seated = true}, act(0, kNow + 9)));
  EXPECT_EQ(store.chairs(school, *id)->seated_s, kNow + 9);
  const auto seated = store.chairs_news(school, *id, kNow);
  EXPECT_EQ(*store.chairs_news(school, *id, kNow), *seated);
  EXPECT_EQ(store.chairs_news(this->other_.school, *id, kNow).error().code, ErrorCode::not_found);
  // What is appealed comes after the seats.
  EXPECT_TRUE(*store.add_to_chairs(
      school, *id, 4, {.lines = {"line 4"}, .verb = "chairs.rule", .person = ours.mia, .words = "Mia fell"},
      act()));
  EXPECT_EQ(store.log(school, {.verbs = "chairs.rule"})->at(0).words, "Mia fell");
  EXPECT_EQ(store.chairs_news(school, *id, kNow)->lines, seated->lines + 1);
  EXPECT_EQ(store.log(school, {.verbs = "chairs."})->size(), 4u);
  EXPECT_EQ(*store.chairs_of_person(school, ours.mia),
            std::vector<OwnChairs>({{*id, "Spring", "QF", "salt"}}));
  ASSERT_TRUE(store.erase(school, ours.mia, act()));
  EXPECT_EQ(*store.chairs_record(school, *id), "line 0\nline 1\nline 2\nline 3\nline 4\n");
  EXPECT_EQ(*store.chairs_record(school, *id, 3), "line 3\nline 4\n");
  EXPECT_EQ(store.chairs_of_person(school, ours.mia)->size(), 0u);
  EXPECT_EQ(store.log(school, {.verbs = "chairs.rule"})->at(0).words, "") << "a reason goes with the person";
  EXPECT_EQ(*store.first_broken(school), 0);
  EXPECT_EQ(store.chairs_news(school, *id, kNow)->players, 0);
  EXPECT_EQ(store.chairs_players(school, *id)->at(0), (ChairsPlayer{"QF", 0, ""}));
  // The table of days lets go of who the others were, too.
  const auto summer = store.declare_chairs(school, wanted, "line 0", act());
  ASSERT_TRUE(summer);
  ASSERT_TRUE(*store.add_to_chairs(school, *summer, 1, {.players = {{"AB", ours.teacher, "salt"}}}, act()));
  ASSERT_TRUE(retain(store, this->sounds_, school, act(0, kNow + 300 * kDay)));
  EXPECT_EQ(store.chairs_players(school, *summer)->at(0).person, ours.teacher);
  ASSERT_TRUE(retain(store, this->sounds_, school, act(0, kNow + 367 * kDay)));
  EXPECT_EQ(store.chairs_players(school, *summer)->at(0), (ChairsPlayer{"AB", 0, ""}));
  wanted.seats = 0;
  EXPECT_EQ(store.declare_chairs(school, wanted, "", act()).error().code, ErrorCode::usage);
  wanted.seats = 1, wanted.pieces = {{99, 1}};
  EXPECT_EQ(store.declare_chairs(school, wanted, "", act()).error().code, ErrorCode::not_found);
}

TEST(Keeping, NothingOfTheNameIsLeftInTheFileItself) {
  SqliteFiles backend;
  SchoolStore store = backend.open();
  const std::int64_t school = *store.make_school({.name = "A", .country = "DE", .retention = {}}, act());
  for (int i = 0; i < 50; ++i)
    ASSERT_TRUE(store.add_person(school, {.name = kMarked, .given = kMarked, .email = kMarked}, act()));
  ASSERT_TRUE(store.keep_take(school, 7, "own", played(kNow, kMarked), act()));
  const auto found = [&] {
    std::string all;
    for (const auto& one : fs::directory_iterator(fs::path(backend.database()).parent_path())) {
      std::ifstream file(one.path(), std::ios::binary);
      std::stringstream bytes;
      bytes << file.rdbuf();
      all += bytes.str();
    }
    return all.find(kMarked) != std::string::npos;
  };
  ASSERT_TRUE(found());
  for (int person = 1; person <= 50; ++person) ASSERT_TRUE(store.erase(school, person, act()));
  EXPECT_FALSE(found());
}

}  // namespace
}  // namespace firstchair::school
