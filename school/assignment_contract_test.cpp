// Assignments, what is handed in, the gradebook and comments: what every kind of store must do. Each test
// runs beside another school in which the same was done.
#include <algorithm>
#include <thread>

#include "school/postgres_test.h"
#include "school/store.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

using assign::DemandStanding;
using assign::ResultStanding;

constexpr std::int64_t kNow = 1'790'000'000;

Act act(std::int64_t person = 0) {
  return {.person = person, .role = Role::teacher, .prefix = "192.0.2.0/24", .at_s = kNow};
}

template <class Backend>
class AssignmentContract : public ::testing::Test {
 protected:
  // One school with a teacher and two students, an assignment and a submission of the first.
  struct Place {
    std::int64_t school = 0, klass = 0, teacher = 0, ada = 0, bea = 0, assignment = 0;
  };
  AssignmentContract() : other_(make("Other")), ours_(make("Ours")) {
    EXPECT_TRUE(hand_in(other_, other_.ada, "take 1", DemandStanding::met));
    EXPECT_TRUE(hand_in(other_, other_.bea, "take 2", DemandStanding::met));
    EXPECT_TRUE(store_.add_comment(
        other_.school, {.submission = 1, .bar = 1, .beat = 1, .text = "of the other"}, act(other_.teacher)));
    before_ = told_of(other_);
  }
  ~AssignmentContract() override {
    EXPECT_EQ(told_of(other_), before_) << "what was done in our school changed the other one";
    EXPECT_EQ(*store_.first_broken(ours_.school), 0);
  }

  Place make(const std::string& name) {
    Place place;
    place.school = *store_.make_school({.name = name, .country = "DE", .retention = {}}, act());
    const auto add = [&](const char* person) {
      return *store_.add_person(place.school, {.name = person, .given = ""}, act());
    };
    place.teacher = add("Teacher");
    place.ada = add("Ada");
    place.bea = add("Bea");
    place.klass = *store_.add_class(place.school, {.title = "7b"}, act());
    EXPECT_TRUE(store_.set_member(place.school, place.klass, place.teacher, Role::teacher, act()));
    for (const std::int64_t student : {place.ada, place.bea})
      EXPECT_TRUE(store_.set_member(place.school, place.klass, student, Role::student, act()));
    place.assignment = *store_.add_assignment(place.school, wish(place.klass), act(place.teacher));
    return place;
  }
  static Assignment wish(std::int64_t klass) {
    return {.klass = klass,
            .title = "Hats at 92",
            .item = "rock-8ths",
            .bpm = 92,
            .bars = 8,
            .source = PlayedOn::midi,
            .demands = {{.kind = assign::DemandKind::spread_norm, .line = Line::hat, .bound = 1.33},
                        {.kind = assign::DemandKind::slips, .bound = 2}},
            .attempts = 3,
            .opens_s = kNow,
            .due_s = kNow + 1000,
            .closes_s = kNow + 2000,
            .late = assign::LateRule::refused,
            .sound = KeepSound::teacher,
            .results = Release::due};
  }
  static std::vector<assign::Answered> answers(DemandStanding standing) {
    const double value = standing == DemandStanding::not_met ? 1.7 : 1.25;
    return {{.standing = standing,
             .value = value,
             .low = value - 0.125,
             .high = value + 0.125,
             .n = 120,
             .needed = 50},
            {.standing = DemandStanding::met, .value = 0, .low = 0, .high = 3.5, .n = 128, .needed = 128}};
  }
  Result<std::int64_t> hand_in(const Place& at, std::int64_t person, const std::string& name,
                               DemandStanding standing, std::int64_t began_s = kNow + 10) {
    const Result<std::int64_t> id = store_.hand_in(at.school,
                                                   {.assignment = at.assignment,
                                                    .person = person,
                                                    .version = 1,
                                                    .sent_name = name,
                                                    .began_s = began_s,
                                                    .came_s = began_s + 5},
                                                   act(person));
    if (!id) return id;
    EXPECT_TRUE(store_.answer_submission(at.school, *id, {.answers = answers(standing)}, act()));
    return id;
  }
  std::string told_of(const Place& place) {
    std::string text;
    const auto grades = store_.gradebook(place.school, place.klass, kNow);
    for (const Grade& grade : *grades)
      text += std::string(id_of(grade.result.standing)) + std::to_string(grade.result.used) + "|";
    const auto comments = store_.comments(place.school, 1);
    for (const Comment& one : *comments) text += one.text;
    const auto all = store_.submissions(place.school, place.assignment, 0);
    for (const Submission& one : *all) text += one.sent_name;
    return text;
  }
  Grade grade_of_ada() {
    const auto grades = store_.gradebook(ours_.school, ours_.klass, kNow);
    return grades->front();
  }

