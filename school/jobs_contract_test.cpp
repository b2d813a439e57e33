// The queue of every kind of store: what waits is lent out once, in turns of its schools, and comes back when
// whoever had it is gone.
#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "school/postgres_test.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;

Act act() {
  return {.person = 0, .role = Role::admin, .prefix = "192.0.2.0/24", .at_s = kNow};
}

// All tests share a database of their own, since a claim takes the job of any school. Each leaves no job
// behind.
template <class Backend>
class JobsContract : public ::testing::Test {
 protected:
  struct One {
    std::int64_t school = 0, person = 0, assignment = 0;
  };

  static Backend& backend() {
    static Backend one{typename Backend::Fresh{}};
    return one;
  }
  void TearDown() override {
    while (const auto job = claim("rest"))
      EXPECT_TRUE(
          store_.answer_submission(job->school, job->thing, {.state = SubmissionState::failed}, act()));
    for (const std::int64_t school : schools_) {
      EXPECT_TRUE(store_.jobs(school, {})->empty());
      EXPECT_EQ(*store_.first_broken(school), 0);
    }
  }

  One make_school() {
    One one{.school = *store_.make_school({.name = "Lessing", .country = "DE", .retention = {}}, act())};
    schools_.push_back(one.school);
    one.person = *store_.add_person(one.school, {.name = "Mia", .given = ""}, act());
    const std::int64_t klass = *store_.add_class(one.school, {.title = "7b"}, act());
    EXPECT_TRUE(store_.set_member(one.school, klass, one.person, Role::student, act()));
    one.assignment = *store_.add_assignment(one.school,
                                            {.klass = klass,
                                             .title = "Hats",
                                             .item = "rock-8ths",
                                             .bpm = 92,
                                             .demands = {{.kind = assign::DemandKind::slips, .bound = 2}}},
                                            act());
    return one;
  }
  Submission sent(const One& one, const std::string& name) {
    return {.assignment = one.assignment,
            .person = one.person,
            .sent_name = name,
            .began_s = kNow,
            .came_s = kNow};
  }
  std::int64_t hand_in(const One& one, const std::string& name) {
    const auto id = store_.hand_in(one.school, sent(one, name), act());
    EXPECT_TRUE(id) << id.error().line();
    return *id;
  }
  std::optional<Job> claim(const std::string& worker = "w", int lease_s = 60) {
    auto job = store_.claim_job(kHearJob, worker, lease_s);
    EXPECT_TRUE(job) << job.error().line();
    return *job;
  }
  Answer heard() const { return {.state = SubmissionState::heard, .answers = {{}}}; }

  SchoolStore store_ = backend().open();
  std::vector<std::int64_t> schools_ = {};
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(JobsContract, Backends);

TYPED_TEST(JobsContract, AJobIsThereWhileItsSubmissionWaitsAndOnlyThen) {
  const auto one = this->make_school();
  EXPECT_FALSE(this->claim());
  const std::int64_t id = this->hand_in(one, "recorded-1");
  EXPECT_EQ(this->hand_in(one, "recorded-1"), id) << "sent twice it is the same";
  ASSERT_EQ(this->store_.jobs(one.school, {})->size(), 1u);
  // What is refused leaves no job.
  Submission closed = this->sent(one, "recorded-2");
  closed.version = 9;
  EXPECT_FALSE(this->store_.hand_in(one.school, closed, act()));
  ASSERT_EQ(this->store_.jobs(one.school, {})->size(), 1u);
  const auto job = this->claim();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->school, one.school);
  EXPECT_EQ(job->thing, id);
  EXPECT_EQ(job->tries, 1);
  ASSERT_TRUE(this->store_.answer_submission(one.school, id, {.state = SubmissionState::failed}, act()));
  EXPECT_TRUE(this->store_.jobs(one.school, {})->empty());
  ASSERT_TRUE(this->store_.wait_again(one.school, id, act()));
  EXPECT_EQ(this->store_.job_of(one.school, kHearJob, id)->value().tries, 0) << "by hand it begins anew";
  ASSERT_TRUE(this->store_.answer_submission(one.school, id, this->heard(), act()));
  EXPECT_FALSE(this->claim());
  // A take that was heard before it came makes none.
  Submission heard = this->sent(one, "heard-0001");
  heard.state = SubmissionState::heard;
  heard.answers = {{}};
  ASSERT_TRUE(this->store_.hand_in(one.school, heard, act()));
  EXPECT_TRUE(this->store_.jobs(one.school, {})->empty());
}

