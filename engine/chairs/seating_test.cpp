// Laws of a seating, and examples small enough to be worked out beside it.
#include "engine/chairs/seating.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/chairs/places.h"
#include "engine/stats/stats.h"
#include "engine/stats/student.h"
#include "testing/chance.h"

namespace firstchair::chairs {
namespace {

Candidate player(std::string id, double score, double error = 0.05, int excerpts = 4, double df = 15) {
  Candidate c{.id = std::move(id)};
  for (int e = 0; e < excerpts; ++e) c.excerpts.push_back({score, excerpts * error * error, df});
  return c;
}

const Seat& seat_of(const Seating& seating, const std::string& id) {
  return *std::find_if(seating.seats.begin(), seating.seats.end(), [&](const Seat& s) { return s.id == id; });
}

//   scores      A .00   B .04            C .40        D .90
//   errors      .05 each: A and B are .04 / .07 apart, C is .36 / .07 below them
//   chairs      A and B share 1 and 2 | C has 3 | D has 4
TEST(Seating, TwoThatCannotBeToldApartShareTheirChairs) {
  const Seating told =
      seat({player("D", 0.9), player("B", 0.04), player("A", 0), player("C", 0.4)}, SeatingConfig{});
  ASSERT_EQ(told.seats.size(), 4u);
  EXPECT_EQ(told.seats[0].id, "A");
  EXPECT_EQ(told.seats[0].first, 1);
  EXPECT_EQ(told.seats[0].last, 2);
  EXPECT_EQ(seat_of(told, "B").first, 1);
  EXPECT_EQ(seat_of(told, "C").first, 3);
  EXPECT_EQ(seat_of(told, "C").last, 3);
  EXPECT_EQ(seat_of(told, "D").first, 4);
  EXPECT_FALSE(told.cuts[0].told);
  EXPECT_TRUE(told.cuts[1].told);
  EXPECT_TRUE(told.cuts[2].told);
  EXPECT_LE(1 - told.cuts[1].certainty + 1 - told.cuts[2].certainty, 0.05);
  EXPECT_NEAR(told.seats[0].best, 0.71, 0.02);
  EXPECT_EQ(seat_of(told, "C").chair_low, 3);
}

TEST(Seating, OfTwoIsTheTestOfStudentAndWelch) {
  // Of two equal errors the difference has the error .05 sqrt 2. With 4 x 400 degrees it is a normal's.
  const Seating told = seat({player("A", 0, 0.05, 4, 400), player("B", 0.1, 0.05, 4, 400)}, {});
  EXPECT_NEAR(told.seats[0].best, stats::normal_cdf(0.1 / 0.05 / std::sqrt(2)), 0.0008);
  EXPECT_DOUBLE_EQ(told.seats[0].best, told.cuts[0].certainty);
  // Against one who is known exactly it is the t distribution itself.
  const Places one = places_of({{0, 0.1, 7}, {0.2, 0.002, 1e6}});
  EXPECT_NEAR(one.lowest[0], stats::Student(7).below(2), 1e-4);
  EXPECT_NEAR(one.expected[0], 2 - one.lowest[0], 1e-3);
}

TEST(Seating, TheOrderOfTheCandidatesChangesNothing) {
  std::vector<Candidate> all;
  for (int i = 0; i < 7; ++i)
    all.push_back(player(std::string(1, static_cast<char>('A' + i)), 0.07 * ((i * 3) % 7), 0.03 + 0.01 * i));
  const Seating first = seat(all, {});
  std::rotate(all.begin(), all.begin() + 3, all.end());
  std::swap(all[0], all[5]);
  const Seating second = seat(all, {});
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(first.seats[i].id, second.seats[i].id);
    EXPECT_EQ(first.seats[i].best, second.seats[i].best);
    EXPECT_EQ(first.seats[i].expected, second.seats[i].expected);
    EXPECT_EQ(first.seats[i].last, second.seats[i].last);
  }
}

TEST(Seating, ABetterScoreNeverLosesAChair) {
  std::vector<Candidate> all{player("A", 0), player("B", 0.15), player("C", 0.2), player("D", 0.5)};
  int before = 4;
  double best = 0;
  for (double score = 0.6; score > -0.4; score -= 0.05) {
    all[3] = player("D", score);
    const Seating told = seat(all, {});
    EXPECT_LE(seat_of(told, "D").last, before) << score;
    EXPECT_GE(seat_of(told, "D").best, best) << score;
    before = seat_of(told, "D").last;
    best = seat_of(told, "D").best;
  }
}

TEST(Seating, TheProbabilitiesOfBeingFirstSumToOne) {
  testing::Chance chance(7);
  for (const int players : {2, 5, 16, 40}) {
    std::vector<Known> values;
    for (int i = 0; i < players; ++i)
      values.push_back({0.3 * chance.normal(), 0.04 + 0.02 * std::abs(chance.normal()), 7.0 + i});
    std::sort(values.begin(), values.end(),
              [](const Known& a, const Known& b) { return a.centre < b.centre; });
    const Places places = places_of(values);
    double sum = 0, chairs = 0;
    for (const double p : places.lowest) sum += p;
    for (const double e : places.expected) chairs += e;
    EXPECT_NEAR(sum, 1, 1e-5) << players;
    EXPECT_NEAR(chairs, players * (players + 1) / 2.0, 0.01 * players) << players;
    EXPECT_NEAR(places.together[0], places.lowest[0], 1e-9) << players;
  }
}

TEST(Seating, AgreesWithDraws) {
  const std::vector<Known> values{{0, 0.1, 9}, {0.1, 0.15, 15}, {0.15, 0.05, 7}, {0.4, 0.2, 31}};
  const Places places = places_of(values);
  testing::Chance chance(11);
  constexpr int kDraws = 40000;
  std::vector<double> lowest(4, 0), together(3, 0), expected(4, 0);
  for (int draw = 0; draw < kDraws; ++draw) {
    double x[4];
    for (int i = 0; i < 4; ++i) {
      double squares = 0;
      for (int k = 0; k < values[static_cast<std::size_t>(i)].df; ++k)
        squares += std::pow(chance.normal(), 2);
      const Known& v = values[static_cast<std::size_t>(i)];
      x[i] = v.centre + v.scale * chance.normal() / std::sqrt(squares / v.df);
    }
    lowest[static_cast<std::size_t>(std::min_element(x, x + 4) - x)] += 1.0 / kDraws;
    for (int k = 0; k < 3; ++k) {
      if (*std::max_element(x, x + k + 1) < *std::min_element(x + k + 1, x + 4))
        together[static_cast<std::size_t>(k)] += 1.0 / kDraws;
    }
    for (int i = 0; i < 4; ++i)
      expected[static_cast<std::size_t>(i)] +=
          static_cast<double>(1 + std::count_if(x, x + 4, [&](double o) { return o < x[i]; })) / kDraws;
  }
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(places.lowest[i], lowest[i], 0.01) << i;
    EXPECT_NEAR(places.expected[i], expected[i], 0.02) << i;
  }
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(places.together[k], together[k], 0.01) << k;
}