  Backend backend_;
  SchoolStore store_ = backend_.open();
  Place other_, ours_;
  std::string before_;
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(AssignmentContract, Backends);

TYPED_TEST(AssignmentContract, KeepsEveryFieldOfAnAssignment) {
  Assignment wanted = this->wish(this->ours_.klass);
  wanted.id = this->ours_.assignment;
  EXPECT_EQ(*this->store_.assignment(this->ours_.school, wanted.id), wanted);
  Assignment open = wanted;
  open.attempts = std::nullopt;
  open.due_s = open.closes_s = std::nullopt;
  open.pass = {.kind = assign::PassKind::mean_of_last, .k = 1, .n = 4, .need_shown = true};
  open.id = *this->store_.add_assignment(this->ours_.school, open, act());
  EXPECT_EQ(*this->store_.assignment(this->ours_.school, open.id), open);
  EXPECT_EQ(this->store_.assignments(this->ours_.school, this->ours_.klass)->size(), 2u);
  EXPECT_EQ(this->store_.assignments(this->other_.school, this->other_.klass)->size(), 1u);
  EXPECT_FALSE(this->store_.assignment(this->other_.school, open.id)) << "number 2 is ours";
  open.klass = 9;
  EXPECT_EQ(this->store_.add_assignment(this->ours_.school, open, act()).error().code, ErrorCode::not_found);
  wanted.demands.clear();
  EXPECT_EQ(this->store_.add_assignment(this->ours_.school, wanted, act()).error().code, ErrorCode::usage);
}

TYPED_TEST(AssignmentContract, AChangeIsANewVersionAndTheOldOneStays) {
  Assignment changed = *this->store_.assignment(this->ours_.school, this->ours_.assignment);
  changed.demands[0].bound = 1.1;
  changed.title = "Harder";
  EXPECT_EQ(this->store_.change_assignment(this->ours_.school, changed, act())->version, 2);
  const auto stale = this->store_.change_assignment(this->ours_.school, changed, act());
  ASSERT_FALSE(stale);
  EXPECT_NE(stale.error().line().find("somebody else has changed it"), std::string::npos);
  EXPECT_EQ(this->store_.assignment(this->ours_.school, this->ours_.assignment)->demands[0].bound, 1.1);
  EXPECT_EQ(this->store_.assignment_version(this->ours_.school, this->ours_.assignment, 1)->demands[0].bound,
            1.33);
  EXPECT_FALSE(this->store_.assignment_version(this->ours_.school, this->ours_.assignment, 3));
  changed.version = 2;
  changed.attempts = 2;
  EXPECT_FALSE(this->store_.change_assignment(this->ours_.school, changed, act())) << "fewer attempts";
  changed.attempts = 5;
  EXPECT_TRUE(this->store_.change_assignment(this->ours_.school, changed, act()));
}

TYPED_TEST(AssignmentContract, WhatIsAskedMakesAVersionAndNothingElseDoes) {
  const std::int64_t school = this->ours_.school;
  const auto now = [&] { return *this->store_.assignment(school, this->ours_.assignment); };
  const auto changed = [&](auto change) {
    Assignment wish = now();
    change(wish);
    const auto done = this->store_.change_assignment(school, wish, act(), edition_of(now()));
    EXPECT_TRUE(done) << done.error().line();
    wish.version = done->version;
    EXPECT_EQ(*done, wish);
    EXPECT_EQ(now(), wish);
    return done->version;
  };
  const std::string before = edition_of(now());
  EXPECT_EQ(changed([](Assignment& a) { a.title = "Called otherwise"; }), 1);
  EXPECT_EQ(changed([](Assignment& a) {
              a.due_s = kNow + 9000;
              a.closes_s = kNow + 9900;
              a.attempts = 9;
              a.late = assign::LateRule::refused;
              a.sound = KeepSound::none;
              a.results = Release::by_hand;
              a.points[4] = 12;
            }),
            1);
  const auto stale = this->store_.change_assignment(school, now(), act(), before);
  ASSERT_FALSE(stale) << "its version is the same, and it was looked at before";
  EXPECT_NE(stale.error().line().find("somebody else has changed it"), std::string::npos);
  EXPECT_EQ(changed([](Assignment& a) { a.pass.n = 3; }), 2);
  EXPECT_EQ(changed([](Assignment& a) { a.click = !a.click; }), 3);
  EXPECT_EQ(changed([](Assignment& a) { a.bpm = 93; }), 4);
  EXPECT_EQ(this->store_.assignment_version(school, this->ours_.assignment, 1)->demands, now().demands);
}

TYPED_TEST(AssignmentContract, TwoRunningPassInTheGradebook) {
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::not_begun);
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "a", DemandStanding::met, kNow + 1));
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::not_met);
  EXPECT_EQ(this->grade_of_ada().result.running, 1);
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "b", DemandStanding::met, kNow + 2));
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "c", DemandStanding::not_met, kNow + 3));
  const auto grades = *this->store_.gradebook(this->ours_.school, this->ours_.klass, kNow);
  ASSERT_EQ(grades.size(), 2u) << "two students; the teacher is none";
  EXPECT_EQ(grades[0].person, this->ours_.ada);
  EXPECT_EQ(grades[0].result.standing, ResultStanding::passed);
  EXPECT_EQ(grades[0].result.used, 3);
  EXPECT_EQ(grades[0].shown->sent_name, "b") << "the values are those of the take that passed";
  EXPECT_EQ(grades[0].shown->answers, this->answers(DemandStanding::met));
  EXPECT_EQ(grades[1].person, this->ours_.bea);
  EXPECT_EQ(grades[1].result.standing, ResultStanding::not_begun);
}