TYPED_TEST(JobsContract, WhoeverIsGoneLosesItAndItsAnswerIsTheOneThatCameFirst) {
  const auto one = this->make_school();
  const std::int64_t id = this->hand_in(one, "recorded-1");
  const auto first = this->claim("first", 0);  // a lease that is over at once
  ASSERT_TRUE(first);
  const auto second = this->claim("second", 60);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, first->id);
  EXPECT_EQ(second->tries, 2);
  EXPECT_FALSE(this->claim("third"));
  // The first comes back late.
  const auto kept = this->store_.keep_job(*first, 60);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::not_found);
  EXPECT_TRUE(this->store_.put_off(*first, "late", 0));
  EXPECT_TRUE(this->store_.end_job(*first));
  EXPECT_FALSE(this->claim("third")) << "it is the second's all the same";
  EXPECT_TRUE(this->store_.keep_job(*second, 60));
  // Both have heard it: the first answer stands, the second is dropped.
  ASSERT_TRUE(this->store_.answer_submission(one.school, id, this->heard(), act()));
  ASSERT_TRUE(
      this->store_.answer_submission(one.school, id, {.state = SubmissionState::failed, .why = "no"}, act()));
  EXPECT_EQ(this->store_.submission(one.school, id)->state, SubmissionState::heard);
  EXPECT_EQ(this->store_.submission(one.school, id)->why, "");
}

TYPED_TEST(JobsContract, WhatIsPutOffComesBackLaterAndSaysWhy) {
  const auto one = this->make_school();
  const std::int64_t id = this->hand_in(one, "recorded-1");
  ASSERT_TRUE(this->store_.put_off(*this->claim(), "the decoder stopped", 3600));
  EXPECT_FALSE(this->claim());
  const auto waits = *this->store_.job_of(one.school, kHearJob, id);
  ASSERT_TRUE(waits);
  EXPECT_EQ(waits->error, "the decoder stopped");
  EXPECT_EQ(waits->tries, 1);
  EXPECT_FALSE(waits->running);
  EXPECT_GE(waits->due_s, waits->made_s + 3600);
  EXPECT_EQ(this->store_.submission(one.school, id)->state, SubmissionState::waiting);
  EXPECT_EQ(this->store_.queue(kHearJob)->waiting, 1);
  // Another one of the same school is not held up by it.
  const std::int64_t next = this->hand_in(one, "recorded-2");
  const auto job = this->claim();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->thing, next);
  EXPECT_EQ(this->store_.queue(kHearJob)->running, 1);
  for (const std::int64_t each : {id, next})
    ASSERT_TRUE(this->store_.answer_submission(one.school, each, this->heard(), act()));
}

TYPED_TEST(JobsContract, SchoolsTakeTurns) {
  const auto many = this->make_school(), few = this->make_school(), one = this->make_school();
  for (int i = 0; i < 6; ++i) this->hand_in(many, "recorded-" + std::to_string(i));
  for (int i = 0; i < 3; ++i) this->hand_in(few, "recorded-" + std::to_string(i));
  this->hand_in(one, "recorded-0");
  std::vector<std::int64_t> order;
  while (const auto job = this->claim()) order.push_back(job->school);
  ASSERT_EQ(order.size(), 10u);
  const auto place = [&](std::int64_t school) {
    return std::find(order.rbegin(), order.rend(), school).base() - order.begin();
  };
  EXPECT_LE(place(one.school), 3) << "whoever has one does not wait for whoever has six";
  EXPECT_LE(place(few.school), 7);
  EXPECT_EQ(place(many.school), 10);
  for (const auto& each : {many, few, one})
    for (const auto queued = this->store_.jobs(each.school, {}); const QueuedJob& job : *queued)
      EXPECT_TRUE(this->store_.answer_submission(each.school, job.thing, this->heard(), act()));
}

TYPED_TEST(JobsContract, OfManyWorkersEachJobHasOne) {
  const auto one = this->make_school(), other = this->make_school();
  constexpr int kEach = 15, kWorkers = 4;
  for (int i = 0; i < kEach; ++i)
    for (const auto& school : {one, other}) this->hand_in(school, "recorded-" + std::to_string(i));
  std::array<std::vector<std::pair<std::int64_t, std::int64_t>>, kWorkers> had;
  {
    std::vector<std::jthread> workers;
    for (int w = 0; w < kWorkers; ++w)
      workers.emplace_back([&, w] {
        SchoolStore store = this->backend().open();
        while (const auto job = *store.claim_job(kHearJob, "w" + std::to_string(w), 60)) {
          had[static_cast<std::size_t>(w)].emplace_back(job->school, job->thing);
          EXPECT_TRUE(store.answer_submission(job->school, job->thing, this->heard(), act()));
        }
      });
  }
  std::set<std::pair<std::int64_t, std::int64_t>> all;
  std::size_t claims = 0;
  for (const auto& each : had) {
    claims += each.size();
    all.insert(each.begin(), each.end());
  }
  EXPECT_EQ(claims, 2u * kEach) << "each once";
  EXPECT_EQ(all.size(), 2u * kEach);
}

