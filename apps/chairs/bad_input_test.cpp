// What an audition refuses, and what it then says. Where each line is tested:
//
//   too short, too long, too many        here; Declaration.SaysWhatIsTooShortOrTooMuch
//   changed after it was declared        here
//   a second attempt                     Audition.TakesOneAttemptAndNoSecond; Chairs.AnAuditionIsDeclared...
//   two sources, too few, twice there    Seated.WhatCannotBeSeatedIsSaidInOneLine
//   too many players and strokes         here
//   not what was committed               Committed.ABarThatWasChanged...;
//   ChairsTest.HearsWhatWasCommitted...;
//                                        ChairsHearingTest.AFileThatIsNotWhatWasCommitted...
//   bars that came late                  Committed.ABarMayCome...; ChairsTest.SaysOfBarsThatCameTooSoon...
//   verify: hash, score, another key     Record.EveryFlippedBit...; SeatingRecord.AForgedScore...;
//                                        Chairs.AnAuditionIsDeclared...
//   verify: another engine               SeatingRecord.AnotherEnginesDifferencesAreListed
//   no take                              Sheet.SaysWhoBrokeAMustAndWhoHasNoTake
//   letters of an appeal, of a reason    Audition.AnAppealThatIsUpheld...; Cancelled.NothingMoreIsTaken...
//   strokes that are not there           ByHand.WhatIsNotThereChangesNothing
//
// That whoever holds the names is not who rules is a matter of people with roles, which an audition of one
// book has not.
#include <gtest/gtest.h>

#include "apps/chairs/played_test.h"
#include "testing/judge/playing_drummer.h"

namespace firstchair::audition {
namespace {

TEST(BadInput, AnExcerptThatTellsTooLittleOrLastsTooLong) {
  Declaration d = testing::four_players().declaration;
  d.excerpts[1].chart = testing::pad_chart(24);
  d.excerpts[1].bars = 24;
  EXPECT_EQ(
      unlike_an_audition(d),
      "excerpt 2: 96 timed notes; 128 are needed, 1,024 over all excerpts tell eight players apart in two "
      "auditions of three");
  d = testing::four_players().declaration;
  d.excerpts[0].bars = 257;
  EXPECT_EQ(unlike_an_audition(d), "excerpt 1: 257 bars; 256 are the most");
  d = testing::four_players().declaration;
  d.excerpts.resize(17, d.excerpts[0]);
  EXPECT_EQ(unlike_an_audition(d), "an audition has 1 to 16 excerpts");
}

TEST(BadInput, MorePlayersOrStrokesThanAnAuditionHas) {
  testing::FourPlayers four = testing::four_players();
  for (auto& take : four.players[0].takes) take.reset();
  std::vector<Entrant> many(201, four.players[0]);
  for (std::size_t i = 0; i < many.size(); ++i) many[i].id = "P" + std::to_string(i);
  EXPECT_EQ(unlike_players(four.declaration, many), "an audition has 2 to 200 players");
  many.pop_back();
  EXPECT_EQ(unlike_players(four.declaration, many), "");
  four.players[1].takes[0]->take.hits.resize(40001);
  EXPECT_EQ(unlike_players(four.declaration, four.players), "player B: a take has at most 40,000 strokes");
}

TEST(BadInput, ADeclarationIsNotChanged) {
  Played one;
  const std::string day = hour_text(kStart, kStart);
  EXPECT_EQ(one.add(declared_line(one.audition.declaration, "key\n", "", kStart)),
            "this audition was declared on " + day + "; what it asks cannot be changed, make a new one");
}

TEST(BadInput, ARecordOfTwoDeclarationsNamesItsLine) {
  Played one;
  std::vector<store::RecordLine> lines = one.lines;
  lines.push_back(lines.front());
  const Result<Verified> verified = verify_record(store::record_text(lines));
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().place, "line 2");
}

}  // namespace
}  // namespace firstchair::audition