TYPED_TEST(AssignmentContract, TheSameNameIsTheSameSubmission) {
  const auto first = this->hand_in(this->ours_, this->ours_.ada, "take 1", DemandStanding::met);
  ASSERT_TRUE(first);
  EXPECT_EQ(*this->hand_in(this->ours_, this->ours_.ada, "take 1", DemandStanding::not_met), *first);
  EXPECT_EQ(this->store_.submission(this->ours_.school, *first)->answers, this->answers(DemandStanding::met))
      << "what was told stays told";
  EXPECT_FALSE(this->hand_in(this->ours_, this->ours_.bea, "take 1", DemandStanding::met))
      << "somebody else's";
  EXPECT_EQ(this->store_.submissions(this->ours_.school, this->ours_.assignment, 0)->size(), 1u);
}

TYPED_TEST(AssignmentContract, AttemptsAreUsedUpByWhatCountsAndGivenToOneStudent) {
  for (const char* name : {"a", "b"})
    ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, name, DemandStanding::not_met));
  const auto failed = this->store_.hand_in(this->ours_.school,
                                           {.assignment = this->ours_.assignment,
                                            .person = this->ours_.ada,
                                            .sent_name = "f",
                                            .began_s = kNow,
                                            .came_s = kNow},
                                           act());
  ASSERT_TRUE(failed);
  ASSERT_TRUE(
      this->store_.answer_submission(this->ours_.school, *failed, {.state = SubmissionState::failed}, act()));
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "c", DemandStanding::not_met))
      << "what failed through us is none";
  const auto fourth = this->hand_in(this->ours_, this->ours_.ada, "d", DemandStanding::met);
  ASSERT_FALSE(fourth);
  EXPECT_EQ(fourth.error().line(), "3 of 3 attempts are used; your teacher can give more.");
  const auto give = [&](std::optional<int> attempts) {
    return this->store_.set_override(this->ours_.school, this->ours_.assignment,
                                     {.person = this->ours_.ada, .attempts = attempts, .reason = "was ill"},
                                     act());
  };
  EXPECT_FALSE(give(2)) << "fewer than everybody has";
  ASSERT_TRUE(give(5));
  EXPECT_FALSE(give(4)) << "fewer than were given";
  EXPECT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "d", DemandStanding::met));
  EXPECT_EQ(this->grade_of_ada().attempts, 5);
  EXPECT_FALSE(this->store_.set_override(this->ours_.school, this->ours_.assignment,
                                         {.person = this->ours_.ada, .reason = {}}, act()))
      << "without a reason";
}

