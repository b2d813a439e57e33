// Second factors, links to a new password, guardians, rosters and limits: what every kind of store must do.
#include "school/postgres_test.h"
#include "school/secrets.h"
#include "school/store.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

Act act(std::int64_t person = 0) {
  return {.person = person, .role = Role::registrar, .at_s = kNow};
}

template <class Backend>
class PeopleContract : public ::testing::Test {
 protected:
  PeopleContract() : other_(make("Other")), school_(make("Ours")) {}
  ~PeopleContract() override {
    EXPECT_EQ(store_.people(other_, {})->size(), 1u);
    EXPECT_EQ(store_.factor(other_, 1)->secret, "");
    EXPECT_TRUE(store_.classes(other_, {})->empty());
    EXPECT_EQ(*store_.first_broken(school_), 0);
  }
  std::int64_t make(const std::string& name) {
    const std::int64_t school = *store_.make_school({.name = name, .country = "DE", .retention = {}}, act());
    EXPECT_EQ(*store_.add_person(school, {.name = "Kern", .given = "Ada"}, act()), 1);
    return school;
  }

  Backend backend_;
  SchoolStore store_ = backend_.open();
  std::int64_t other_, school_;
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(PeopleContract, Backends);

TYPED_TEST(PeopleContract, ASecondFactorCountsOnceItIsConfirmedAndNoCodeTwice) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->school_;
  EXPECT_EQ(*store.factor(school, 1), SecondFactor{});
  EXPECT_FALSE(store.confirm_factor(school, 1, {}, act())) << "there is none";
  ASSERT_TRUE(store.propose_factor(school, 1, "aa", act()));
  ASSERT_TRUE(store.propose_factor(school, 1, "bb", act())) << "until it is confirmed it may be another";
  EXPECT_EQ(*store.factor(school, 1), (SecondFactor{.secret = "bb"}));
  EXPECT_TRUE(*store.use_step(school, 1, 100));
  EXPECT_FALSE(*store.use_step(school, 1, 100));
  EXPECT_FALSE(*store.use_step(school, 1, 99));
  EXPECT_TRUE(*store.use_step(school, 1, 101));
  ASSERT_TRUE(store.confirm_factor(school, 1, {hash_of("one"), hash_of("two")}, act()));
  EXPECT_EQ(*store.factor(school, 1),
            (SecondFactor{.secret = "bb", .confirmed = true, .last_step = 101, .codes_left = 2}));
  EXPECT_FALSE(store.propose_factor(school, 1, "cc", act())) << "a confirmed one is not exchanged unseen";
  EXPECT_FALSE(*store.use_recovery_code(school, 1, hash_of("three"), act()));
  EXPECT_TRUE(*store.use_recovery_code(school, 1, hash_of("one"), act()));
  EXPECT_FALSE(*store.use_recovery_code(school, 1, hash_of("one"), act()));
  EXPECT_FALSE(*store.use_recovery_code(this->other_, 1, hash_of("two"), act()));
  ASSERT_TRUE(store.end_factor(school, 1, act()));
  EXPECT_EQ(*store.factor(school, 1), SecondFactor{});
}

TYPED_TEST(PeopleContract, ALinkSetsAPasswordOnceAndLiftsALock) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->school_;
  ASSERT_TRUE(store.set_login(school, 1, "ada", "old", act()));
  ASSERT_TRUE(store.begin_session(school, hash_of("s"), {1, kNow, kNow, kNow + 100, "c"}, act()));
  for (int i = 0; i < SchoolStore::kLoginFailures; ++i)
    ASSERT_TRUE(store.count_failure(school, "ada", act()));
  EXPECT_GT(store.login(school, "ada")->locked_until_s, kNow);
  ASSERT_TRUE(store.make_reset(school, 1, hash_of("first"), kNow + 10, act()));
  ASSERT_TRUE(store.make_reset(school, 1, hash_of("link"), kNow + 10, act()));
  EXPECT_FALSE(store.reset(school, hash_of("first"), kNow)) << "a new one takes its place";
  EXPECT_EQ(*store.reset(school, hash_of("link"), kNow), 1);
  EXPECT_FALSE(store.reset(school, hash_of("link"), kNow + 10)) << "it is over";
  EXPECT_FALSE(store.reset(this->other_, hash_of("link"), kNow));
  EXPECT_EQ(*store.use_reset(school, hash_of("link"), "ada", "new", act()), 1);
  EXPECT_FALSE(store.use_reset(school, hash_of("link"), "ada", "newer", act())) << "it was used";
  EXPECT_EQ(*store.login(school, "ADA"), (Login{.person = 1, .subject = "ada", .secret = "new"}));
  EXPECT_FALSE(store.session(school, hash_of("s"), kNow));
  const std::int64_t bea = *store.add_person(school, {.name = "B", .given = ""}, act());
  ASSERT_TRUE(store.make_reset(school, bea, hash_of("bea"), kNow + 10, act()));
  EXPECT_FALSE(store.use_reset(school, hash_of("bea"), "ada", "x", act())) << "the name is taken";
  EXPECT_EQ(*store.reset(school, hash_of("bea"), kNow), bea) << "and the link is as it was";
  EXPECT_FALSE(store.make_reset(school, 99, hash_of("x"), kNow + 10, act()));
}

