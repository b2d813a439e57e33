// What every kind of store must do, whatever keeps it. Every test runs beside a second school with the same
// names and numbers, of which no answer may show anything.
#include "school/store_contract_test.h"

#include <algorithm>
#include <thread>

#include "school/postgres_test.h"
#include "school/secrets.h"

namespace firstchair::school {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

Act act(std::int64_t at_s = kNow) {
  return {.person = 0, .role = Role::admin, .prefix = "192.0.2.0/24", .at_s = at_s};
}

template <class T>
T got(Result<T> result) {
  EXPECT_TRUE(result) << result.error().line();
  return std::move(*result);
}

template <class Backend>
class StoreContract : public ::testing::Test {
 protected:
  // The other school is made first, and has a person, a class and an invite of its own.
  void SetUp() override {
    other_ = *store_.make_school({.name = "Other", .country = "FR", .retention = {}}, act());
    other_person_ = *store_.add_person(other_, {.name = "Stranger", .given = "Sam"}, act());
    other_class_ = *store_.add_class(other_, {.title = "Strange class"}, act());
    for (int i = 0; i < 5; ++i) {
      EXPECT_TRUE(store_.add_person(other_, {.name = "More", .given = "M"}, act()));
      EXPECT_TRUE(store_.add_class(other_, {.title = "More"}, act()));
    }
    EXPECT_TRUE(store_.set_login(other_, other_person_, "ada", "secret of the other", act()));
    EXPECT_TRUE(store_.set_member(other_, other_class_, other_person_, Role::teacher, act()));
    EXPECT_TRUE(
        store_.make_invite(other_, hash_of("other"), {.klass = other_class_, .until_s = kNow + 1000}, act()));
    before_ = everything(other_);
    school_ = *store_.make_school({.name = "Ours", .country = "DE", .retention = {30, 100, 200, 10}}, act());
  }
  void TearDown() override {
    EXPECT_EQ(everything(other_), before_) << "what was done in our school changed the other one";
    EXPECT_EQ(*store_.first_broken(other_), 0);
    EXPECT_EQ(*store_.first_broken(school_), 0);
  }

  // All that the store tells of a school.
  std::string everything(std::int64_t school) {
    std::string text = store_.facts(school)->name;
    for (const Person& one : got(store_.people(school, {})))
      text += "|" + one.name + one.given + std::to_string(one.ended);
    for (const Term& one : got(store_.terms(school))) text += "|" + one.name;
    for (const Class& one : got(store_.classes(school, {}))) {
      text += "|" + one.title + std::to_string(one.archived);
      for (const Membership& held : got(store_.members(school, one.id, kNow)))
        text += "," + std::to_string(held.person);
      for (const Invite& left : got(store_.invites(school, one.id, kNow)))
        text += ";" + std::to_string(left.uses_left);
    }
    for (const Noted& line : got(store_.log(school, {}))) text += "|" + line.hash;
    const Result<Login> login = store_.login(school, "ada");
    return text + (login ? login->secret + std::to_string(login->failed) : "");
  }
  std::int64_t add(const std::string& name) {
    return *store_.add_person(school_, {.name = name, .given = "G"}, act());
  }

