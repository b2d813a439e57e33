#include "engine/cut/moves.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/cut/decide.h"
#include "engine/cut/groove_test.h"

namespace firstchair::cut {
namespace {

TEST(Moves, AGlideGoesSlowlyAndNeverLeavesThePicture) {
  const Take take = groove_take(32);
  Film film = three_cameras(80);
  film.cameras[1].shows = {{.line = Line::snare, .x = .1, .y = .9},
                           {.line = Line::tom, .x = .95, .y = .05},
                           {.line = Line::hat, .x = .4, .y = .4}};
  const Result<Film> made = decide(film, take, {.style = *style_from_id("cover"), .shares = {}, .pan = true});
  ASSERT_TRUE(made);
  int glides = 0;
  for (const Shot& shot : made->shots) {
    if (shot.camera != 1) {
      EXPECT_EQ(shot.move.kind, MoveKind::none);  // the others show no places
      continue;
    }
    const Move& move = shot.move;
    ASSERT_EQ(move.kind, MoveKind::glide);
    for (const double at : {move.from_x, move.to_x, move.from_y, move.to_y}) {
      EXPECT_GE(at, move.window / 2);
      EXPECT_LE(at, 1 - move.window / 2);
    }
    const double most = .4 * (shot.to_s - shot.from_s) + 1e-9;
    EXPECT_LE(std::abs(move.to_x - move.from_x), most);
    EXPECT_LE(std::abs(move.to_y - move.from_y), most);
    glides += move.from_x != move.to_x;
  }
  EXPECT_GT(glides, 0);
}

TEST(Moves, WithoutTheWishThereAreNone) {
  const Take take = groove_take(16);
  Film film = three_cameras(40);
  film.cameras[1].shows = {{.line = Line::snare, .x = .1}, {.line = Line::hat, .x = .9}};
  const Result<Film> made = decide(film, take, {.style = *style_from_id("cover"), .shares = {}});
  ASSERT_TRUE(made);
  for (const Shot& shot : made->shots) EXPECT_EQ(shot.move, Move{});
}

}  // namespace
}  // namespace firstchair::cut