TYPED_TEST(JobsContract, WhatIsDoneEveryDayIsPlannedOnceAndComesBack) {
  const auto one = this->make_school();
  ASSERT_TRUE(this->store_.plan_job(one.school, kRetainJob, 0, 0));
  ASSERT_TRUE(this->store_.plan_job(one.school, kRetainJob, 0, 0));
  EXPECT_EQ(this->store_.jobs(one.school, {})->size(), 1u);
  EXPECT_FALSE(this->store_.plan_job(one.school + 1000, kRetainJob, 0, 0)) << "there is no such school";
  const auto first = *this->store_.claim_job(kRetainJob, "w", 60);
  ASSERT_TRUE(first);
  ASSERT_TRUE(this->store_.put_off(*first, "the disk is full", 0));
  const auto again = *this->store_.claim_job(kRetainJob, "w", 60);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->tries, 2);
  ASSERT_TRUE(this->store_.renew_job(*first, 0)) << "it is no longer that claim's";
  EXPECT_TRUE(this->store_.job_of(one.school, kRetainJob, 0)->value().running);
  ASSERT_TRUE(this->store_.renew_job(*again, 3600));
  EXPECT_FALSE(*this->store_.claim_job(kRetainJob, "w", 60));
  const QueuedJob waits = this->store_.job_of(one.school, kRetainJob, 0)->value();
  EXPECT_EQ(waits.tries, 0);
  EXPECT_EQ(waits.error, "");
  EXPECT_FALSE(waits.running);
  EXPECT_NEAR(static_cast<double>(waits.due_s - waits.made_s), 3600, 1);
  ASSERT_TRUE(this->store_.plan_job(one.school, kRetainJob, 0, 0)) << "it stays when it is due";
  EXPECT_EQ(this->store_.job_of(one.school, kRetainJob, 0)->value().due_s, waits.due_s);
  // Nothing is left for the next test.
  ASSERT_TRUE(this->store_.end_job({.school = one.school, .id = waits.id, .kind = kRetainJob, .worker = ""}));
}

TYPED_TEST(JobsContract, HearingsThatWaitOrFailedAreListedByClass) {
  const auto one = this->make_school(), other = this->make_school();
  const std::int64_t waits = this->hand_in(one, "recorded-1"), failed = this->hand_in(one, "recorded-2"),
                     heard = this->hand_in(one, "recorded-3");
  this->hand_in(other, "recorded-1");
  ASSERT_TRUE(this->store_.answer_submission(
      one.school, failed, {.state = SubmissionState::failed, .why = "worker stopped"}, act()));
  ASSERT_TRUE(this->store_.answer_submission(one.school, heard, this->heard(), act()));
  const auto all = *this->store_.hearings(one.school, std::nullopt, {});
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].submission, waits);
  EXPECT_FALSE(all[0].failed);
  EXPECT_TRUE(all[0].due_s);
  EXPECT_EQ(all[1].submission, failed);
  EXPECT_TRUE(all[1].failed);
  EXPECT_EQ(all[1].why, "worker stopped");
  EXPECT_EQ(all[1].person, one.person);
  const Person person = *this->store_.person(one.school, one.person);
  EXPECT_EQ(all[1].name + all[1].given, person.name + person.given);
  EXPECT_FALSE(all[1].due_s);
  const std::int64_t klass = all[0].klass;
  EXPECT_EQ(this->store_.hearings(one.school, std::vector<std::int64_t>{klass + 9, klass}, {})->size(), 2u);
  EXPECT_EQ(this->store_.hearings(one.school, std::vector<std::int64_t>{klass}, {.after = waits, .limit = 9})
                ->size(),
            1u);
  EXPECT_TRUE(this->store_.hearings(one.school, std::vector<std::int64_t>{klass + 9}, {})->empty());
  EXPECT_TRUE(this->store_.hearings(one.school, std::vector<std::int64_t>{}, {})->empty());
}