TYPED_TEST(AssignmentContract, TheLastAttemptIsOneEvenWhenTwoComeAtOnce) {
  for (const char* name : {"a", "b"})
    ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, name, DemandStanding::met));
  std::vector<int> done(2);
  const auto send = [&](int i) {
    SchoolStore own = this->backend_.open();
    done[static_cast<std::size_t>(i)] = own.hand_in(this->ours_.school,
                                                    {.assignment = this->ours_.assignment,
                                                     .person = this->ours_.ada,
                                                     .sent_name = "last " + std::to_string(i),
                                                     .began_s = kNow,
                                                     .came_s = kNow},
                                                    act())
                                            ? 1
                                            : 0;
  };
  std::thread one(send, 0), two(send, 1);
  one.join();
  two.join();
  EXPECT_EQ(done[0] + done[1], 1);
}

TYPED_TEST(AssignmentContract, WhatIsClosedIsClosedAndLateIsMarkedByTheRule) {
  EXPECT_FALSE(this->hand_in(this->ours_, this->ours_.ada, "z", DemandStanding::met, kNow + 2001));
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "a", DemandStanding::met, kNow + 1001));
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "b", DemandStanding::met, kNow + 1002));
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::not_told)
      << "this one refuses what is late";
  ASSERT_TRUE(this->store_.set_override(this->ours_.school, this->ours_.assignment,
                                        {.person = this->ours_.ada, .due_s = kNow + 1500, .reason = "agreed"},
                                        act()));
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::passed);
}

TYPED_TEST(AssignmentContract, ATeachersOwnResultAndATakeThatIsTakenOut) {
  const auto set = [&](Override one) {
    one.person = this->ours_.ada;
    one.reason = "played it in the lesson";
    EXPECT_TRUE(
        this->store_.set_override(this->ours_.school, this->ours_.assignment, one, act(this->ours_.teacher)));
  };
  set({.passed = true, .reason = {}});
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::passed);
  EXPECT_TRUE(this->grade_of_ada().overridden);
  set({.excused = true, .reason = {}});
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::excused);
  set({});
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::not_begun);
  const auto first = this->hand_in(this->ours_, this->ours_.ada, "a", DemandStanding::met);
  ASSERT_TRUE(this->hand_in(this->ours_, this->ours_.ada, "b", DemandStanding::met));
  EXPECT_EQ(this->grade_of_ada().result.standing, ResultStanding::passed);
  ASSERT_TRUE(this->store_.answer_submission(this->ours_.school, *first,
                                             {.state = SubmissionState::taken_out}, act()));
  EXPECT_EQ(this->grade_of_ada().result.used, 1);
  EXPECT_EQ(this->store_.submission(this->ours_.school, *first)->answers, this->answers(DemandStanding::met));
  EXPECT_FALSE(
      this->store_.answer_submission(this->ours_.school, 99, {.state = SubmissionState::failed}, act()));
}

