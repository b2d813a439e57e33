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

TEST_F(AFilm, IsNamedOnItsSheetInAnyLetters) {
  Canvas canvas(320, 64, {0, 0, 0});
  canvas.words(10, 4, 300, 24, "F\u00fc\u00dfe", {200, 210, 220});
  canvas.words(10, 36, 60, 24, "a name {\\fs90} that is longer than its box", {0, 255, 0});
  ASSERT_TRUE(canvas.write_png(path("words.png"), false));
  const auto lit = [&](int left, int top, int right, int bottom) {
    int count = 0;
    for (int y = top; y < bottom; ++y)
      for (int x = left; x < right; ++x) count += canvas.at(x, y).green > 128;
    return count;
  };
  EXPECT_GT(lit(10, 4, 80, 28), 60);
  EXPECT_GT(lit(20, 4, 50, 11), 2);  // dots over the u
  EXPECT_EQ(lit(90, 0, 320, 32), 0);
  EXPECT_GT(lit(10, 36, 70, 60), 30);
  EXPECT_EQ(lit(70, 32, 320, 64), 0);
}

}  // namespace
}  // namespace firstchair::video