TYPED_TEST(JobsContract, AnExportIsMadeOnceAndItsFileIsListedAsToBeDroppedAtItsEnd) {
  const auto one = this->make_school();
  EXPECT_FALSE(this->store_.ask_export(one.school, one.person + 99, act()));
  const Export asked = *this->store_.ask_export(one.school, one.person, act());
  EXPECT_EQ(this->store_.ask_export(one.school, one.person, act())->id, asked.id)
      << "while it waits it is the same";
  const auto job = *this->store_.claim_job(kExportJob, "w", 60);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->thing, asked.id);
  const std::string hash(64, 'a');
  ASSERT_TRUE(this->store_.export_made(*job, hash, 7, act()));
  EXPECT_FALSE(this->store_.export_made(*job, std::string(64, 'b'), 7, act())) << "a second answer is none";
  const Export made = *this->store_.export_of_id(one.school, asked.id);
  EXPECT_EQ(made.state, ExportState::ready);
  EXPECT_EQ(made.hash, hash);
  EXPECT_EQ(made.until_s, kNow + kExportLivesS);
  EXPECT_EQ(*this->store_.exports_of(one.school, one.person), std::vector<Export>{made});
  EXPECT_FALSE(*this->store_.claim_job(kExpireJob, "w", 60)) << "its day is not over";
  ASSERT_TRUE(this->store_.end_export(one.school, asked.id));
  EXPECT_EQ(*this->store_.sounds_to_drop(one.school), std::vector<std::string>{hash});
  EXPECT_TRUE(this->store_.exports_of(one.school, one.person)->empty());
  // Who is erased leaves no export and no job of one.
  ASSERT_TRUE(this->store_.ask_export(one.school, one.person, act()));
  ASSERT_TRUE(this->store_.erase(one.school, one.person, act()));
  EXPECT_FALSE(*this->store_.claim_job(kExportJob, "w", 60));
}

TYPED_TEST(JobsContract, AConfirmedErasureClosesTheAccountAndIsAJob) {
  const auto one = this->make_school();
  EXPECT_FALSE(this->store_.confirm_erasure(one.school, one.person, act())) << "nobody has started it";
  ASSERT_TRUE(this->store_.ask_erasure(one.school, one.person, false, act()));
  EXPECT_FALSE(this->store_.confirm_erasure(one.school, one.person, act())) << "asking is not starting";
  ASSERT_TRUE(this->store_.ask_erasure(one.school, one.person, true, act()));
  const std::string hash(64, 'c');
  ASSERT_TRUE(this->store_.begin_session(one.school, hash, {one.person, kNow, kNow, kNow + 100, "t"}, act()));
  ASSERT_TRUE(this->store_.confirm_erasure(one.school, one.person, act()));
  EXPECT_FALSE(this->store_.session(one.school, hash, kNow));
  EXPECT_TRUE(this->store_.person(one.school, one.person)->ended);
  EXPECT_TRUE(this->store_.erasures(one.school, true)->empty());
  EXPECT_FALSE(this->store_.drop_erasure(one.school, one.person, act())) << "nobody takes that back";
  const auto job = *this->store_.claim_job(kEraseJob, "w", 60);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->thing, one.person);
  ASSERT_TRUE(this->store_.erase(one.school, one.person, act()));
  ASSERT_TRUE(this->store_.end_job(*job));
}

TYPED_TEST(JobsContract, InResearchIsWhoeverAgreedWhereTheSchoolDid) {
  const auto one = this->make_school();
  const auto nobody = [&] { return this->store_.in_research(one.school)->empty(); };
  EXPECT_TRUE(nobody());
  ASSERT_TRUE(this->store_.set_research_consent(one.school, one.person, true, "on paper", act()));
  EXPECT_TRUE(nobody()) << "the school has not";
  ASSERT_TRUE(this->store_.set_research(one.school, true, "letter", act()));
  EXPECT_EQ(*this->store_.in_research(one.school), std::vector<std::int64_t>{one.person});
  ASSERT_TRUE(this->store_.set_research_consent(one.school, one.person, false, "on paper", act()));
  EXPECT_TRUE(nobody());
  ASSERT_TRUE(this->store_.set_research_consent(one.school, one.person, true, "on paper", act()));
  ASSERT_TRUE(this->store_.set_research(one.school, false, "letter", act()));
  EXPECT_TRUE(nobody());
  EXPECT_FALSE(this->store_.set_research(one.school, true, "", act())) << "the log says how";
  EXPECT_FALSE(this->store_.set_research_consent(one.school, one.person + 99, true, "on paper", act()));
  ASSERT_TRUE(this->store_.set_research(one.school, true, "letter", act()));
  ASSERT_TRUE(this->store_.erase(one.school, one.person, act()));
  EXPECT_TRUE(nobody());
}

TYPED_TEST(JobsContract, WhatAnOlderProgramLeftWaitingIsAdoptedOnce) {
  const auto one = this->make_school();
  const std::int64_t id = this->hand_in(one, "recorded-1");
  ASSERT_TRUE(this->store_.end_job(*this->claim()));  // as if it had never been
  EXPECT_FALSE(this->claim());
  EXPECT_EQ(*this->store_.adopt_waiting(one.school), 1);
  EXPECT_EQ(*this->store_.adopt_waiting(one.school), 0);
  const auto job = this->claim();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->thing, id);
  ASSERT_TRUE(this->store_.answer_submission(one.school, id, this->heard(), act()));
}

}  // namespace
}  // namespace firstchair::school
