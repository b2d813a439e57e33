// Cameras made by ffmpeg: the colour is the camera, a white picture is a stroke. What is made of them is
// decoded again and looked at, picture by picture.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "io/video/caged.h"
#include "io/video/render.h"

namespace firstchair::video {

namespace fs = std::filesystem;

inline constexpr double kLongest = 1.001 / 24;          // a picture of the slowest camera
inline constexpr double kStrokes[] = {1.0, 2.2, 3.05};  // master time

inline cut::Shot shot(int camera, double from_s, double to_s) {
  cut::Shot shot;
  shot.camera = camera;
  shot.from_s = from_s;
  shot.to_s = to_s;
  return shot;
}

class AFilm : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(::testing::TempDir()) /
              ("film_test." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void ffmpeg(const std::string& words, const std::string& name) const {
    const std::string command = "ffmpeg -v error -nostdin -y " + words + " '" + path(name) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  // Five seconds of one colour that is white for 1/25 s at each stroke, which this camera meets at
  // (stroke - offset) / (1 + slope).
  void camera(const std::string& name, const std::string& colour, const std::string& size,
              const std::string& rate, double offset_s, double slope, const std::string& more = "",
              const std::string& how = "") const {
    std::string flashes;
    for (const double stroke_s : kStrokes) {
      const double at = (stroke_s - offset_s) / (1 + slope);
      flashes += (flashes.empty() ? "" : "+") + std::string("between(t,") + std::to_string(at) + "," +
                 std::to_string(at + .04) + ")";
    }
    ffmpeg("-f lavfi -i color=" + colour + ":s=" + size + ":r=" + rate +
               ":d=5 -vf \"drawbox=c=white:t=fill:enable='" + flashes + "'" + more +
               "\" -c:v libx264 -preset ultrafast -crf 12 -pix_fmt yuv420p -threads 1 " + how,
           name);
  }
  static cut::Camera laid(const std::string& file, double offset_s, double slope) {
    cut::Camera camera;
    camera.name = file;
    camera.files = {file};
    camera.placement.grade = cut::Grade::exact;
    camera.placement.pieces = {{0, 5, offset_s, slope}};
    return camera;
  }
  // Returns the colours of a film's pictures, a letter each: r g b, w(hite), k (black), ? (anything else).
  std::string seen(const std::string& name, int width, int height, double rate, std::size_t pictures) const {
    Wanted all{width, height, Fit::crop, {}};
    for (std::size_t k = 0; k < pictures; ++k)
      all.wishes.push_back({.at_s = (static_cast<double>(k) + .5) / rate});
    Result<Pictures> film = Pictures::open(path(name), all, {});
    EXPECT_TRUE(film);
    std::string letters;
    Picture picture = black(width, height);
    for (std::size_t k = 0; film && k < pictures; ++k) {
      if (!film->next(picture.bytes)) return letters + "!";
      letters += letter(picture, width / 2, height / 2);
    }
    return letters;
  }
  // Returns the letters of the left above, the right above, the left below, the right below.
  static std::string corners_of(const Picture& picture, int width, int height) {
    std::string letters;
    for (const int y : {height / 8, height * 7 / 8})
      for (const int x : {width / 8, width * 7 / 8}) letters += letter(picture, x, y);
    return letters;
  }
  static char letter(const Picture& picture, int x, int y) {
    const auto pixels = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
    const auto half = static_cast<std::size_t>(y / 2 * (picture.width / 2) + x / 2);
    const int luma = picture.bytes[static_cast<std::size_t>(y * picture.width + x)];
    const int blue = picture.bytes[pixels + half], red = picture.bytes[pixels + pixels / 4 + half];
    if (std::abs(blue - 128) < 12 && std::abs(red - 128) < 12)
      return luma > 200 ? 'w' : luma < 40 ? 'k' : '?';
    if (red > 170) return 'r';
    if (blue > 170) return 'b';
    return red < 110 && blue < 110 ? 'g' : '?';
  }
  // Returns the film of the shots as letters.
  std::string rendered(const cut::Film& film, Rendered* told = nullptr) const {
    RenderConfig config{.path = path("film.mp4"), .folder = folder_.string(), .force = true, .cage = {}};
    const Result<Rendered> done = render(film, config);
    EXPECT_TRUE(done) << done.error().line();
    if (!done) return "";
    if (told != nullptr) *told = *done;
    return seen("film.mp4", done->width, done->height, film.rate.per_second(),
                static_cast<std::size_t>(done->pictures));
  }

  fs::path folder_;
};

}  // namespace firstchair::video
