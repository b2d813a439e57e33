// Auditions with attempts: what their rules let into a record, and what the record then says again.
#include "apps/chairs/audition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "apps/chairs/played_test.h"

namespace firstchair::audition {
namespace {

using store::RecordLine;

TEST(Audition, IsSeatedAndItsRecordVerified) {
  Played four = played_four();
  const Seated seated = four.seat();
  EXPECT_EQ(seated.told().seats[3].id, "DO");
  EXPECT_EQ(four.audition.chairs[3], "DO");
  EXPECT_EQ(four.audition.seatings, 1);
  EXPECT_EQ(four.told(), "");
  const Result<Verified> verified = verify_record(store::record_text(four.lines));
  EXPECT_EQ(verified->takes, 8);
  EXPECT_EQ(verified->attempts, 8);
  EXPECT_EQ(verified->seated.told().seats[3].id, "DO");
  for (const ScoredPlayer& p : verified->seated.players) EXPECT_EQ(p.level, Level::live);
}

TEST(Audition, TakesOneAttemptAndNoSecond) {
  Played two;
  two.enter("KA");
  EXPECT_EQ(two.open("XX", 0), "nobody entered as XX");
  EXPECT_EQ(two.open("KA", 2), "is no line of an audition");
  ASSERT_EQ(two.open("KA", 0), "");
  EXPECT_EQ(two.open("KA", 0), "excerpt 1 is being played since " + hour_text(two.now - 1, two.now));
  ASSERT_EQ(two.play(6), "");
  EXPECT_EQ(two.open("KA", 0).rfind("excerpt 1 was played at ", 0), 0u);
  ASSERT_EQ(two.open("KA", 1), "");
  ASSERT_EQ(two.add(void_line(two.audition.attempts.back(), Void::player, 9, "left", ++two.now)), "");
  const std::int64_t at = two.audition.attempts.back().opened_s;
  EXPECT_EQ(two.open("KA", 1), "excerpt 2 was opened at " + hour_text(at, two.now + 1) +
                                   " and left at bar 9: that was the attempt; an appeal is open until " +
                                   hour_text(at + 72 * 3600, two.now + 1));
  EXPECT_EQ(two.play(6), "is of an attempt that is over") << "what comes after it is nobody's";
}

TEST(Audition, GivesBackWhatTheMachineBroke) {
  Played one;
  one.enter("KA");
  ASSERT_EQ(one.open("KA", 0), "");
  ASSERT_EQ(one.add(void_line(one.audition.attempts.back(), Void::machine, 3, "2 dropouts", ++one.now)), "");
  ASSERT_EQ(one.open("KA", 0), "");
  EXPECT_EQ(one.audition.attempts.back().number, 2);
  EXPECT_EQ(one.play(6), "");
}

TEST(Audition, AnAttemptThatWasKilledIsUsedUpWhenItsTimeIsOver) {
  Played one;
  one.enter("KA");
  ASSERT_EQ(one.open("KA", 0), "");
  one.now = one.audition.attempts.back().deadline_s + 1;
  EXPECT_NE(one.open("KA", 0).find(" and not ended: that was the attempt"), std::string::npos);
  EXPECT_EQ(one.play(6), "comes too late for its attempt");
  // 17 bars of 2.37 s, 15 s, and 120 s to hear it.
  EXPECT_EQ(one.audition.attempts.back().deadline_s - one.audition.attempts.back().opened_s, 41 + 15 + 120);
}

TEST(Audition, RefusesATempoThatWasNotDrawnAndAFileWhereNoneIsAsked) {
  Played live;
  live.enter("KA");
  EXPECT_EQ(live.open("KA", 0, 2.1), "its tempo is not near the one that is asked");
  Attempt file{.player = "KA", .nonce = {.bpm = 100, .count_in = 1, .seed = 1}, .level = Level::sent};
  EXPECT_EQ(live.add(opened_line(file, 1, "file", ++live.now)),
            "this audition takes attempts that are played, not files");
  Played sent(Level::sent);
  sent.enter("KA");
  EXPECT_EQ(sent.add(opened_line(file, 1, "file", ++sent.now)), "");
}

TEST(Audition, NoncesLieWithinTwoPerCentAndAreNotTheSame) {
  Declaration declaration = two_excerpts();
  declaration.attempts.emplace();
  std::set<double> tempi;
  std::set<int> counts;
  for (int i = 0; i < 200; ++i) {
    const Nonce nonce = draw_nonce(declaration, 0, Level::live);
    EXPECT_LE(std::abs(nonce.bpm - 100), 2);
    tempi.insert(nonce.bpm);
    counts.insert(nonce.count_in);
  }
  EXPECT_GT(tempi.size(), 180u);
  EXPECT_LT(*tempi.begin(), 98.5);
  EXPECT_GT(*tempi.rbegin(), 101.5);
  EXPECT_EQ(counts, (std::set<int>{1, 2}));
  EXPECT_EQ(draw_nonce(declaration, 0, Level::sent).bpm, 100);
}

TEST(Audition, AnAppealThatIsUpheldGivesANewAttemptToOneAlone) {
  Played four = played_four();
  four.seat();
  EXPECT_EQ(four.open("DO", 1).rfind("excerpt 2 was played at ", 0), 0u);
  const Attempt before = *four.audition.last_attempt("DO", 1);
  ASSERT_EQ(four.add(appeal_line(before, "bar 17: the cymbal fell", ++four.now)), "");
  EXPECT_EQ(four.add(appeal_line(before, "again", ++four.now)), "there is an appeal of this attempt already");
  EXPECT_EQ(four.add(appeal_line(*four.audition.last_attempt("KA", 0), std::string(2001, 'x'), ++four.now)),
            "an appeal has 1 to 2,000 letters");
  ASSERT_EQ(four.add(ruling_line(0, Appeal::Ruling::again, "heard it", ++four.now)), "");
  EXPECT_EQ(four.add(ruling_line(0, Appeal::Ruling::none, "no", ++four.now)),
            "this appeal is ruled on already");
  ASSERT_EQ(four.open("DO", 1), "");
  ASSERT_EQ(four.play(5), "");
  EXPECT_NE(four.open("KA", 1), "");
  four.seat();
  EXPECT_EQ(four.audition.seatings, 2);
  EXPECT_EQ(four.told(), "") << "the old seating is still there, and both are recomputed";
}

TEST(Audition, AnExcerptThatIsLeftOutIsLeftOutForAll) {
  Played four = played_four();
  ASSERT_EQ(four.add(appeal_line(*four.audition.last_attempt("CU", 0), "a siren", ++four.now)), "");
  ASSERT_EQ(four.add(ruling_line(0, Appeal::Ruling::left_out, "all heard it", ++four.now)), "");
  const Seated seated = four.seat();
  for (const ScoredPlayer& p : seated.players) {
    EXPECT_FALSE(p.scores[0]);
    EXPECT_TRUE(p.scores[1]);
  }
  EXPECT_EQ(four.told(), "");
  ASSERT_EQ(four.add(appeal_line(*four.audition.last_attempt("CU", 1), "a siren", ++four.now)), "");
  EXPECT_EQ(four.add(ruling_line(1, Appeal::Ruling::left_out, "all heard it", ++four.now)),
            "no excerpt would be left");
  const std::int64_t late = four.audition.appeal_until(*four.audition.last_attempt("KA", 0)) + 1;
  EXPECT_EQ(four.add(appeal_line(*four.audition.last_attempt("KA", 0), "late", late))
                .rfind("an appeal was open", 0),
            0u);
}

TEST(Audition, AChallengeIsOfTheNextChairAndTheHolderKeepsItUnlessTheContraryIsShown) {
  Played four = played_four();
  EXPECT_EQ(four.add(challenge_line("CU", "DO", ++four.now)), "chairs are challenged when they are seated");
  four.seat();
  EXPECT_EQ(four.add(challenge_line(four.audition.chairs[0], "DO", ++four.now)),
            "only the next chair up can be challenged");
  EXPECT_EQ(four.add(challenge_line("DO", "CU", ++four.now)), "only the next chair up can be challenged");
  ASSERT_EQ(four.add(challenge_line("CU", "DO", ++four.now)), "");
  EXPECT_EQ(four.add(challenge_line("CU", "DO", ++four.now)), "there is one challenge a player at a time");
  EXPECT_EQ(four.open("KA", 0, 1, 1), "challenge 1 is between CU and DO");
  for (int round = 1; round <= 3 && four.audition.challenges[0].ended_s == 0; ++round) {
    for (const char* id : {"CU", "DO"}) {
      ASSERT_EQ(four.open(id, 0, 1, 1), "") << round << id;
      EXPECT_EQ(four.audition.attempts.back().round, round);
      ASSERT_EQ(four.play(id[0] == 'C' ? 20 : 5), "");
    }
    for (const RecordLine& line : outcome_lines(four.audition, 1, four.judged(), ++four.now))
      ASSERT_EQ(four.add(line), "");
  }
  EXPECT_EQ(four.audition.challenges[0].outcome, chairs::Outcome::taken);
  EXPECT_EQ(four.audition.chairs[2], "DO");
  EXPECT_EQ(four.told(), "");
  // Who forges the outcome is told.
  std::vector<RecordLine> forged = four.lines;
  forged.back().fields["outcome"] = "kept";
  const Result<Verified> verified = verify_record(store::record_text(forged));
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().place, "line " + std::to_string(forged.size()));
}

TEST(Audition, WhoDeclinesOrLeavesARoundGivesTheChallengeUp) {
  Played four = played_four();
  four.seat();
  const std::string third = four.audition.chairs[2];
  ASSERT_EQ(four.add(challenge_line(third, "DO", ++four.now)), "");
  ASSERT_EQ(four.open("DO", 0, 1, 1), "");
  EXPECT_EQ(four.open("DO", 0, 1, 1).rfind("round 1 is being played", 0), 0u);
  ASSERT_EQ(four.add(void_line(four.audition.attempts.back(), Void::player, 4, "left", ++four.now)), "");
  const auto lines = outcome_lines(four.audition, 1, four.judged(), ++four.now);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].fields["outcome"], "kept");
  ASSERT_EQ(four.add(lines[0]), "");
  EXPECT_EQ(four.add(challenge_line(third, "DO", ++four.now)).rfind("DO can challenge again on ", 0), 0u);
  four.now += 15 * 86400;
  ASSERT_EQ(four.add(challenge_line(third, "DO", four.now)), "");
  ASSERT_EQ(four.add(declined_line(2, ++four.now)), "");
  EXPECT_EQ(four.audition.chairs[2], "DO");
  EXPECT_EQ(four.told(), "");
}