TEST(Seating, SomebodyFarBehindChangesNothingForTheFirst) {
  const std::vector<Candidate> two{player("A", 0), player("B", 0.1)};
  std::vector<Candidate> three = two;
  three.push_back(player("Z", 2.5));
  EXPECT_NEAR(seat(two, {}).cuts[0].certainty, seat(three, {}).cuts[0].certainty, 1e-4);
}

TEST(Seating, WhatIsTheSameForAllChangesNothing) {
  std::vector<Candidate> all{player("A", 0), player("B", 0.1), player("C", 0.3)};
  const Seating before = seat(all, {});
  for (Candidate& c : all)
    for (ExcerptScore& score : c.excerpts) score.value += 0.7;
  const Seating after = seat(all, {});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(before.seats[i].best, after.seats[i].best);
}

TEST(Seating, EqualsAreSharedByAll) {
  const Seating told = seat({player("A", 0.2), player("B", 0.2), player("C", 0.2)}, {});
  for (const Seat& s : told.seats) {
    EXPECT_NEAR(s.best, 1.0 / 3, 1e-4);
    EXPECT_EQ(s.first, 1);
    EXPECT_EQ(s.last, 3);
    EXPECT_NEAR(s.expected, 2, 0.001);
  }
}

TEST(Seating, AgainIsNeverSurerThanPlayed) {
  const std::vector<Candidate> all{player("A", 0), player("B", 0.2), player("C", 0.25)};
  const Seating played = seat(all, {}), again = seat(all, {.claim = Claim::again});
  EXPECT_GT(again.change, 0);
  EXPECT_LT(again.seats[0].best, played.seats[0].best);
  EXPECT_GT(again.seats[0].error, played.seats[0].error);
}

TEST(Seating, TheChangeFromTakeToTakeIsReadOffTheTable) {
  // Rows and columns add up exactly: nothing is left over, and 8 degrees of the choice meet 9 of none.
  std::vector<Candidate> all;
  for (int i = 0; i < 4; ++i) all.push_back(player(std::string(1, static_cast<char>('A' + i)), 0.1 * i));
  const TakeChange none = change_of_takes(all, {});
  EXPECT_NEAR(none.variance, 8 * 0.12 * 0.12 / 17, 1e-12);
  EXPECT_EQ(none.df, 17);
  // One take alone says nothing of it.
  const TakeChange one = change_of_takes({player("A", 0, 0.05, 1), player("B", 0, 0.05, 1)}, {});
  EXPECT_NEAR(one.variance, 0.0144, 1e-12);
}

TEST(Seating, WhoBreaksAMustOrHasNoTakeSitsBehind) {
  std::vector<Candidate> all{player("A", 0), player("B", 0.5), player("C", 0.9)};
  all[0].behind = Behind::must;
  all.push_back({.id = "E", .behind = Behind::no_take});
  const Seating told = seat(all, {});
  EXPECT_EQ(told.seats[0].id, "B");
  EXPECT_EQ(told.seats[1].id, "C");
  EXPECT_EQ(told.seats[2].id, "A");
  EXPECT_EQ(told.seats[2].first, 3);
  EXPECT_EQ(told.seats[3].id, "E");
  EXPECT_TRUE(told.cuts[1].by_rule);
  EXPECT_EQ(told.seats[3].first, 4);
}

TEST(Seating, MoreExcerptsAreNamedWhereTwoAreNear) {
  const Seating told = seat({player("A", 0), player("B", 0.1)}, {});
  // z .95 = 1.645; one excerpt's difference has the variance 2 x 4 x .05^2 = .02; .02 x 1.645^2 / .1^2 = 5.4.
  EXPECT_EQ(excerpts_to_tell(told.seats[0], told.seats[1], 4, 0.95), 2);
  EXPECT_EQ(excerpts_to_tell(told.seats[0], told.seats[0], 4, 0.95), 99);
}

}  // namespace
}  // namespace firstchair::chairs
