#include "engine/cut/motion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace firstchair::cut {
namespace {

// A made film of a kit, 40 x 22 cells at 30 frames a second: every drum's place changes when it is struck, by
// how much the film says, noise lies over all of it and a player sways.
struct MadeFilm {
  struct Drum {
    Line line;
    int x, y;      // cell
    double level;  // of the change
  };
  std::vector<Drum> drums;
  double late_s = 0, rate = 30, length_s = 120;
  bool sways = true;
  std::uint32_t seed = 5;
};

constexpr int kColumns = 40, kRows = 22;

Motion look_at(const MadeFilm& film, const std::vector<LineStroke>& strokes) {
  Motion motion{.columns = kColumns, .rows = kRows, .steps = {}, .cells = {}};
  std::minstd_rand chance(film.seed);
  std::normal_distribution<double> noise(3, 1);
  for (int k = 1; k < film.length_s * film.rate; ++k) {
    const Motion::Step step{(k - 1) / film.rate, k / film.rate};
    motion.steps.push_back(step);
    std::vector<double> change(static_cast<std::size_t>(kColumns * kRows));
    for (double& x : change) x = std::max(0., noise(chance));
    const double sway = std::abs(std::sin(1.7 * step.to_s)) * 4;
    for (int y = 4; film.sways && y < 12; ++y)
      for (int x = 14; x < 26; ++x) change[static_cast<std::size_t>(y * kColumns + x)] += sway;
    for (const LineStroke& stroke : strokes)
      for (const MadeFilm::Drum& drum : film.drums) {
        // What lights up fades over the next frames.
        const double since = step.to_s - stroke.at_s - film.late_s;
        if (stroke.line != drum.line || since < 0 || since > .1) continue;
        const double level = drum.level * (since < 1 / film.rate ? 1 : .3 * std::exp(-since / .09));
        for (int y = -1; y <= 1; ++y)
          for (int x = -1; x <= 1; ++x)
            change[static_cast<std::size_t>((drum.y + y) * kColumns + drum.x + x)] += level;
      }
    for (const double x : change) motion.cells.push_back(static_cast<std::uint16_t>(x * 256));
  }
  return motion;
}

// Two minutes of a groove, a little early and late as people play.
std::vector<LineStroke> groove(std::uint32_t seed = 3) {
  std::minstd_rand chance(seed);
  std::normal_distribution<double> human(0, .008);
  std::vector<LineStroke> strokes;
  const double eighth = .2717;
  for (int k = 0; k < 120 / eighth - 2; ++k) {
    const double at = .5 + k * eighth;
    strokes.push_back({at + human(chance), Line::hat});
    if (k % 8 == 0 || k % 8 == 5) strokes.push_back({at + human(chance), Line::kick});
    if (k % 8 == 2 || k % 8 == 6) strokes.push_back({at + human(chance), Line::snare});
  }
  std::ranges::sort(strokes, {}, &LineStroke::at_s);
  return strokes;
}

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
