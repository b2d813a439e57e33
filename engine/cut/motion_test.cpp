#include "engine/cut/motion.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/cut/made_motion_test.h"

namespace firstchair::cut {
namespace {

using namespace made;

//        +--------------------------+
//        |   hat                    |   The camera shows the snare at (10, 14) and the hat at (4, 5); the
//        kick |        (sways)           |   is struck, too, and not in its picture. |     snare |
//        +--------------------------+
TEST(Motion, FindsTheDrumsOfACameraAndTheirPlaces) {
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}, {Line::hat, 4, 5, 8}}};
  const MotionMap map = map_motion(look_at(film, groove()), groove());
  ASSERT_EQ(map.shows.size(), 2U);
  EXPECT_EQ(map.shows[0].line, Line::snare);
  EXPECT_NEAR(map.shows[0].x, 10.5 / kColumns, .03);
  EXPECT_NEAR(map.shows[0].y, 14.5 / kRows, .03);
  EXPECT_EQ(map.shows[1].line, Line::hat);
  EXPECT_NEAR(map.shows[1].x, 4.5 / kColumns, .03);
  EXPECT_GT(map.shows[0].z, 15);
  EXPECT_TRUE(map.together.empty());
}

TEST(Motion, TellsHowLateThePictureIsWithinItsInterval) {
  for (const double late : {-.020, 0., .035})
    for (const double rate : {25., 59.94}) {
      const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}, {Line::kick, 30, 14, 12}},
                          .late_s = late,
                          .rate = rate,
                          .length_s = 60};
      const MotionMap map = map_motion(look_at(film, groove()), groove());
      ASSERT_EQ(map.shows.size(), 2U);
      EXPECT_NEAR(map.late_s, late, .008) << rate;
      EXPECT_GT(map.late_95_s, 0);
      EXPECT_LT(map.late_95_s, .008);
    }
}

TEST(Motion, ShowsNothingWhereNothingIsStruckOrSeen) {
  const MadeFilm nothing{.drums = {}};
  EXPECT_TRUE(map_motion(look_at(nothing, groove()), groove()).shows.empty());
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}}};
  const Motion motion = look_at(film, groove());
  EXPECT_TRUE(map_motion(motion, {}).shows.empty());
  EXPECT_EQ(map_motion(motion, {}).late_95_s, 0);
  // Another groove than the one that is seen.
  std::vector<LineStroke> other = groove(9);
  for (LineStroke& stroke : other) stroke.at_s = .731 * stroke.at_s + .2;
  EXPECT_TRUE(map_motion(motion, other).shows.empty());
  Motion still = motion;
  std::ranges::fill(still.cells, std::uint16_t{0});
  EXPECT_TRUE(map_motion(still, groove()).shows.empty());
  EXPECT_TRUE(map_motion({}, groove()).shows.empty());
}

TEST(Motion, ElevenStrokesAreTooFew) {
  const MadeFilm film{.drums = {{Line::crash, 10, 14, 60}}};
  std::vector<LineStroke> strokes;
  for (int k = 0; k < 12; ++k) strokes.push_back({1. + 9.31 * k, Line::crash});
  const Motion motion = look_at(film, strokes);
  EXPECT_EQ(map_motion(motion, strokes).shows.size(), 1U);
  strokes.pop_back();
  EXPECT_TRUE(map_motion(motion, strokes).shows.empty());
}

TEST(Motion, LinesThatAreAlwaysStruckTogetherAreNotToldApart) {
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}}};
  std::vector<LineStroke> strokes;
  for (const LineStroke& stroke : groove()) {
    if (stroke.line != Line::snare) continue;
    strokes.push_back(stroke);
    strokes.push_back({stroke.at_s + .001, Line::crash});
  }
  const MotionMap map = map_motion(look_at(film, strokes), strokes);
  EXPECT_TRUE(map.shows.empty());
  ASSERT_EQ(map.together.size(), 1U);
  EXPECT_EQ(map.together[0], std::pair(Line::snare, Line::crash));
}

TEST(Motion, AChangeEverywhereChangesNothing) {
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}}, .sways = false};
  Motion motion = look_at(film, groove());
  const MotionMap before = map_motion(motion, groove());
  for (std::uint16_t& cell : motion.cells) cell = static_cast<std::uint16_t>(cell + 500);
  const MotionMap after = map_motion(motion, groove());
  ASSERT_EQ(before.shows.size(), 1U);
  ASSERT_EQ(after.shows.size(), 1U);
  EXPECT_NEAR(after.shows[0].z, before.shows[0].z, 1e-6);
  EXPECT_NEAR(after.late_s, before.late_s, 1e-6);
}

}  // namespace
}  // namespace firstchair::cut
