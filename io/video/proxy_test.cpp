#include "io/video/proxy.h"

#include "io/video/a_film_test.h"

namespace firstchair::video {
namespace {

// A phone held upright, whose pictures come unevenly and begin after its sound: each picture of the small
// film is that of the camera at the same time.
TEST_F(AFilm, OfAProxyHasTheSamePictures) {
  camera("all.mp4", "blue", "704x396", "30", 0, 0, ",select='mod(n,7)'", "-vsync vfr");
  ffmpeg(
      "-f lavfi -i sine=d=5 -itsoffset 0.35 -i '" + path("all.mp4") + "' -c:v copy -metadata:s:v rotate=90",
      "turned.mp4");
  const Result<VideoInfo> info = probe(path("turned.mp4"), {});
  ASSERT_TRUE(info);
  ASSERT_EQ(info->height, 704);
  EXPECT_NEAR(info->starts_s, .35, .03);
  ASSERT_TRUE(wants_proxy(*info));
  double told = 0;
  const Result<Done> made = write_proxy(path("turned.mp4"), *info, path("small.mp4"), {}, [&](double share) {
    told = share;
    return true;
  });
  ASSERT_TRUE(made) << made.error().line();
  EXPECT_GE(told, 0);
  const Result<VideoInfo> small = probe(path("small.mp4"), {});
  ASSERT_TRUE(small);
  EXPECT_EQ(small->width, 360);
  EXPECT_EQ(small->height, 640);
  EXPECT_TRUE(is_proxy(*small, *info));
  EXPECT_FALSE(is_proxy(*info, *info));
  EXPECT_FALSE(wants_proxy(*small));
  cut::Film film;
  film.width = 396;
  film.height = 704;
  film.from_s = .21;  // not where pictures begin
  film.to_s = 5.21;
  film.cameras = {laid("turned.mp4", 0, 0)};
  film.cameras[0].placement.pieces[0].to_s = 5.3;
  film.shots = {shot(0, .21, 5.21)};
  std::string letters[2];
  for (const bool small_one : {false, true}) {
    RenderConfig config{
        .path = path("film.mp4"), .folder = folder_.string(), .force = true, .draft = true, .cage = {}};
    if (small_one) config.proxies = {{"turned.mp4", path("small.mp4"), info->starts_s}};
    const Result<Rendered> done = render(film, config);
    ASSERT_TRUE(done) << done.error().line();
    EXPECT_EQ(done->width, 360);
    EXPECT_EQ(done->height, 640);
    letters[small_one] = seen("film.mp4", 360, 640, 30, 150);
  }
  EXPECT_EQ(letters[1], letters[0]);
  EXPECT_GE(std::ranges::count(letters[0], 'w'), 3);
}

TEST_F(AFilm, OfAProxyThatWasEndedIsNotThere) {
  camera("red.mp4", "red", "704x396", "30", 0, 0);
  const Result<VideoInfo> info = probe(path("red.mp4"), {});
  ASSERT_TRUE(info);
  EXPECT_FALSE(write_proxy(path("red.mp4"), *info, path("small.mp4"), {}, [](double) { return false; }));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
}

}  // namespace
}  // namespace firstchair::video
