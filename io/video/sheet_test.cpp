// A film at a glance.
#include "io/video/sheet.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "io/video/a_film_test.h"

namespace firstchair::video {
namespace {

TEST_F(AFilm, IsSeenAtAGlanceOnASheet) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  camera("blue.mp4", "blue", "160x90", "30", 0, 0);
  cut::Film film;
  film.width = 160;
  film.height = 90;
  film.to_s = 4;
  film.cameras = {laid("red.mp4", 0, 0), laid("blue.mp4", 0, 0)};
  film.shots = {shot(0, 0, 2), shot(1, 2, 4)};
  film.marks = {{.at_s = 3, .line = Line::kick, .strength = 1, .bar = 0, .beat = 0}};
  const Result<Done> drawn =
      write_sheet(film, {.path = path("sheet.png"), .folder = folder_.string(), .force = false, .cage = {}});
  ASSERT_TRUE(drawn) << drawn.error().line();
  ffmpeg("-i '" + path("sheet.png") + "' -pix_fmt rgb24 -f rawvideo", "sheet.rgb");
  std::ifstream file(path("sheet.rgb"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  ASSERT_EQ(bytes.size(), 1600u * (44 + 172) * 3);
  const auto has = [&](int from, int to, int y, const Rgb& colour) {
    for (int x = from; x < to; ++x) {
      const auto i = 3 * (static_cast<std::size_t>(y) * 1600 + static_cast<std::size_t>(x));
      const auto one = [&](std::size_t k) {
        return std::abs(static_cast<std::uint8_t>(bytes[i + k]) - (k == 0   ? colour.red
                                                                   : k == 1 ? colour.green
                                                                            : colour.blue));
      };
      if (one(0) + one(1) + one(2) < 24) return true;
    }
    return false;
  };
  // A second is 76 pixels from 70 on: camera colours, their first pictures, and the kick at 3 s.
  EXPECT_TRUE(has(100, 101, 44 + 86, camera_colour(0)));
  EXPECT_TRUE(has(260, 261, 44 + 86, camera_colour(1)));
  EXPECT_TRUE(has(75, 100, 44 + 120, {255, 0, 0}));
  EXPECT_TRUE(has(225, 260, 44 + 120, {0, 0, 255}));
  EXPECT_TRUE(has(296, 302, 44 + 44, {235, 110, 90}));
  EXPECT_FALSE(has(303, 400, 44 + 44, {235, 110, 90}));
}

}  // namespace
}  // namespace firstchair::video
