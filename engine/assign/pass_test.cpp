#include "engine/assign/pass.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

namespace firstchair::assign {
namespace {

const std::vector<Demand> kDemands{{.kind = DemandKind::spread_ms, .line = Line::hat, .bound = 10}};

Attempt attempt(DemandStanding standing, std::int64_t began_s = 0, std::int64_t came_s = 0) {
  const double value = standing == DemandStanding::not_met ? 12 : 9;
  return {.began_s = began_s,
          .came_s = std::max(began_s, came_s),
          .answers = {{.standing = standing, .value = value, .low = value - 1, .high = value + 1.5}}};
}

// "x" not met, "m" met, "s" shown, "?" not told, "0" failed through us.
std::vector<Attempt> played(const std::string& letters) {
  std::vector<Attempt> all;
  for (const char letter : letters) {
    all.push_back(attempt(letter == 'm'   ? DemandStanding::met
                          : letter == 's' ? DemandStanding::shown
                          : letter == '?' ? DemandStanding::not_told
                                          : DemandStanding::not_met));
    all.back().counts = letter != '0';
  }
  return all;
}

PassResult result(const std::string& letters, const Frame& frame = {}) {
  return result_of(played(letters), kDemands, frame);
}

//   x m x m m x x
//         ^-^      two running: passed at the fifth, and it stays passed
TEST(Pass, TwoRunningPassAndWhatIsPassedStaysPassed) {
  EXPECT_EQ(result("").standing, ResultStanding::not_begun);
  EXPECT_EQ(result("xm").standing, ResultStanding::not_met);
  EXPECT_EQ(result("xm").running, 1);
  EXPECT_EQ(result("xm").wanted, 2);
  EXPECT_EQ(result("xmxm").standing, ResultStanding::not_met);
  const PassResult passed = result("xmxmmxx");
  EXPECT_EQ(passed.standing, ResultStanding::passed);
  EXPECT_EQ(passed.since, 4u);
  EXPECT_EQ(passed.used, 7);
  EXPECT_EQ(passed.running, 0);
}

TEST(Pass, EachRuleOnTheSameTakes) {
  const auto standing = [](const std::string& letters, PassRule rule) {
    return result(letters, {.rule = rule}).standing == ResultStanding::passed;
  };
  EXPECT_TRUE(standing("xmx", {.kind = PassKind::one}));
  EXPECT_TRUE(standing("xmx", {.kind = PassKind::last})) << "it was the last one then";
  EXPECT_FALSE(standing("xx", {.kind = PassKind::last}));
  EXPECT_TRUE(standing("mxm", {.k = 2, .n = 3}));
  EXPECT_FALSE(standing("mxxm", {.k = 2, .n = 3}));
  EXPECT_FALSE(standing("mm", {.need_shown = true}));
  EXPECT_TRUE(standing("ss", {.need_shown = true}));
  // Values 12, 9, 9: their mean is 10, as asked; of 12 and 9 it is 10.5.
  EXPECT_TRUE(standing("xmm", {.kind = PassKind::mean_of_last, .n = 3}));
  EXPECT_FALSE(standing("xm", {.kind = PassKind::mean_of_last, .n = 2}));
  EXPECT_FALSE(standing("mm", {.kind = PassKind::mean_of_last, .n = 3})) << "two are no three";
  EXPECT_FALSE(standing("m?m", {.kind = PassKind::mean_of_last, .n = 3}));
}

TEST(Pass, WhatIsNotToldIsNeitherMetNorHeldAgainstAnybody) {
  EXPECT_EQ(result("??").standing, ResultStanding::not_told);
  EXPECT_EQ(result("m?m").standing, ResultStanding::not_met) << "two running are wanted";
  EXPECT_EQ(result("?mm").standing, ResultStanding::passed);
}

TEST(Pass, AttemptsEndAndMoreOfThemAreOnlyEverGiven) {
  EXPECT_EQ(result("xxmm", {.attempts = 3}).standing, ResultStanding::not_met);
  EXPECT_EQ(result("xxmm", {.attempts = 3}).used, 3);
  EXPECT_EQ(result("xxmm", {.attempts = 4}).standing, ResultStanding::passed);
  EXPECT_EQ(attempts_allowed(3, 5), 5);
  EXPECT_EQ(attempts_allowed(3, 2), 3);
  EXPECT_EQ(attempts_allowed(3, std::nullopt), 3);
  EXPECT_EQ(attempts_allowed(std::nullopt, 2), std::nullopt) << "as many as one likes";
}

TEST(Pass, WhatFailedThroughUsUsesNothingUp) {
  const PassResult with = result("x0m0m", {.attempts = 3}), without = result("xmm", {.attempts = 3});
  EXPECT_EQ(with.standing, ResultStanding::passed);
  EXPECT_EQ(with.used, without.used);
}

TEST(Pass, ItIsTheTimeOfPlayingThatCountsWithin48Hours) {
  static constexpr std::int64_t kDue = 1'790'000'000, kTwoDays = 48 * 3600;
  const auto in = [](std::int64_t began, std::int64_t came) {
    return in_time({.began_s = began, .came_s = came}, kDue);
  };
  EXPECT_TRUE(in(kDue, kDue + kTwoDays));
  EXPECT_FALSE(in(kDue, kDue + kTwoDays + 1));
  EXPECT_FALSE(in(kDue + 1, kDue + 1));
  EXPECT_TRUE(in_time({.began_s = kDue + 1, .came_s = kDue + 1}, std::nullopt)) << "nothing is due";
}

TEST(Pass, ALateTakeRaisesAndNeverLowers) {
  static constexpr std::int64_t kDue = 1000;
  const auto at = [](DemandStanding standing, std::int64_t began) { return attempt(standing, began, began); };
  const auto standing = [](const std::vector<Attempt>& attempts, LateRule late) {
    return result_of(attempts, kDemands, {.due_s = kDue, .late = late}).standing;
  };
  const std::vector<Attempt> early{at(DemandStanding::met, 1), at(DemandStanding::met, 2),
                                   at(DemandStanding::not_met, 2000)};
  EXPECT_EQ(standing(early, LateRule::marked), ResultStanding::passed)
      << "months later somebody plays it badly";
  const std::vector<Attempt> half{at(DemandStanding::met, 1), at(DemandStanding::met, 2000)};
  EXPECT_EQ(standing(half, LateRule::marked), ResultStanding::passed_late);
  EXPECT_EQ(standing(half, LateRule::refused), ResultStanding::not_met);
}

TEST(Pass, WhoIsExcusedIsExcusedWhateverWasPlayed) {
  EXPECT_EQ(result("xx", {.excused = true}).standing, ResultStanding::excused);
  EXPECT_EQ(result("", {.excused = true}).standing, ResultStanding::excused);
}

// Any history: playing on, an attempt that failed through us, and one more allowed attempt lower nothing.
TEST(Pass, TheLawsHoldOverAnyHistory) {
  std::mt19937 chance(11);
  const auto draw = [&](int most) { return static_cast<int>(chance() % static_cast<unsigned>(most)); };
  for (int turn = 0; turn < 3000; ++turn) {
    std::vector<Attempt> attempts;
    for (int i = draw(9); i > 0; --i) {
      attempts.push_back(attempt(static_cast<DemandStanding>(draw(4)), draw(2000), draw(300'000)));
      attempts.back().counts = draw(6) > 0;
    }
    Frame frame{.rule = {.kind = static_cast<PassKind>(draw(4)), .need_shown = draw(2) == 0},
                .due_s = draw(2000),
                .late = draw(2) == 0 ? LateRule::marked : LateRule::refused};
    frame.rule.n = 1 + draw(4);
    frame.rule.k = 1 + draw(frame.rule.n);
    if (draw(2) == 0) frame.attempts = 1 + draw(6);
    PassResult before = result_of({}, kDemands, frame);
    for (std::size_t n = 1; n <= attempts.size(); ++n) {
      const PassResult now = result_of(std::span(attempts).first(n), kDemands, frame);
      if (before.since) {
        EXPECT_EQ(now.since, before.since);
        EXPECT_EQ(now.standing, before.standing);
      }
      EXPECT_GE(now.used, before.used);
      EXPECT_LE(now.running, std::max(frame.rule.n, 1));
      before = now;
    }
    // An attempt of ours that failed, anywhere.
    std::vector<Attempt> with = attempts;
    Attempt failed = attempt(DemandStanding::not_met);
    failed.counts = false;
    with.insert(with.begin() + draw(static_cast<int>(attempts.size()) + 1), failed);
    const PassResult same = result_of(with, kDemands, frame);
    EXPECT_EQ(same.standing, before.standing);
    EXPECT_EQ(same.used, before.used);
    EXPECT_EQ(same.running, before.running);
    if (frame.attempts) {
      ++*frame.attempts;
      const PassResult more = result_of(attempts, kDemands, frame);
      EXPECT_TRUE(!before.since || more.since == before.since);
    }
  }
}

// Why two running: how many players pass whose single take is good so often (rows: a spread 20 % too wide, 15
// % too wide, just at the bound, 15 % inside it).
TEST(Pass, TwoRunningWithinFiveTellPlayersApartWhereTheBestOfFiveDoesNot) {
  struct Row {
    double one;                         // chance that one take is good
    double best5, best10, two5, two10;  // % that pass
  };
  constexpr Row kRows[] = {
      {.07, 31, 52, 2, 4}, {.14, 52, 77, 7, 14}, {.5, 97, 100, 59, 86}, {.86, 100, 100, 98, 100}};
  constexpr int kPlayers = 4000;
  std::mt19937 chance(3);
  for (const Row& row : kRows) {
    std::bernoulli_distribution good_take(row.one);
    int passed[4] = {};
    for (int player = 0; player < kPlayers; ++player) {
      std::string letters;
      for (int take = 0; take < 10; ++take) letters += good_take(chance) ? 'm' : 'x';
      const auto passes = [&](PassKind kind, int takes) {
        return result(letters.substr(0, static_cast<std::size_t>(takes)), {.rule = {.kind = kind}}).since ? 1
                                                                                                          : 0;
      };
      passed[0] += passes(PassKind::one, 5);
      passed[1] += passes(PassKind::one, 10);
      passed[2] += passes(PassKind::k_of_last, 5);
      passed[3] += passes(PassKind::k_of_last, 10);
    }
    const double wanted[] = {row.best5, row.best10, row.two5, row.two10};
    for (int i = 0; i < 4; ++i)
      EXPECT_NEAR(100.0 * passed[i] / kPlayers, wanted[i], 2.5) << row.one << " rule " << i;
  }
}

//   version   1    1    2    2
//   good      no   yes  yes  no      two running: the second of version 1 and the first of version 2
TEST(Pass, AnAttemptIsGoodByTheVersionItWasPlayedFor) {
  const auto of_version = [](int version, DemandStanding standing) {
    return Attempt{.version = version, .answers = {{.standing = standing, .value = 1, .low = 1, .high = 1}}};
  };
  const std::vector<Asked> versions{
      {.version = 1, .demands = {{.bound = 2}}, .rule = {.k = 2, .n = 2}},
      {.version = 2, .demands = {{.bound = 1}}, .rule = {.k = 2, .n = 2, .need_shown = true}}};
  std::vector<Attempt> attempts{of_version(1, DemandStanding::not_met), of_version(1, DemandStanding::met),
                                of_version(2, DemandStanding::shown), of_version(2, DemandStanding::met)};
  PassResult result = result_of(attempts, versions, {});
  EXPECT_EQ(result.standing, ResultStanding::passed);
  EXPECT_EQ(result.since, std::size_t{2});
  EXPECT_EQ(result.running, 1) << "met is not enough for version 2";
  // A mean mixes no versions.
  std::vector<Asked> means = versions;
  for (Asked& one : means) one.rule = {.kind = PassKind::mean_of_last, .k = 1, .n = 2};
  EXPECT_EQ(result_of(std::span(attempts).subspan(1, 2), means, {}).standing, ResultStanding::not_met);
  means.back().demands.front().bound = 2;
  attempts[3].answers = attempts[2].answers;
  EXPECT_EQ(result_of(std::span(attempts).subspan(1), means, {}).standing, ResultStanding::passed);
}

}  // namespace
}  // namespace firstchair::assign
