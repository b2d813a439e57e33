// What a panel changes by hand, and an audition that is cancelled.
#include "apps/chairs/by_hand.h"

#include <gtest/gtest.h>

#include "apps/chairs/played_test.h"

namespace firstchair::audition {
namespace {

std::vector<Hit> three_hits() {
  std::vector<Hit> hits;
  for (int i = 0; i < 3; ++i) {
    Hit hit{.frame = 1000 * (i + 1), .voice = i == 1 ? Voice::snare : Voice::kick};
    hit.level_db = static_cast<float>(-10 * (i + 1));
    hit.strength = static_cast<float>(100 - 10 * i);
    hits.push_back(hit);
  }
  return hits;
}

// Strikes the first stroke of the excerpt's last bar out, and what an appeal needs before.
std::size_t appeal_of(Played& four, const char* player, std::size_t excerpt) {
  EXPECT_EQ(four.add(appeal_line(*four.audition.last_attempt(player, excerpt), "the ear", ++four.now)), "");
  return four.audition.appeals.size() - 1;
}

TEST(ByHand, StrikesOutByNumberAndAddsByTime) {
  std::vector<Hit> hits = three_hits();
  EXPECT_EQ(change_strokes(hits, {.struck_out = {1, 2}, .added = {{0.25, Voice::kick}}}, 10000, 5000), "");
  ASSERT_EQ(hits.size(), 2U);
  EXPECT_EQ(hits[0].frame, 2500);
  EXPECT_FALSE(hits[0].timed) << "nobody measured when it was";
  EXPECT_FLOAT_EQ(hits[0].level_db, -20) << "as loud as the kicks that were heard";
  EXPECT_EQ(hits[1].frame, 3000);
}

TEST(ByHand, WhatIsNotThereChangesNothing) {
  std::vector<Hit> hits = three_hits();
  EXPECT_EQ(change_strokes(hits, {.struck_out = {1, 4}, .added = {}}, 10000, 5000),
            "there is no stroke 4; the take has 3");
  EXPECT_EQ(change_strokes(hits, {.struck_out = {1}, .added = {{0.6, Voice::kick}}}, 10000, 5000),
            "there is no second 0.6000; the take lasts 0.5 s");
  EXPECT_EQ(hits, three_hits());
}

TEST(ByHand, ComesBackFromARulingAsItWas) {
  const ByHand by_hand{.struck_out = {3, 17}, .added = {{1.5, Voice::snare}, {2.25, Voice::hat_closed}}};
  nlohmann::json fields;
  write_by_hand(fields, by_hand);
  ByHand read;
  ASSERT_TRUE(read_by_hand(fields, read));
  EXPECT_EQ(read.struck_out, by_hand.struck_out);
  ASSERT_EQ(read.added.size(), 2U);
  EXPECT_EQ(read.added[1].at_s, 2.25);
  EXPECT_EQ(read.added[1].voice, Voice::hat_closed);
  for (const char* none : {R"({})", R"({"added":[],"struck_out":[]})", R"({"added":[],"struck_out":[0]})",
                           R"({"added":[],"struck_out":[4,4]})", R"({"added":[],"struck_out":["4"]})",
                           R"({"added":[{"at":"1.0000","voice":"bell"}],"struck_out":[]})",
                           R"({"added":[{"at":1,"voice":"snare"}],"struck_out":[]})",
                           R"({"added":[{"at":"-1.0000","voice":"snare"}],"struck_out":[]})"}) {
    ByHand other;
    EXPECT_FALSE(read_by_hand(nlohmann::json::parse(none), other)) << none;
  }
}

TEST(ByHand, ARulingChangesOneTakesStrokesAndTheTakesLineStays) {
  Played four = played_four();
  const Seated before = four.seat();
  const std::size_t appeal = appeal_of(four, "CU", 0);
  const std::size_t strokes = four.judged().at(four.audition.last_attempt("CU", 0)->take).take.hits.size();
  const ByHand by_hand{.struck_out = {10, strokes - 1}, .added = {{2.0, Voice::crash}}};
  ASSERT_EQ(four.add(ruling_line(appeal, Appeal::Ruling::strokes, "heard twice", ++four.now, by_hand)), "");
  const Seated after = four.seat();
  const chairs::TakeScore &was = *before.player("CU").scores[0], &is = *after.player("CU").scores[0];
  EXPECT_EQ(is.missed, was.missed + 2);
  EXPECT_EQ(is.extra, was.extra + 1);
  EXPECT_EQ(after.player("CU").scores[1]->total.value, before.player("CU").scores[1]->total.value);
  EXPECT_EQ(after.player("KA").scores[0]->total.value, before.player("KA").scores[0]->total.value);
  ASSERT_FALSE(after.player("CU").hints.empty());
  EXPECT_EQ(after.player("CU").hints.front(),
            "excerpt 1: 2 strokes struck out and 1 added by hand, by ruling");
  EXPECT_EQ(four.told(), "") << "both seatings are recomputed";
  // A ruling that says otherwise is noticed: the score after it is another.
  for (store::RecordLine& line : four.lines) {
    if (line.type == "ruling") line.fields["struck_out"] = {10};
  }
  EXPECT_NE(four.told(), "");
}

TEST(ByHand, StrokesThatTheTakeLacksAreNoRuling) {
  Played four = played_four();
  const std::size_t appeal = appeal_of(four, "BE", 1);
  const ByHand by_hand{.struck_out = {9999}, .added = {}};
  ASSERT_EQ(four.add(ruling_line(appeal, Appeal::Ruling::strokes, "x", ++four.now, by_hand)), "");
  JudgedTakes judged;
  const Result<Done> done = judge_takes(four.audition, four.lines, judged);
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().what.find("there is no stroke 9999"), std::string::npos);
  EXPECT_NE(four.told().find("there is no stroke 9999"), std::string::npos) << four.told();
}

TEST(Cancelled, NothingMoreIsTakenAndTheRecordStillHolds) {
  Played four = played_four();
  four.seat();
  EXPECT_EQ(four.add(cancelled_line("", ++four.now)), "a reason has 1 to 2,000 letters");
  ASSERT_EQ(four.add(cancelled_line("the hall is closed", ++four.now)), "");
  const std::string why = "this audition was cancelled: the hall is closed";
  EXPECT_EQ(four.open("KA", 0), why);
  EXPECT_EQ(four.add(cancelled_line("twice", ++four.now)), why);
  EXPECT_EQ(four.add(appeal_line(*four.audition.last_attempt("KA", 0), "x", ++four.now)), why);
  EXPECT_EQ(four.add(challenge_line("KA", "BE", ++four.now)), why);
  EXPECT_EQ(four.audition.unlike_opening("KA", 0, four.now), why);
  EXPECT_EQ(unlike_seating(four.audition, four.now), why);
  EXPECT_EQ(four.told(), "");
}

TEST(Cancelled, NotOnceTheNamesAreTold) {
  Played four = played_four();
  four.seat();
  ASSERT_EQ(four.add(reveal_line({}, ++four.now)), "");
  EXPECT_EQ(four.add(cancelled_line("late", ++four.now)), "this audition is over: its names are told");
}

}  // namespace
}  // namespace firstchair::audition
