// Takes, what was told, judging again, charts, consents and phrases: what every kind of store must do.
#include <string>

#include "school/postgres_test.h"
#include "school/store.h"
#include "school/store_contract_test.h"

namespace firstchair::school {
namespace {

using assign::DemandStanding;
using assign::ResultStanding;

constexpr std::int64_t kNow = 1'790'000'000;

Act act(std::int64_t person = 0) {
  return {.person = person, .role = Role::teacher, .at_s = kNow};
}

Chart two_notes(const std::string& title) {
  Chart chart;
  chart.title = title;
  chart.meters = {MeterChange{}};
  for (const Ticks tick : {Ticks{0}, kTicksPerQuarter}) {
    Note note;
    note.tick = tick;
    note.voice = Voice::snare;
    chart.notes.push_back(note);
  }
  settle(chart);
  return chart;
}

store::PackedTake played(double bpm) {
  Take take;
  take.source.kind = SourceKind::midi;
  take.source.rate = 1'000'000;
  take.source.length = 3'000'000;
  take.chart = two_notes("Two");
  take.reading.bpm = bpm;
  for (const Frames frame : {Frames{1000}, Frames{653'000}}) {
    Hit hit;
    hit.frame = frame;
    hit.voice = Voice::snare;
    take.hits.push_back(hit);
  }
  return store::pack_take(take, {.began_s = kNow, .item = "two", .bpm = bpm, .engine = "1", .device = "Pad"});
}

template <class Backend>
class PlayedContract : public ::testing::Test {
 protected:
  struct Place {
    std::int64_t school = 0, klass = 0, mia = 0, assignment = 0;
  };
  PlayedContract() : other_(make("Other")), ours_(make("Ours")) {
    EXPECT_TRUE(store_.keep_take(other_.school, other_.mia, "theirs", played(80), act()));
  }
  ~PlayedContract() override {
    EXPECT_EQ(store_.takes_of(other_.school, other_.mia, {})->size(), 1u);
    EXPECT_EQ(store_.charts(other_.school)->size(), 0u);
    EXPECT_TRUE(store_.phrases(other_.school, other_.mia)->empty());
    EXPECT_EQ(*store_.first_broken(ours_.school), 0);
  }
  Place make(const std::string& name) {
    Place place;
    place.school = *store_.make_school(
        {.name = name, .country = "DE", .retention = {}, .consent = Consent::guardian}, act());
    place.mia = *store_.add_person(place.school, {.name = "Mia", .given = ""}, act());
    place.klass = *store_.add_class(place.school, {.title = "7b"}, act());
    EXPECT_TRUE(store_.set_member(place.school, place.klass, place.mia, Role::student, act()));
    place.assignment = *store_.add_assignment(place.school,
                                              {.klass = place.klass,
                                               .title = "Hats",
                                               .item = "x",
                                               .bpm = 92,
                                               .demands = {{.bound = 1.33}},
                                               .points = {std::nullopt, 0, std::nullopt, 2.5, 7, 10}},
                                              act());
    return place;
  }
  static std::vector<assign::Answered> answers(double value, double bound) {
    return {{.standing = value <= bound ? DemandStanding::shown : DemandStanding::not_met,
             .value = value,
             .low = value,
             .high = value,
             .n = 9,
             .needed = 9}};
  }
  std::int64_t hand_in(const std::string& name, double value) {
    const store::PackedTake take = played(92);
    const auto id = store_.hand_in(ours_.school,
                                   {.assignment = ours_.assignment,
                                    .person = ours_.mia,
                                    .sent_name = name,
                                    .state = SubmissionState::heard,
                                    .began_s = kNow,
                                    .came_s = kNow,
                                    .answers = answers(value, 1.33),
                                    .sound = name.starts_with("sound") ? "hash" : "",
                                    .sound_type = "audio/wav"},
                                   act(ours_.mia), &take);
    EXPECT_TRUE(id) << id.error().line();
    return id ? *id : 0;
  }
  Grade grade() { return *store_.grade(ours_.school, ours_.assignment, ours_.mia); }

  Backend backend_;
  SchoolStore store_ = backend_.open();
  Place other_, ours_;
};
using Backends = ::testing::Types<SqliteFiles, PostgresDatabases>;
TYPED_TEST_SUITE(PlayedContract, Backends);

TYPED_TEST(PlayedContract, ATakeComesBackAsItWasAndOnceAName) {
  const store::PackedTake packed = played(92);
  const std::int64_t id = *this->store_.keep_take(this->ours_.school, this->ours_.mia, "one", packed, act());
  EXPECT_EQ(*this->store_.keep_take(this->ours_.school, this->ours_.mia, "one", played(100), act()), id);
  const PlayedTake back = *this->store_.take(this->ours_.school, id);
  EXPECT_EQ(back.person, this->ours_.mia);
  EXPECT_EQ(back.how.item, "two");
  EXPECT_EQ(back.how.device, "Pad");
  EXPECT_EQ(back.take.hits.size(), 2u);
  const store::PackedTake again = store::pack_take(back.take, back.how);
  EXPECT_EQ(again.strokes, packed.strokes);
  EXPECT_EQ(again.judgements.front().verdict, packed.judgements.front().verdict);
  EXPECT_EQ(again.judgements.front().matched, packed.judgements.front().matched);
  EXPECT_EQ(again.judgements.front().chart, packed.judgements.front().chart);
  EXPECT_FALSE(this->store_.take(this->ours_.school, id + 1));
  this->hand_in("two", 1);
  const auto own = *this->store_.takes_of(this->ours_.school, this->ours_.mia, {});
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own[0].submission, 1);
  EXPECT_EQ(own[1].submission, std::nullopt);
  EXPECT_EQ(this->store_.takes_of(this->ours_.school, this->ours_.mia, {.after = own[0].id})->size(), 1u);
  EXPECT_FALSE(this->store_.keep_take(this->ours_.school, 99, "none", packed, act()));
}

TYPED_TEST(PlayedContract, WhatWasToldStaysToldUntilATakeIsTakenOut) {
  const std::int64_t first = this->hand_in("a", 1);
  this->hand_in("b", 1);
  EXPECT_EQ(this->grade().result.standing, ResultStanding::passed);
  Assignment changed = *this->store_.assignment(this->ours_.school, this->ours_.assignment);
  EXPECT_EQ(changed.points[5], 10);
  EXPECT_EQ(changed.points[0], std::nullopt);
  changed.due_s = kNow - 1000;
  changed.opens_s = kNow - 2000;
  changed.late = assign::LateRule::refused;
  changed.demands[0].bound = .5;
  ASSERT_TRUE(this->store_.change_assignment(this->ours_.school, changed, act()));
  EXPECT_EQ(this->grade().result.standing, ResultStanding::passed);
  EXPECT_EQ(this->grade().version, 1);
  ASSERT_TRUE(this->store_.answer_submission(
      this->ours_.school, first, {.state = SubmissionState::taken_out, .why = "a friend's"}, act()));
  EXPECT_NE(this->grade().result.standing, ResultStanding::passed);
  EXPECT_EQ(this->store_.submission(this->ours_.school, first)->why, "a friend's");
}

TYPED_TEST(PlayedContract, JudgingAgainShowsWhoStandsElsewhereAndLiftsAlone) {
  std::vector<Rejudged> anew;
  for (const char* name : {"a", "b"}) anew.push_back({this->hand_in(name, 1.5), 2, this->answers(1.5, 2)});
  Assignment changed = *this->store_.assignment(this->ours_.school, this->ours_.assignment);
  changed.demands[0].bound = 2;
  ASSERT_TRUE(this->store_.change_assignment(this->ours_.school, changed, act()));
  EXPECT_EQ(this->grade().result.standing, ResultStanding::not_met);
  const std::vector<ResultChange> lifted{
      {this->ours_.mia, ResultStanding::not_met, ResultStanding::passed, ResultStanding::passed}};
  const auto judge = [&](bool keep) {
    return *this->store_.judge_again(this->ours_.school, this->ours_.assignment, 2, anew, keep, act());
  };
  EXPECT_EQ(judge(false), lifted);
  EXPECT_EQ(this->grade().result.standing, ResultStanding::not_met) << "it was a look";
  EXPECT_EQ(judge(true), lifted);
  EXPECT_EQ(this->grade().result.standing, ResultStanding::passed);
  EXPECT_EQ(this->grade().shown->answers, this->answers(1.5, 2));
  EXPECT_TRUE(judge(true).empty()) << "nobody stands elsewhere any more";
  EXPECT_FALSE(this->store_.judge_again(this->ours_.school, this->ours_.assignment, 9, anew, true, act()));
}

TYPED_TEST(PlayedContract, WhatCouldNotBeHeardWaitsAgain) {
  const std::int64_t id = *this->store_.hand_in(this->ours_.school,
                                                {.assignment = this->ours_.assignment,
                                                 .person = this->ours_.mia,
                                                 .sent_name = "recording",
                                                 .began_s = kNow,
                                                 .came_s = kNow},
                                                act());
  EXPECT_EQ(this->store_.waiting(this->ours_.school, 10)->size(), 1u);
  EXPECT_FALSE(this->store_.wait_again(this->ours_.school, id, act())) << "it waits";
  ASSERT_TRUE(this->store_.answer_submission(this->ours_.school, id,
                                             {.state = SubmissionState::failed, .why = "stopped"}, act()));
  EXPECT_EQ(this->grade().failed, 1);
  EXPECT_EQ(this->grade().result.used, 0);
  ASSERT_TRUE(this->store_.wait_again(this->ours_.school, id, act()));
  const store::PackedTake take = played(92);
  ASSERT_TRUE(this->store_.answer_submission(this->ours_.school, id,
                                             {.answers = this->answers(1, 1.33), .take = &take}, act()));
  EXPECT_TRUE(this->store_.submission(this->ours_.school, id)->take);
  EXPECT_EQ(this->grade().result.used, 1);
  EXPECT_EQ(*this->store_.handed_in_since(this->ours_.school, this->ours_.mia, kNow - 1), 1);
  EXPECT_EQ(*this->store_.handed_in_since(this->ours_.school, this->ours_.mia, kNow), 0);
}

TYPED_TEST(PlayedContract, ASoundGoesWithItsLastSubmission) {
  const std::int64_t one = this->hand_in("sound 1", 1), two = this->hand_in("sound 2", 1);
  EXPECT_EQ(*this->store_.forget_sound(this->ours_.school, one), "") << "the other has the same";
  EXPECT_TRUE(this->store_.sounds_to_drop(this->ours_.school)->empty());
  EXPECT_EQ(*this->store_.forget_sound(this->ours_.school, two), "hash");
  EXPECT_EQ(*this->store_.sounds_to_drop(this->ours_.school), std::vector<std::string>{"hash"})
      << "also where nobody lives to remove it";
  EXPECT_EQ(this->store_.submission(this->ours_.school, two)->sound, "");
}

TYPED_TEST(PlayedContract, ChartsConsentsPhrasesAndSecrets) {
  this->hand_in("a", 1);
  EXPECT_TRUE(this->store_.charts(this->ours_.school)->empty()) << "a take's chart is nobody's to assign";
  const std::string hash =
      *this->store_.keep_chart(this->ours_.school, two_notes("Assigned"), act(this->ours_.mia));
  EXPECT_EQ(*this->store_.charts(this->ours_.school),
            (std::vector<KeptChart>{{hash, "Assigned", this->ours_.mia}}));
  EXPECT_EQ(this->store_.chart(this->ours_.school, hash)->notes.size(), 2u);
  EXPECT_FALSE(this->store_.chart(this->other_.school, hash)) << "the other school has it not";
  EXPECT_FALSE(*this->store_.consented(this->ours_.school, this->ours_.mia));
  ASSERT_TRUE(this->store_.set_consent(this->ours_.school, this->ours_.mia, true, "on paper", act()));
  EXPECT_TRUE(*this->store_.consented(this->ours_.school, this->ours_.mia));
  EXPECT_FALSE(*this->store_.consented(this->other_.school, this->other_.mia));
  EXPECT_FALSE(this->store_.set_consent(this->ours_.school, 99, true, "on paper", act()));
  ASSERT_TRUE(this->store_.set_phrases(this->ours_.school, this->ours_.mia, {"elbow", "count"}));
  ASSERT_TRUE(this->store_.set_phrases(this->ours_.school, this->ours_.mia, {"wrist"}));
  EXPECT_EQ(*this->store_.phrases(this->ours_.school, this->ours_.mia), std::vector<std::string>{"wrist"});
  const std::string secret = *this->store_.secret(this->ours_.school, "opening");
  EXPECT_EQ(secret.size(), 64u);
  EXPECT_EQ(*this->store_.secret(this->ours_.school, "opening"), secret);
  EXPECT_NE(*this->store_.secret(this->other_.school, "opening"), secret);
}

}  // namespace
}  // namespace firstchair::school
