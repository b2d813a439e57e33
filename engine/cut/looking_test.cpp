#include "engine/cut/looking.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/cut/made_motion_test.h"

namespace firstchair::cut {
namespace {

using namespace made;

// Looks at a film until all is settled.
MotionMap look_until_settled(Looking& looking, const MadeFilm& film, const std::vector<LineStroke>& strokes) {
  for (int round = 0; round < 20; ++round) {
    const std::vector<Sight> next = looking.next();
    if (next.empty()) return looking.map();
    Motion seen;
    for (const Sight& stretch : next) {
      const Motion some = look_at(film, strokes, stretch.from_s, stretch.to_s);
      seen.columns = some.columns, seen.rows = some.rows;
      seen.steps.insert(seen.steps.end(), some.steps.begin(), some.steps.end());
      seen.cells.insert(seen.cells.end(), some.cells.begin(), some.cells.end());
    }
    looking.add(seen, next);
  }
  ADD_FAILURE() << "it never ends";
  return looking.map();
}

// Five minutes of a groove with a crash every seven bars or so: 20 in all.
std::vector<LineStroke> with_crashes(double length_s) {
  std::vector<LineStroke> strokes = groove(3, length_s);
  for (double at = 4.21; at < length_s; at += 15.13) strokes.push_back({at, Line::crash});
  std::ranges::sort(strokes, {}, &LineStroke::at_s);
  return strokes;
}

TEST(Looking, SeesTheSameDrumsInLessThanHalfOfAFilm) {
  const double length = 300;
  const std::vector<LineStroke> strokes = with_crashes(length);
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 12}, {Line::hat, 4, 5, 8}, {Line::crash, 30, 3, 30}},
                      .late_s = .02,
                      .length_s = length};
  const std::vector<Sight> pictures{{0, length}};
  Looking looking(pictures, strokes);
  const MotionMap map = look_until_settled(looking, film, strokes);
  EXPECT_LT(looking.looked_s(), length / 2);
  ASSERT_EQ(map.shows.size(), 3U);
  EXPECT_EQ(map.shows[0].line, Line::snare);
  EXPECT_NEAR(map.shows[0].x, 10.5 / kColumns, .03);
  EXPECT_EQ(map.shows[1].line, Line::hat);
  EXPECT_NEAR(map.shows[1].x, 4.5 / kColumns, .03);
  EXPECT_EQ(map.shows[2].line, Line::crash);
  EXPECT_NEAR(map.shows[2].y, 3.5 / kRows, .03);
  EXPECT_NEAR(map.late_s, .02, .008);
  EXPECT_LE(map.late_95_s, .005);
  EXPECT_TRUE(map.open.empty());
}

TEST(Looking, SeesAFaintDrumOnlyWhereItLooksOn) {
  const double length = 240;
  const std::vector<LineStroke> strokes = groove(3, length);
  // 220 strokes of the snare, of which each moves its place by less than the noise.
  const MadeFilm film{.drums = {{Line::snare, 10, 14, 1.6}}, .length_s = length};
  const std::vector<Sight> pictures{{0, length}};
  const MotionMap whole = map_motion(look_at(film, strokes), strokes);
  ASSERT_EQ(whole.shows.size(), 1U);
  Looking looking(pictures, strokes);
  const MotionMap map = look_until_settled(looking, film, strokes);
  ASSERT_EQ(map.shows.size(), 1U);
  EXPECT_NEAR(map.shows[0].x, whole.shows[0].x, .02);
  EXPECT_NEAR(map.shows[0].y, whole.shows[0].y, .02);
}

TEST(Looking, GivesUpWhereNothingIsSeen) {
  const double length = 240;
  const std::vector<LineStroke> strokes = groove(3, length);
  const std::vector<Sight> pictures{{0, length}};
  Looking looking(pictures, strokes);
  const MotionMap map = look_until_settled(looking, {.drums = {}, .length_s = length}, strokes);
  EXPECT_TRUE(map.shows.empty());
  EXPECT_LT(looking.looked_s(), length / 2);
  Looking silent(pictures, {});
  EXPECT_TRUE(silent.next().empty());
  Looking black({}, strokes);
  EXPECT_TRUE(black.next().empty());
}

TEST(Looking, LooksAtNoPlaceTwiceAndAtNoMoreThanItMay) {
  const std::vector<LineStroke> strokes = with_crashes(900);
  const std::vector<Sight> pictures{{0, 251}, {300.5, 899.25}};
  const LookingConfig config{.most_s = 200};
  Looking looking(pictures, strokes, config), again(pictures, strokes, config);
  std::vector<Sight> all;
  for (std::vector<Sight> next; !(next = looking.next()).empty();) {
    ASSERT_EQ(next, again.next());
    for (std::size_t k = 0; k < next.size(); ++k) {
      EXPECT_TRUE(k == 0 || next[k].from_s > next[k - 1].to_s);
      EXPECT_TRUE((next[k].from_s >= 0 && next[k].to_s <= 251) ||
                  (next[k].from_s >= 300.5 && next[k].to_s <= 899.25));
      for (const Sight& before : all)
        EXPECT_TRUE(next[k].to_s <= before.from_s || next[k].from_s >= before.to_s);
    }
    all.insert(all.end(), next.begin(), next.end());
    // Nothing but noise, of 2x1 cells: every line stays open until as much as may be was looked at, or until
    // it is given up.
    Motion seen{.columns = 2, .rows = 1, .steps = {}, .cells = {}};
    std::uint32_t chance = 1;
    for (const Sight& stretch : next)
      for (double at = stretch.from_s; at < stretch.to_s - .04; at += .04) {
        seen.steps.push_back({at, at + .04});
        for (int c = 0; c < 2; ++c)
          seen.cells.push_back(static_cast<std::uint16_t>((chance = chance * 48271U % 2147483647U) % 999));
      }
    looking.add(seen, next);
    again.add(seen, next);
  }
  EXPECT_LE(looking.looked_s(), 202);
  double sum = 0;
  for (const Sight& stretch : all) sum += stretch.to_s - stretch.from_s;
  EXPECT_NEAR(looking.looked_s(), sum, 1e-6);
}

}  // namespace
}  // namespace firstchair::cut