TEST(Audition, NamesAreCommittedBeforeAndToldOnlyAfterwards) {
  Played four = played_four();
  const auto reveal = [&](const std::string& name) {
    return RecordLine{++four.now,
                      "reveal",
                      {{"names", {{{"name", name}, {"player", "KA"}, {"salt", std::string(64, 'a')}}}}}};
  };
  EXPECT_EQ(four.add(reveal("name of KA")), "names are told when the chairs are");
  four.seat();
  EXPECT_EQ(four.add(reveal("somebody else")), "the name of KA is not the one that was committed");
  EXPECT_EQ(store::record_text(four.lines).find("name of KA"), std::string::npos);
  ASSERT_EQ(four.add(reveal("name of KA")), "");
  EXPECT_EQ(four.told(), "");
  EXPECT_EQ(four.open("KA", 0), "this audition is over: its names are told");
}

// Every line left out or doubled, and the chain made anew: the record says so, at a line. Lines that change
// places break the chain (store/record).
TEST(Audition, ARecordThatWasChangedIsTold) {
  Played four = played_four();
  four.seat();
  for (std::size_t i = 0; i < four.lines.size(); ++i) {
    const auto told = [&](std::vector<RecordLine> lines) {
      const Result<Verified> verified = verify_record(store::record_text(lines));
      return verified ? std::string() : verified.error().place;
    };
    std::vector<RecordLine> lines = four.lines;
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NE(told(lines), "") << "without line " << i + 1;
    lines = four.lines;
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(i), four.lines[i]);
    EXPECT_NE(told(lines), "") << "line " << i + 1 << " twice";
  }
}