TYPED_TEST(PeopleContract, AGuardianComesByALinkForTheirChild) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->school_;
  ASSERT_TRUE(store.make_invite(school, hash_of("g"),
                                {.role = Role::guardian, .uses_left = 2, .until_s = kNow + 10, .child = 1},
                                act()));
  EXPECT_EQ(store.invite(school, hash_of("g"), kNow)->child, 1);
  const std::int64_t guardian = *store.accept_invite(
      school, hash_of("g"), {.name = "Kern", .given = "Uwe", .subject = "uwe", .secret = "s"}, act());
  EXPECT_EQ(*store.children_of(school, guardian), std::vector<std::int64_t>{1});
  const std::int64_t teacher = *store.add_person(school, {.name = "T", .given = ""}, act());
  ASSERT_TRUE(store.set_member(school, 0, teacher, Role::teacher, act()));
  ASSERT_TRUE(store.join_by_invite(school, hash_of("g"), teacher, act()));
  EXPECT_EQ(*store.children_of(school, teacher), std::vector<std::int64_t>{1});
  EXPECT_EQ(store.memberships_of(school, teacher, kNow)->front().role, Role::teacher)
      << "a teacher stays one";
  EXPECT_FALSE(store.make_invite(school, hash_of("h"),
                                 {.role = Role::guardian, .until_s = kNow + 10, .child = 99}, act()));
}

TYPED_TEST(PeopleContract, ARosterIsPutInOnceHoweverOftenItIsSent) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->school_;
  const std::string text =
      "class,family name,given "
      "name,id,role\n7b,Kern,Mia,17,\n7b,Alt,Uwe,18,\n8a,Kern,Mia,17,\n,Lehr,Eva,T1,teacher\n7b,,X,,\n";
  const Roster roster = *read_roster(text, "r.csv");
  const auto put = [&](const Roster& one, bool dry) {
    return *store.enrol(school, one, "r.csv", dry, act());
  };
  const Enrolled first{.added = 3,
                       .changed = 0,
                       .joined = 1,
                       .same = 0,
                       .classes = 2,
                       .refused = {"r.csv line 6: no family name; the person is left out"}};
  EXPECT_EQ(put(roster, true), first);
  EXPECT_EQ(store.people(school, {})->size(), 1u) << "it was a look";
  EXPECT_EQ(put(roster, false), first);
  EXPECT_EQ(put(roster, false), (Enrolled{.same = 4, .refused = first.refused}));
  EXPECT_EQ(store.people(school, {})->size(), 4u);
  EXPECT_EQ(store.classes(school, {})->size(), 2u);
  EXPECT_EQ(text_of(first),
            "3 added, 0 changed, 1 joined a class, 0 as they were, 2 classes made; 1 line left out");
  const Roster renamed = *read_roster("class,family name,given name,id\n7b,Kern,Maria,17\n", "r.csv");
  EXPECT_EQ(put(renamed, false).changed, 1);
  EXPECT_EQ(store.people(school, {})->at(1).given, "Maria");
  const auto everybody = *store.people(school, {});
  for (const Person& one : everybody) {
    const auto memberships = *store.memberships_of(school, one.id, kNow);
    for (const Membership& held : memberships)
      EXPECT_EQ(held.role, one.name == "Lehr" ? Role::teacher : Role::student);
  }
}

TYPED_TEST(PeopleContract, WithoutNumbersANameInAnotherClassIsAnotherPerson) {
  SchoolStore& store = this->store_;
  const std::int64_t school = this->school_;
  const std::int64_t klass = *store.add_class(school, {.title = "7b"}, act());
  ASSERT_TRUE(store.set_member(school, klass, 1, Role::student, act()));  // Ada Kern came by the class's link
  const Roster roster = *read_roster(
      "class;family name;given name\n7b;Kern;Ada\n7b;Alt;Uwe\n7b;Alt;Uwe\n8a;Alt;Uwe\n", "r.csv");
  const Enrolled done = *store.enrol(school, roster, "r.csv", false, act());
  EXPECT_EQ(done.added, 2);
  EXPECT_EQ(done.changed, 1) << "who is there is known by the name";
  EXPECT_EQ(done.refused,
            std::vector<std::string>{"r.csv line 4: the name is in this class twice; numbers in a column "
                                     "id tell two people apart; the person is left out"});
  EXPECT_EQ(store.enrol(school, roster, "r.csv", false, act())->same, 3);
  EXPECT_EQ(store.people(school, {})->size(), 3u);
  EXPECT_FALSE(store.enrol(9999, roster, "r.csv", false, act()));
}

TYPED_TEST(PeopleContract, AClassHasFiveHundredPeopleAtMost) {
  std::string text = "class,family name,given name\n";
  for (int i = 0; i < 501; ++i) text += "7b,N" + std::to_string(i) + ",G\n";
  const Enrolled done =
      *this->store_.enrol(this->school_, *read_roster(text, "r.csv"), "r.csv", false, act());
  EXPECT_EQ(done.added, 500);
  EXPECT_EQ(done.refused,
            std::vector<std::string>{
                "r.csv line 502: its class has 500 people, the most there can be; the person is left out"});
  const std::int64_t klass = this->store_.classes(this->school_, {})->front().id;
  EXPECT_FALSE(this->store_.set_member(this->school_, klass, 1, Role::student, act()));
}

TYPED_TEST(PeopleContract, ALimitIsKeptOnce) {
  SchoolStore& store = this->store_;
  const LimitKept limit{.item = "two",
                        .began_s = kNow,
                        .t50 = 120,
                        .sd_oct = .05,
                        .sigma_oct = .1,
                        .takes = 9,
                        .broke = 4,
                        .held_bpm = 118};
  ASSERT_TRUE(store.keep_limit(this->school_, 1, limit));
  ASSERT_TRUE(store.keep_limit(this->school_, 1, limit));
  EXPECT_EQ(*store.limits_of(this->school_, 1), std::vector<LimitKept>{limit});
  EXPECT_TRUE(store.limits_of(this->other_, 1)->empty());
  EXPECT_FALSE(store.keep_limit(this->school_, 99, limit));
  EXPECT_FALSE(store.keep_limit(this->school_, 1, {.item = "two"}));
}

}  // namespace
}  // namespace firstchair::school
