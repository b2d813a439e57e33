#include "engine/cut/shots.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace firstchair::cut {
namespace {

// Twelve places at random distances, three cameras of which two begin or end inside.
ShotProblem random_problem(unsigned seed, double answer) {
  std::mt19937 random(seed);
  const auto unit = [&] { return static_cast<double>(random() >> 8) * 0x1p-24; };
  ShotProblem problem;
  problem.style = {.id = "test", .length_s = 2, .least_s = 1.2, .most_s = 3.5, .answer = answer};
  problem.seed = seed;
  std::int64_t frame = 0;
  double struck = 0;
  for (int i = 0; i < 12; ++i) {
    Candidate place{.frame = frame, .at_s = static_cast<double>(frame) / 30, .value = 4 * unit() - .5};
    place.struck = unit() < .8;
    place.accent = 2 * unit();
    place.line = unit() < .5 ? Line::snare : Line::kick;
    place.edge = i == 0 || i == 11;
    problem.places.push_back(place);
    problem.tension.push_back(unit());
    problem.struck.push_back(struck += unit());
    frame += 10 + static_cast<std::int64_t>(30 * unit());
  }
  for (int c = 0; c < 3; ++c) {
    View view{.name = std::string(1, static_cast<char>('a' + c)), .wide = c == 0, .flat = c == 1 ? -.5 : 0.};
    const int first = c == 1 ? static_cast<int>(4 * unit()) : 0,
              end = c == 2 ? 8 + static_cast<int>(4 * unit()) : 11;
    double shown = 0;
    for (int i = 0; i < 12; ++i) {
      view.until.push_back(i >= first && i < end ? end : i);
      view.shown.push_back(shown);
      shown += .3 * unit();
      view.welcome.push_back(unit() < .2 ? .5 : 0);
    }
    problem.places[static_cast<std::size_t>(first)].edge = true;
    problem.places[static_cast<std::size_t>(end)].edge = true;
    problem.views.push_back(view);
  }
  if (seed % 3 == 0) {  // nobody has a picture between places 5 and 6
    for (View& view : problem.views)
      for (std::size_t i = 0; i <= 5; ++i) view.until[i] = i == 5 ? 5 : std::min(view.until[i], 5);
    problem.places[5].edge = problem.places[6].edge = true;
  }
  return problem;
}

double best_of_all(const ShotProblem& problem, std::vector<ShotPiece>& pieces, std::vector<ShotPiece>& best) {
  const int last = static_cast<int>(problem.places.size()) - 1, at = pieces.empty() ? 0 : pieces.back().to;
  if (at == last) {
    const double worth = worth_of(problem, pieces);
    if (best.empty() || worth > worth_of(problem, best)) best = pieces;
    return worth;
  }
  double most = -std::numeric_limits<double>::infinity();
  for (int to = at + 1; to <= last; ++to)
    for (int view = -1; view < static_cast<int>(problem.views.size()); ++view) {
      const std::vector<ShotPiece> alone{{view, at, to}};
      // What no piece may be is not tried further.
      const double d = static_cast<double>(problem.places[static_cast<std::size_t>(to)].frame -
                                           problem.places[static_cast<std::size_t>(at)].frame) /
                       problem.rate;
      const bool edges = problem.places[static_cast<std::size_t>(to)].edge &&
                         problem.places[static_cast<std::size_t>(at)].edge;
      if (view >= 0 && d < problem.style.least_s && !edges) continue;
      if (view < 0 && to != at + 1) continue;
      if (view >= 0 && problem.views[static_cast<std::size_t>(view)].until[static_cast<std::size_t>(at)] < to)
        continue;
      pieces.push_back(alone[0]);
      most = std::max(most, best_of_all(problem, pieces, best));
      pieces.pop_back();
    }
  return most;
}

class ShotsOfTwelve : public ::testing::TestWithParam<unsigned> {};

TEST_P(ShotsOfTwelve, AreTheBestOfAllThatThereAre) {
  for (const auto& [answer, jump_cuts] : {std::pair{0., false}, {.8, false}, {0., true}, {.8, true}}) {
    ShotProblem problem = random_problem(GetParam(), answer);
    problem.style.jump_cuts = jump_cuts;
    std::vector<ShotPiece> pieces, best;
    const double most = best_of_all(problem, pieces, best);
    ASSERT_TRUE(std::isfinite(most));
    const std::vector<ShotPiece> chosen = choose_shots(problem);
    EXPECT_NEAR(worth_of(problem, chosen), most, 1e-9);
    EXPECT_EQ(chosen, best);
  }
}

INSTANTIATE_TEST_SUITE_P(Shots, ShotsOfTwelve, ::testing::Values(1u, 3u, 6u, 9u));

// A camera that is the only one goes on, however long that is.
TEST(Shots, OneCameraIsOneShot) {
  ShotProblem problem = random_problem(1, 0);
  problem.views.resize(1);
  for (int& until : problem.views[0].until) until = 11;
  problem.views[0].until[11] = 11;
  std::vector<ShotPiece> pieces = choose_shots(problem);
  for (const ShotPiece& piece : pieces) EXPECT_EQ(piece.view, 0);
  EXPECT_EQ(pieces.front().from, 0);
  EXPECT_EQ(pieces.back().to, 11);
}

}  // namespace
}  // namespace firstchair::cut
