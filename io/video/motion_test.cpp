// A camera made by ffmpeg: two drums that are light or dark, the other with every stroke.
#include "io/video/motion.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace firstchair::video {
namespace {

constexpr double kSnare_s = .517, kKick_s = .83, kLength_s = 40;

std::vector<cut::LineStroke> strokes(double earlier_s) {
  std::vector<cut::LineStroke> all;
  for (double at = kSnare_s; at < kLength_s; at += kSnare_s) all.push_back({at - earlier_s, Line::snare});
  for (double at = kKick_s; at < kLength_s; at += kKick_s) all.push_back({at - earlier_s, Line::kick});
  std::ranges::sort(all, {}, &cut::LineStroke::at_s);
  return all;
}

class AMotion : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = ::testing::TempDir() + "firstchair-motion-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  // The snare is up on the left, the kick down on the right; every seventh frame is missing.
  std::string camera(const std::string& size, const std::string& how) const {
    const std::string path = folder_ + "/a.mp4";
    const auto drum = [](const char* place, double every_s) {
      return std::string("drawbox=") + place + ":t=fill:c=0x909090:enable='lt(mod(t," +
             std::to_string(2 * every_s) + ")," + std::to_string(every_s) + ")'";
    };
    const std::string command =
        "ffmpeg -v error -nostdin -y -f lavfi -i color=0x404040:s=" + size + ":r=30:d=40 -vf \"" +
        drum("x=iw*.2:y=ih*.2:w=iw*.1:h=ih*.15", kSnare_s) + "," +
        drum("x=iw*.7:y=ih*.6:w=iw*.1:h=ih*.15", kKick_s) + "," + how +
        "select='mod(n+1,7)',setpts=PTS\" -vsync vfr -c:v libx264 -preset ultrafast -threads 1 '" + path +
        "'";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return path;
  }
  std::string folder_;
};

TEST_F(AMotion, ShowsWhichDrumIsWhereAndHowLateThePictureIs) {
  const std::string path = camera("320x180", "");
  const Result<VideoInfo> info = probe(path);
  ASSERT_TRUE(info);
  double told = -1;
  const Result<cut::Motion> motion = read_motion({.path = path,
                                                  .stretches = {{0, kLength_s}},
                                                  .told =
                                                      [&](double share) {
                                                        told = share;
                                                        return true;
                                                      }},
                                                 *info);
  ASSERT_TRUE(motion) << motion.error().line();
  EXPECT_EQ(motion->columns, 40);
  EXPECT_LE(told, 1);
  for (const double late_s : {0., .010}) {
    const cut::MotionMap map = cut::map_motion(*motion, strokes(late_s));
    ASSERT_EQ(map.shows.size(), 2U);
    EXPECT_EQ(map.shows[0].line, Line::kick);
    EXPECT_NEAR(map.shows[0].x, .75, .04);
    EXPECT_NEAR(map.shows[0].y, .675, .06);
    EXPECT_EQ(map.shows[1].line, Line::snare);
    EXPECT_NEAR(map.shows[1].x, .25, .04);
    EXPECT_NEAR(map.shows[1].y, .275, .06);
    EXPECT_NEAR(map.late_s, late_s, .008);
  }
}

// Two stretches in parts of which each begins somewhere inside.
TEST_F(AMotion, IsTheSameHoweverManyDecodersThereAre) {
  const std::string path = camera("320x180", "");
  const Result<VideoInfo> info = probe(path);
  ASSERT_TRUE(info);
  const auto seen = [&](unsigned at_once) {
    return read_motion({.path = path, .stretches = {{0, 13}, {21, kLength_s}}, .at_once = at_once}, *info);
  };
  const Result<cut::Motion> one = seen(1), four = seen(4);
  ASSERT_TRUE(one) << one.error().line();
  ASSERT_TRUE(four) << four.error().line();
  ASSERT_GT(one->steps.size(), 600U);
  ASSERT_EQ(one->steps.size(), four->steps.size());
  for (std::size_t k = 0; k < one->steps.size(); ++k) {
    EXPECT_EQ(one->steps[k].from_s, four->steps[k].from_s) << k;
    EXPECT_EQ(one->steps[k].to_s, four->steps[k].to_s) << k;
  }
  EXPECT_EQ(one->cells, four->cells);
}

TEST_F(AMotion, ALongFilmIsLookedAtInStretchesAndATurnedOneAsItIsLookedAt) {
  const std::string path = camera("180x320", "");
  const Result<VideoInfo> info = probe(path);
  ASSERT_TRUE(info);
  const Result<cut::Motion> motion = read_motion({.path = path, .stretches = {{3, 8}, {20, 35}}}, *info);
  ASSERT_TRUE(motion);
  EXPECT_EQ(motion->rows, 40);
  double seen_s = 0;
  for (const cut::Motion::Step& step : motion->steps) {
    EXPECT_LT(step.to_s - step.from_s, .1);
    EXPECT_TRUE((step.from_s > 2.9 && step.to_s <= 8) || (step.from_s > 19.9 && step.to_s <= 35));
    seen_s += step.to_s - step.from_s;
  }
  EXPECT_NEAR(seen_s, 20, 1);
  const Result<cut::Motion> ended =
      read_motion({.path = path, .stretches = {{0, kLength_s}}, .told = [](double) { return false; }}, *info);
  EXPECT_FALSE(ended);
  EXPECT_FALSE(read_motion({.path = folder_ + "/none.mp4", .stretches = {{0, 1}}}, *info));
}

}  // namespace
}  // namespace firstchair::video