// No sequence of events gets a second take that counts into a record, whatever comes in what order.
TEST(Audition, NoOrderOfEventsGivesASecondAttempt) {
  testing::Chance chance(5);
  for (int walk = 0; walk < 1000; ++walk) {
    Played one;
    one.enter("KA");
    int counted = 0, given_back = 0;
    for (int step = 0; step < 8; ++step) {
      const auto event = static_cast<int>(std::abs(chance.normal()) * 1e6) % 6;
      const bool any = !one.audition.attempts.empty();
      const Attempt last = any ? one.audition.attempts.back() : Attempt{.player = "KA"};
      const auto take = [&] {
        return RecordLine{++one.now, "take", {{"excerpt", 1}, {"level", "live"}, {"player", "KA"}}};
      };
      if (event == 0) one.open("KA", 0);
      if (event == 1 && one.add(take()).empty()) ++counted;
      if (event == 2) one.add(void_line(last, Void::player, 1, "left", ++one.now));
      if (event == 3 && one.add(void_line(last, Void::machine, 1, "dropout", ++one.now)).empty())
        ++given_back;
      if (event == 4) one.now += 400;
      if (event == 5) one.add(declared_line(one.audition.declaration, "key\n", "", ++one.now));
      ASSERT_LE(counted, 1);
      ASSERT_LE(one.audition.attempts.size(), static_cast<std::size_t>(given_back) + 1);
    }
  }
}

}  // namespace
}  // namespace firstchair::audition