TYPED_TEST(AssignmentContract, ACommentLiesOnABeatAndIsChangedByWhoWroteIt) {
  const std::int64_t submission = *this->hand_in(this->ours_, this->ours_.ada, "a", DemandStanding::met);
  const std::int64_t elbow = *this->store_.add_comment(
      this->ours_.school, {.submission = submission, .bar = 12, .beat = 3, .text = "elbow"},
      act(this->ours_.teacher));
  ASSERT_TRUE(this->store_.add_comment(this->ours_.school,
                                       {.submission = submission, .bar = 2, .beat = 1, .text = "good"},
                                       act(this->ours_.teacher)));
  auto comments = *this->store_.comments(this->ours_.school, submission);
  ASSERT_EQ(comments.size(), 2u);
  EXPECT_EQ(comments[0].bar, 2);
  EXPECT_EQ(comments[1],
            (Comment{elbow, submission, 12, 3, "elbow", this->ours_.teacher, kNow, std::nullopt}));
  EXPECT_FALSE(this->store_.change_comment(this->ours_.school, elbow, "mine now", act(this->ours_.ada)));
  ASSERT_TRUE(this->store_.change_comment(this->ours_.school, elbow, "left elbow", act(this->ours_.teacher)));
  comments = *this->store_.comments(this->ours_.school, submission);
  EXPECT_EQ(comments[1].text, "left elbow");
  EXPECT_EQ(comments[1].edited_s, kNow);
  ASSERT_TRUE(this->store_.change_comment(this->ours_.school, elbow, "", act(this->ours_.teacher)));
  EXPECT_EQ(this->store_.comments(this->ours_.school, submission)->size(), 1u);
  EXPECT_FALSE(this->store_.change_comment(this->ours_.school, elbow, "back", act(this->ours_.teacher)));
  EXPECT_FALSE(this->store_.add_comment(this->ours_.school, {.submission = 9, .text = "x"}, act()));
}

TEST(Gradebook, ACellThatASpreadsheetWouldRunIsText) {
  const Assignment assignment{
      .id = 1,
      .klass = 1,
      .title = "=HYPERLINK(\"http://evil\")",
      .item = "x",
      .bpm = 92,
      .demands = {{.kind = assign::DemandKind::lean_ms, .line = Line::snare, .bound = 10}}};
  Grade grade{.assignment = 1, .person = 1};
  grade.result = {.standing = ResultStanding::passed, .since = 0, .used = 1, .running = 1, .wanted = 2};
  grade.shown = Submission{
      .sent_name = {},
      .came_s = 5,
      .answers = {
          {.standing = DemandStanding::met, .value = -3.5, .low = -5, .high = -2, .n = 60, .needed = 50}}};
  const std::string csv =
      gradebook_csv({{"7b", assignment.title, "Müller, \"Jo\"", "@mia", "-1", grade, &assignment}}, false);
  const std::string row = csv.substr(csv.find("\r\n") + 2);
  EXPECT_EQ(row,
            "7b,\"'=HYPERLINK(\"\"http://evil\"\")\",\"Müller, "
            "\"\"Jo\"\"\",'@mia,'-1,passed,no,lean_ms,snare,10,met,-3.5,-5,"
            "-2,ms,60,50,1,,1,2,5,no,,\r\n");
  EXPECT_TRUE(
      gradebook_csv({}, true).starts_with("\xEF\xBB\xBF"
                                          "class,"));
  grade.shown.reset();
  EXPECT_NE(gradebook_csv({{"7b", "t", "n", "", "", grade, &assignment}}, false)
                .find(",lean_ms,snare,10,,,,,ms,0,0,"),
            std::string::npos)
      << "no take, no value";
}

TEST(Gradebook, WhatAnAssignmentCannotAskIsTold) {
  Assignment fine{.klass = 1, .title = "t", .item = "x", .bpm = 92, .demands = {{.bound = 1}}};
  EXPECT_EQ(fault_of(fine), "");
  const auto fault = [&](auto change) {
    Assignment one = fine;
    change(one);
    return fault_of(one);
  };
  EXPECT_NE(fault([](Assignment& a) { a.title = ""; }), "");
  EXPECT_NE(fault([](Assignment& a) { a.bpm = 0; }), "");
  EXPECT_NE(fault([](Assignment& a) { a.demands[0].bound = 0; }), "");
  EXPECT_NE(fault([](Assignment& a) { a.pass.k = 3; }), "") << "3 of the last 2";
  EXPECT_NE(fault([](Assignment& a) { a.attempts = 1; }), "") << "two running in one attempt";
  EXPECT_NE(fault([](Assignment& a) { a.opens_s = 5, a.due_s = 4; }), "");
  EXPECT_NE(fault([](Assignment& a) { a.due_s = 5, a.closes_s = 4; }), "");
}

}  // namespace
}  // namespace firstchair::school