  Backend backend_;
  SchoolStore store_ = backend_.open();
  std::int64_t school_ = 0, other_ = 0, other_person_ = 0, other_class_ = 0;
  std::string before_;
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(StoreContract, Backends);

TYPED_TEST(StoreContract, KeepsASchoolAsItWasMade) {
  const SchoolFacts facts = *this->store_.facts(this->school_);
  EXPECT_EQ(facts, (SchoolFacts{.name = "Ours", .country = "DE", .retention = {30, 100, 200, 10}}));
  EXPECT_EQ(this->backend_.open().facts(this->school_)->name, "Ours") << "on the disk";
  EXPECT_FALSE(this->store_.facts(99'999));
  for (const SchoolFacts& wrong : {SchoolFacts{.name = "", .country = "DE", .retention = {}},
                                   SchoolFacts{.name = "A", .country = "Germany", .retention = {}},
                                   SchoolFacts{.name = "A", .country = "DE", .retention = {0, 1, 1, 1}}}) {
    const auto made = this->store_.make_school(wrong, act());
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::usage);
  }
}

TYPED_TEST(StoreContract, CountsEverySchoolsPeopleFromOne) {
  EXPECT_EQ(this->add("Ada"), 1);
  EXPECT_EQ(this->add("Bea"), 2);
  const auto people = *this->store_.people(this->school_, {});
  ASSERT_EQ(people.size(), 2u);
  EXPECT_EQ(people[0].name, "Ada");
  EXPECT_EQ(this->store_.person(this->school_, 1)->name, "Ada");
  EXPECT_EQ(this->store_.person(this->other_, 1)->name, "Stranger");
  EXPECT_EQ(this->store_.person(this->school_, 3).error().code, ErrorCode::not_found)
      << "number 3 is the other school's";
}

TYPED_TEST(StoreContract, ListsByPages) {
  for (int i = 0; i < 7; ++i) this->add("P" + std::to_string(i));
  const auto first = *this->store_.people(this->school_, {.after = 0, .limit = 3});
  ASSERT_EQ(first.size(), 3u);
  const auto second = *this->store_.people(this->school_, {.after = first.back().id, .limit = 3});
  EXPECT_EQ(second.front().name, "P3");
  EXPECT_EQ(this->store_.people(this->school_, {.after = 6, .limit = 3})->size(), 1u);
}

TYPED_TEST(StoreContract, KeepsEveryFieldOfAPerson) {
  Person person{.name = "Müller-Đặng 李",
                .given = "Zoë 'O\" \\ ; DROP TABLE people;--",
                .birth_year = 2014,
                .email = "z@example.org",
                .source = "oneroster",
                .source_id = "u-1"};
  person.id = *this->store_.add_person(this->school_, person, act());
  EXPECT_EQ(*this->store_.person(this->school_, person.id), person);
  person.birth_year = std::nullopt;
  person.given = "";
  ASSERT_TRUE(this->store_.change_person(this->school_, person, act()));
  EXPECT_EQ(*this->store_.person(this->school_, person.id), person);
  const auto twice = this->store_.add_person(this->school_, person, act());
  ASSERT_FALSE(twice);
  EXPECT_EQ(twice.error().code, ErrorCode::usage) << "the roster's number";
  person.id = 77;
  EXPECT_EQ(this->store_.change_person(this->school_, person, act()).error().code, ErrorCode::not_found);
  EXPECT_FALSE(this->store_.add_person(this->school_, {.name = "", .given = ""}, act()));
  EXPECT_EQ(this->store_.people(this->school_, {})->size(), 1u);
}

TYPED_TEST(StoreContract, FindsALoginInItsOwnSchoolAlone) {
  const std::int64_t ada = this->add("Ada");
  EXPECT_EQ(this->store_.login(this->school_, "ada").error().code, ErrorCode::not_found);
  ASSERT_TRUE(this->store_.set_login(this->school_, ada, "Ada", "secret", act()));
  EXPECT_EQ(this->store_.login(this->school_, "aDA")->secret, "secret");
  EXPECT_EQ(this->store_.login(this->other_, "ada")->secret, "secret of the other");
  EXPECT_EQ(this->store_.login_of_person(this->school_, ada)->subject, "ada");
  const std::int64_t bea = this->add("Bea");
  const auto taken = this->store_.set_login(this->school_, bea, "ADA", "x", act());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::usage);
  ASSERT_TRUE(this->store_.set_login(this->school_, ada, "ada2", "new", act()));
  EXPECT_FALSE(this->store_.login(this->school_, "ada")) << "one login a person";
  EXPECT_TRUE(this->store_.set_login(this->school_, bea, "ada", "x", act()));
  ASSERT_TRUE(this->store_.renew_secret(this->school_, "ada2", "newer"));
  EXPECT_EQ(this->store_.login(this->school_, "ada2")->secret, "newer");
}

TYPED_TEST(StoreContract, LocksALoginAtTheTenthFailureAndAnAddressAtTheTwentieth) {
  const std::int64_t ada = this->add("Ada");
  ASSERT_TRUE(this->store_.set_login(this->school_, ada, "ada", "secret", act()));
  for (int i = 1; i <= 20; ++i) {
    EXPECT_EQ(this->store_.login(this->school_, "ada")->locked_until_s > kNow, i > 10) << i;
    EXPECT_EQ(*this->store_.address_locked_until(this->school_, "192.0.2.0/24", kNow), 0) << i;
    ASSERT_TRUE(this->store_.count_failure(this->school_, i <= 10 ? "ada" : "nobody", act()));
  }
  EXPECT_EQ(*this->store_.address_locked_until(this->school_, "192.0.2.0/24", kNow), kNow + 900);
  EXPECT_EQ(*this->store_.address_locked_until(this->school_, "192.0.2.0/24", kNow + 900), 0) << "over again";
  EXPECT_EQ(*this->store_.address_locked_until(this->other_, "192.0.2.0/24", kNow), 0);
  EXPECT_EQ(*this->store_.address_locked_until(this->school_, "192.0.3.0/24", kNow), 0);
  int locked = 0;
  for (const Noted& line : got(this->store_.log(this->school_, {})))
    locked += line.verb == "account.locked" || line.verb == "address.locked" ? 1 : 0;
  EXPECT_EQ(locked, 2);
  // A login that comes right forgets what was wrong.
  ASSERT_TRUE(
      this->store_.begin_session(this->school_, hash_of("t"), {ada, kNow, kNow, kNow + 10, "c"}, act()));
  EXPECT_EQ(this->store_.login(this->school_, "ada")->failed, 0);
  EXPECT_EQ(this->store_.login(this->school_, "ada")->locked_until_s, 0);
}

TYPED_TEST(StoreContract, FailuresOfAnAddressAreForgottenAfterAWhile) {
  for (int i = 0; i < 19; ++i) ASSERT_TRUE(this->store_.count_failure(this->school_, "x", act()));
  ASSERT_TRUE(this->store_.count_failure(this->school_, "x", act(kNow + 901)));
  EXPECT_EQ(*this->store_.address_locked_until(this->school_, "192.0.2.0/24", kNow + 901), 0);
}

TYPED_TEST(StoreContract, CountsFailuresOfTwoProgramsOnce) {
  const std::int64_t ada = this->add("Ada");
  ASSERT_TRUE(this->store_.set_login(this->school_, ada, "ada", "secret", act()));
  const auto fail = [&] {
    SchoolStore own = this->backend_.open();
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(own.count_failure(this->school_, "ada", act()));
  };
  std::thread one(fail), two(fail);
  one.join();
  two.join();
  EXPECT_EQ(this->store_.login(this->school_, "ada")->failed, 8);
}

TYPED_TEST(StoreContract, ASessionEndsWithItsTimeItsPasswordAndItsPerson) {
  const std::int64_t ada = this->add("Ada");
  const LoginSession session{ada, kNow, kNow, kNow + 100, "csrf"};
  const auto begin = [&](const char* token) {
    EXPECT_TRUE(this->store_.begin_session(this->school_, hash_of(token), session, act()));
  };
  begin("a");
  EXPECT_EQ(*this->store_.session(this->school_, hash_of("a"), kNow + 99), session);
  EXPECT_FALSE(this->store_.session(this->school_, hash_of("a"), kNow + 100)) << "over";
  EXPECT_FALSE(this->store_.session(this->other_, hash_of("a"), kNow)) << "another school's";
  EXPECT_FALSE(this->store_.session(this->school_, hash_of("b"), kNow));
  ASSERT_TRUE(this->store_.touch_session(this->school_, hash_of("a"), kNow + 50, kNow + 200));
  EXPECT_EQ(this->store_.session(this->school_, hash_of("a"), kNow + 150)->seen_s, kNow + 50);
  ASSERT_TRUE(this->store_.set_login(this->school_, ada, "ada", "secret", act()));
  EXPECT_FALSE(this->store_.session(this->school_, hash_of("a"), kNow)) << "another password";
  begin("b");
  ASSERT_TRUE(this->store_.end_session(this->school_, hash_of("b")));
  EXPECT_FALSE(this->store_.session(this->school_, hash_of("b"), kNow));
  begin("c");
  Person left = *this->store_.person(this->school_, ada);
  left.ended = true;
  ASSERT_TRUE(this->store_.change_person(this->school_, left, act()));
  EXPECT_FALSE(this->store_.session(this->school_, hash_of("c"), kNow)) << "left the school";
  EXPECT_FALSE(this->store_.begin_session(this->school_, hash_of("d"), session, act()));
}

TYPED_TEST(StoreContract, TheTeacherWhoMakesAClassIsInIt) {
  const std::int64_t ada = this->add("Ada");
  Act own = act();
  own.person = ada;
  own.role = Role::teacher;
  const std::int64_t term = *this->store_.add_term(this->school_, {0, "Autumn", kNow, kNow + 1000}, act());
  const std::int64_t made = *this->store_.add_class(this->school_, {.term = term, .title = "7b"}, own);
  EXPECT_EQ(made, 1);
  const auto members = *this->store_.members(this->school_, made, kNow);
  ASSERT_EQ(members.size(), 1u);
  EXPECT_EQ(members[0], (Membership{made, ada, Role::teacher, kNow, std::nullopt}));
  EXPECT_EQ(this->store_.terms(this->school_)->size(), 1u);
  EXPECT_FALSE(this->store_.add_class(this->school_, {.term = 9, .title = "x"}, act())) << "no such term";
  EXPECT_FALSE(this->store_.add_class(this->school_, {.title = ""}, act()));
  EXPECT_FALSE(this->store_.klass(this->school_, 0)) << "the school itself is no class to see";
  EXPECT_EQ(this->store_.klass(this->school_, 2).error().code, ErrorCode::not_found)
      << "number 2 is the other's";
  EXPECT_EQ(this->store_.members(this->other_, made, kNow)->front().person, this->other_person_);
}

TYPED_TEST(StoreContract, AMemberHasOneRoleInAClassAndMayComeBack) {
  const std::int64_t ada = this->add("Ada");
  const std::int64_t made = *this->store_.add_class(this->school_, {.title = "7b"}, act());
  ASSERT_TRUE(this->store_.set_member(this->school_, made, ada, Role::student, act()));
  ASSERT_TRUE(this->store_.set_member(this->school_, made, ada, Role::assistant, act()));
  EXPECT_EQ(this->store_.members(this->school_, made, kNow)->front().role, Role::assistant);
  ASSERT_TRUE(this->store_.set_member(this->school_, 0, ada, Role::teacher, act()));
  EXPECT_EQ(this->store_.memberships_of(this->school_, ada, kNow)->size(), 2u);
  ASSERT_TRUE(this->store_.end_member(this->school_, made, ada, act(kNow + 5)));
  EXPECT_EQ(this->store_.members(this->school_, made, kNow + 6)->size(), 0u);
  EXPECT_EQ(this->store_.members(this->school_, made, kNow + 4)->size(), 1u) << "it held then";
  EXPECT_FALSE(this->store_.end_member(this->school_, made, ada, act())) << "it has ended";
  ASSERT_TRUE(this->store_.set_member(this->school_, made, ada, Role::student, act(kNow + 9)));
  EXPECT_EQ(this->store_.members(this->school_, made, kNow + 10)->size(), 1u);
  EXPECT_FALSE(this->store_.set_member(this->school_, made, 3, Role::student, act()))
      << "a person of the other school";
  EXPECT_FALSE(this->store_.set_member(this->school_, 3, ada, Role::student, act()))
      << "a class of the other school";
}

TYPED_TEST(StoreContract, AGuardianIsASchoolsOwn) {
  const std::int64_t parent = this->add("Parent"), child = this->add("Child");
  ASSERT_TRUE(this->store_.set_guardian(this->school_, parent, child, act()));
  ASSERT_TRUE(this->store_.set_guardian(this->school_, parent, child, act())) << "said twice";
  EXPECT_EQ(*this->store_.children_of(this->school_, parent), std::vector<std::int64_t>{child});
  EXPECT_TRUE(this->store_.children_of(this->other_, parent)->empty());
  EXPECT_FALSE(this->store_.set_guardian(this->school_, parent, 6, act()));
}

TYPED_TEST(StoreContract, AnInviteMakesAPersonALoginAndAMembershipOrNothing) {
  const std::int64_t made = *this->store_.add_class(this->school_, {.title = "7b"}, act());
  const std::string hash = hash_of("code");
  ASSERT_TRUE(this->store_.make_invite(this->school_, hash,
                                       {.klass = made, .uses_left = 2, .until_s = kNow + 100}, act()));
  EXPECT_FALSE(this->store_.accept_invite(this->other_, hash, {"A", "", "a", "s"}, act()))
      << "of another school";
  EXPECT_FALSE(this->store_.accept_invite(this->school_, hash_of("other"), {"A", "", "a", "s"}, act()));
  EXPECT_FALSE(this->store_.accept_invite(this->school_, hash, {"A", "", "a", "s"}, act(kNow + 100)))
      << "over";
  const std::int64_t ada = *this->store_.accept_invite(this->school_, hash, {"Ada", "L", "ada", "s"}, act());
  EXPECT_EQ(this->store_.members(this->school_, made, kNow)->front(),
            (Membership{made, ada, Role::student, kNow, std::nullopt}));
  EXPECT_EQ(this->store_.login(this->school_, "ada")->person, ada);
  EXPECT_EQ(this->store_.invite(this->school_, hash, kNow)->uses_left, 1);
  const auto taken = this->store_.accept_invite(this->school_, hash, {"Bea", "", "ADA", "s"}, act());
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, ErrorCode::usage);
  EXPECT_EQ(this->store_.people(this->school_, {})->size(), 1u) << "Bea is not there in part";
  EXPECT_EQ(this->store_.invite(this->school_, hash, kNow)->uses_left, 1) << "not used up";
  ASSERT_TRUE(this->store_.accept_invite(this->school_, hash, {"Bea", "", "bea", "s"}, act()));
  EXPECT_FALSE(this->store_.accept_invite(this->school_, hash, {"Cai", "", "cai", "s"}, act())) << "used up";
  EXPECT_FALSE(this->store_.invite(this->school_, hash, kNow));
}

TYPED_TEST(StoreContract, WhoIsHereJoinsByAnInviteOnce) {
  const std::int64_t ada = this->add("Ada");
  const std::int64_t made = *this->store_.add_class(this->school_, {.title = "7b"}, act());
  const std::string hash = hash_of("code");
  const std::int64_t id = *this->store_.make_invite(
      this->school_, hash, {.klass = made, .uses_left = 3, .until_s = kNow + 100}, act());
  ASSERT_TRUE(this->store_.join_by_invite(this->school_, hash, ada, act()));
  ASSERT_TRUE(this->store_.join_by_invite(this->school_, hash, ada, act()));
  EXPECT_EQ(this->store_.invite(this->school_, hash, kNow)->uses_left, 2);
  ASSERT_TRUE(this->store_.set_member(this->school_, made, ada, Role::teacher, act()));
  ASSERT_TRUE(this->store_.join_by_invite(this->school_, hash, ada, act()));
  EXPECT_EQ(this->store_.members(this->school_, made, kNow)->front().role, Role::teacher)
      << "a student's link";
  EXPECT_EQ(this->store_.invite_of_id(this->school_, id)->klass, made);
  ASSERT_TRUE(this->store_.end_invite(this->school_, id, act()));
  EXPECT_TRUE(this->store_.invites(this->school_, made, kNow)->empty());
  EXPECT_FALSE(this->store_.join_by_invite(this->school_, hash, ada, act()));
}

TYPED_TEST(StoreContract, OneUseIsOneEvenWhenTwoTakeItAtOnce) {
  const std::int64_t made = *this->store_.add_class(this->school_, {.title = "7b"}, act());
  const std::string hash = hash_of("code");
  ASSERT_TRUE(this->store_.make_invite(this->school_, hash,
                                       {.klass = made, .uses_left = 1, .until_s = kNow + 9}, act()));
  std::vector<int> got(2);
  const auto take = [&](int i) {
    SchoolStore own = this->backend_.open();
    got[static_cast<std::size_t>(i)] =
        own.accept_invite(this->school_, hash, {"N", "", "n" + std::to_string(i), "s"}, act()) ? 1 : 0;
  };
  std::thread one(take, 0), two(take, 1);
  one.join();
  two.join();
  EXPECT_EQ(got[0] + got[1], 1);
  EXPECT_EQ(this->store_.people(this->school_, {})->size(), 1u);
}

TYPED_TEST(StoreContract, TheLogTellsWhoDidWhatAndIsAChain) {
  const std::int64_t ada = this->add("Ada");
  Act own = act(kNow + 50);
  own.person = ada;
  own.role = Role::registrar;
  ASSERT_TRUE(this->store_.note(this->school_, own, "sound.listened", "person 7", "reason: complaint"));
  const auto all = *this->store_.log(this->school_, {});
  ASSERT_EQ(all.size(), 3u);  // the school, Ada, the note
  EXPECT_EQ(all[0].verb, "school.make");
  EXPECT_EQ(all[2].act, own);
  EXPECT_EQ(all[2].detail, "reason: complaint");
  EXPECT_EQ(all[2].prev, all[1].hash);
  EXPECT_EQ(all[1].thing, "person 1");
  for (const Noted& line : all)
    EXPECT_EQ(line.detail.find("Ada"), std::string::npos) << "the log keeps no names";
  EXPECT_EQ(this->store_.log(this->school_, {.since_s = kNow + 1})->size(), 1u);
  EXPECT_EQ(this->store_.log(this->school_, {.actor = ada})->size(), 1u);
  EXPECT_EQ(this->store_.log(this->school_, {.thing = "person 7"})->size(), 1u);
  EXPECT_EQ(this->store_.log(this->school_, {.verbs = "account."})->size(), 1u);
  EXPECT_EQ(this->store_.log(this->school_, {.page = {.after = 1, .limit = 1}})->front().n, 2);
}

TYPED_TEST(StoreContract, LinesOfTheLogFollowEachOtherWhenTwoProgramsWrite) {
  const auto write = [&] {
    SchoolStore own = this->backend_.open();
    for (int i = 0; i < 15; ++i) EXPECT_TRUE(own.note(this->school_, act(), "a.b", "c", std::to_string(i)));
  };
  std::thread one(write), two(write);
  one.join();
  two.join();
  EXPECT_EQ(this->store_.log(this->school_, {})->size(), 31u);
  EXPECT_EQ(*this->store_.first_broken(this->school_), 0);
}

}  // namespace
}  // namespace firstchair::school
