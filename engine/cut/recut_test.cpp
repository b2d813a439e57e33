#include "engine/cut/recut.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/cut/candidates.h"
#include "engine/cut/decide.h"
#include "engine/cut/groove_test.h"

namespace firstchair::cut {
namespace {

//  0        2        4        6        8      strokes at every half second from 0.5; 25 frames a second
//  |  wide  |  feet  |  wide  |  feet  |      feet has a picture from 1.6 to 5
Film film() {
  Film film;
  film.rate = {25, 1};
  film.to_s = 8;
  film.cameras.resize(2);
  film.cameras[0].name = "wide";
  film.cameras[0].placement = {.grade = Grade::exact, .pieces = {{0, 8, 0, 0}}, .also_at_s = {}};
  film.cameras[1].name = "feet";
  film.cameras[1].placement = {.grade = Grade::exact, .pieces = {{0, 3.4, 1.6, 0}}, .also_at_s = {}};
  for (int k = 0; k < 4; ++k) {
    Shot shot;
    shot.camera = k % 2;
    shot.from_s = 2. * k, shot.to_s = 2. * (k + 1), shot.stroke_s = shot.from_s;
    film.shots.push_back(shot);
  }
  for (double at = .5; at < 8; at += .5)
    film.marks.push_back({.at_s = at, .line = Line::snare, .strength = .5, .bar = 1, .beat = 1 + at});
  return film;
}

TEST(Recut, ACutGoesToTheNearestStrokeAFrameEarly) {
  const Result<Film> moved = move_cut(film(), 1, 2.6);
  ASSERT_TRUE(moved);
  EXPECT_NEAR(moved->shots[1].from_s, 2.48, 1e-9);  // frame 63 is the stroke's
  EXPECT_EQ(moved->shots[0].to_s, moved->shots[1].from_s);
  EXPECT_EQ(moved->shots[1].stroke_s, 2.5);
  EXPECT_EQ(moved->shots[1].why, "moved by hand, bar 1 beat 3.5, snare");
  EXPECT_EQ(moved->shots[2], film().shots[2]);
  const Result<Film> back = move_cut(*moved, 1, 2);
  ASSERT_TRUE(back);
  EXPECT_NEAR(back->shots[1].from_s, 1.96, 1e-9);
}

TEST(Recut, NeverGoesPastItsNeighboursNorToWhereACameraHasNoPicture) {
  EXPECT_NEAR(move_cut(film(), 2, 100)->shots[2].from_s, 5 - .04, 1e-9);  // feet ends at 5
  EXPECT_NEAR(move_cut(film(), 1, -100)->shots[1].from_s, 2 - .04,
              1e-9);  // and begins at 1.6
  EXPECT_NEAR(move_cut(film(), 1, 100)->shots[1].from_s, 3.96, 1e-9);
}

TEST(Recut, SaysWhyItCannot) {
  for (const std::size_t shot : {0, 4, 99}) EXPECT_FALSE(move_cut(film(), shot, 2));
  Film silent = film();
  silent.marks.clear();
  const Result<Film> none = move_cut(silent, 1, 2);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::usage);
}

TEST(Recut, GlidesAndWhipsGoAlong) {
  Film with = film();
  with.shots[0].move = {.kind = MoveKind::glide, .from_s = 0, .to_s = 2, .window = .7};
  with.shots[1].move = {.kind = MoveKind::whip, .from_s = 1.92, .to_s = 2.08, .window = .7};
  const Result<Film> moved = move_cut(with, 1, 3);
  ASSERT_TRUE(moved);
  EXPECT_NEAR(moved->shots[0].move.to_s, 2.96, 1e-9);
  EXPECT_NEAR(moved->shots[1].move.from_s, 2.88, 1e-9);
}

// Any cut of a decided film to anywhere: shots tile it, and each lies in its camera's picture.
TEST(Recut, ShotsStillTileADecidedFilm) {
  const Result<Film> made =
      decide(three_cameras(60), groove_take(24), {.style = *style_from_id("cover"), .shares = {}});
  ASSERT_TRUE(made);
  Film film = *made;
  unsigned chance = 7;
  for (int turn = 0; turn < 300; ++turn) {
    chance = chance * 1664525U + 1013904223U;
    const std::size_t shot = 1 + (chance >> 8) % (film.shots.size() - 1);
    const Result<Film> moved = move_cut(film, shot, 60. * ((chance >> 16) % 1000) / 1000);
    if (!moved) continue;
    film = *moved;
    for (std::size_t s = 0; s < film.shots.size(); ++s) {
      ASSERT_LT(film.shots[s].from_s, film.shots[s].to_s);
      if (s > 0) {
        ASSERT_EQ(film.shots[s].from_s, film.shots[s - 1].to_s);
      }
      const double on = (film.shots[s].from_s - film.from_s) * film.rate.per_second();
      ASSERT_NEAR(on, std::round(on), 1e-6);
    }
  }
}

}  // namespace
}  // namespace firstchair::cut
