// Films that are rendered of made cameras, decoded again.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "io/video/a_film_test.h"
#include "io/video/sound_track.h"

namespace firstchair::video {
namespace {

// What every picture has to be: the shot's camera, or white where a stroke is within a picture's time.
void expect_pictures(const std::string& seen, const cut::Film& film, const std::string& colours) {
  const double rate = film.rate.per_second();
  std::size_t wrong = 0, flashes = 0;
  for (std::size_t k = 0; k < seen.size(); ++k) {
    const double at = film.from_s + (static_cast<double>(k) + .5) / rate;
    std::size_t shot = 0;
    while (shot + 1 < film.shots.size() && film.shots[shot + 1].from_s <= at) ++shot;
    double from_stroke = 9;
    for (const double stroke_s : kStrokes)
      if (std::abs(at - .02 - stroke_s) < std::abs(from_stroke)) from_stroke = at - .02 - stroke_s;
    if (seen[k] == 'w') {
      flashes += k == 0 || seen[k - 1] != 'w';
      EXPECT_LT(std::abs(from_stroke), .02 + kLongest + .5 / rate) << "a flash at " << at;
    } else if (seen[k] != colours[static_cast<std::size_t>(film.shots[shot].camera)]) {
      ++wrong;
      ADD_FAILURE() << "picture " << k << " is " << seen[k] << " in shot " << shot;
    }
  }
  EXPECT_EQ(wrong, 0u);
  EXPECT_EQ(flashes, std::size(kStrokes));
}

TEST_F(AFilm, ShowsEveryPictureOfTheRightCameraAndEveryStrokeWithinAPicture) {
  camera("red.mp4", "red", "160x90", "240", .4, 150e-6);
  camera("green.mkv", "lime", "160x90", "30000/1001", -.3, -75e-6);
  // A phone held upright that leaves out every seventh picture.
  camera("blue.mp4", "blue", "90x160", "30", .1, 20e-6, ",select='mod(n,7)'", "-vsync vfr");
  ffmpeg("-i '" + path("blue.mp4") + "' -c copy -metadata:s:v rotate=90", "turned.mp4");
  camera("odd.mkv", "red", "161x91", "24000/1001", 0, 0, ",format=yuv444p", "-pix_fmt yuv444p");
  cut::Film film;
  film.width = 160;
  film.height = 90;
  film.from_s = .5;
  film.to_s = 4.5;
  film.cameras = {laid("red.mp4", .4, 150e-6), laid("green.mkv", -.3, -75e-6), laid("turned.mp4", .1, 20e-6),
                  laid("odd.mkv", 0, 0)};
  film.shots = {shot(0, .5, .9),    shot(1, .9, 1.3),   shot(2, 1.3, 1.9),
                shot(0, 1.9, 2.15), shot(2, 2.15, 2.5), shot(1, 2.5, 3.0),
                shot(3, 3.0, 3.6),  shot(2, 3.6, 3.7),  shot(1, 3.7, 4.5)};
  Rendered told;
  const std::string letters = rendered(film, &told);
  EXPECT_EQ(told.pictures, 120);
  expect_pictures(letters, film, "rgbr");
  film.rate = {60000, 1001};
  expect_pictures(rendered(film), film, "rgbr");
}

TEST_F(AFilm, IsBlackWhereNoCameraHasAPicture) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  cut::Film film;
  film.width = 160;
  film.height = 90;
  film.to_s = .4;
  film.cameras = {laid("red.mp4", 0, 0)};
  film.cameras[0].placement.pieces[0].from_s = .2;
  film.shots = {shot(-1, 0, .1), shot(0, .1, .4)};
  EXPECT_EQ(rendered(film), "kkkkkkrrrrrr");
}

TEST_F(AFilm, AtHalfTheSpeedStandsEveryPictureTwiceAndNothingIsInvented) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  camera("blue.mp4", "blue", "160x90", "30", 0, 0);
  ffmpeg("-f lavfi -i sine=d=5", "tone.wav");
  cut::Film film;
  film.sound = "tone.wav";
  film.width = 160;
  film.height = 90;
  film.from_s = .9;
  film.to_s = 1.5;
  film.cameras = {laid("red.mp4", 0, 0), laid("blue.mp4", 0, 0)};
  film.shots = {shot(0, .9, 1.3), shot(1, 1.3, 1.5)};
  EXPECT_EQ(rendered(film), "rrrwwrrrrrrrbbbbbb");
  const Result<Rendered> slow = render(film, {.path = path("slow.mp4"),
                                              .folder = folder_.string(),
                                              .force = true,
                                              .pace = {.speed = .5},
                                              .cage = {}});
  ASSERT_TRUE(slow) << slow.error().line();
  EXPECT_EQ(slow->pictures, 36);
  EXPECT_TRUE(slow->sound);
  EXPECT_EQ(seen("slow.mp4", 160, 90, 30, 36), "rrrrrrwwwwrrrrrrrrrrrrrrbbbbbbbbbbbb");
}

TEST_F(AFilm, IsRefusedBeforeItBeginsWhereTheDiskHasNoRoomForIt) {
  EXPECT_NEAR(film_bytes(1920, 1080, 30, 3600), 2.9e9, .1e9);
  cut::Film film;
  film.to_s = 1e10;
  film.cameras = {laid("none.mp4", 0, 0)};
  film.shots = {shot(0, 0, 1e10)};
  const Result<Rendered> done =
      render(film, {.path = path("film.mp4"), .folder = folder_.string(), .cage = {}});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::unwritable);
  EXPECT_EQ(done.error().what.rfind("about 8096", 0), 0u) << done.error().line();
  EXPECT_NE(done.error().what.find(" are free in " + folder_.string()), std::string::npos);
  EXPECT_FALSE(fs::exists(path("film.mp4")));
}

TEST_F(AFilm, HasTheMastersSoundFromItsFirstPictureOn) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  // Silence but for a burst at 2 s, on the left only.
  ffmpeg("-f lavfi -i \"aevalsrc='if(between(t,2,2.1),sin(2000*t),0)|0':s=48000:d=5\"", "master.wav");
  cut::Film film;
  film.width = 160;
  film.height = 90;
  film.from_s = 1.25;
  film.to_s = 3;
  film.sound = "master.wav";
  film.title = "a title";
  film.phrases_s = {1.5, 2.5, 4};
  film.cameras = {laid("red.mp4", 0, 0)};
  film.shots = {shot(0, 1.25, 3)};
  Rendered told;
  rendered(film, &told);
  EXPECT_TRUE(told.sound);
  const auto first_loud = [&](const std::string& name, std::size_t side) {
    Result<SoundTrack> sound = SoundTrack::open(path(name), {});
    EXPECT_TRUE(sound);
    std::vector<float> samples(48000 * 2 * 6);
    const std::size_t got = sound ? sound->read(samples) : 0;
    for (std::size_t i = side; i < got; i += 2)
      if (std::abs(samples[i]) > .2f) return static_cast<double>(i / 2) / sound->rate();
    return -1.;
  };
  EXPECT_NEAR(first_loud("film.mp4", 0), .75, .003);
  EXPECT_EQ(first_loud("film.mp4", 1), -1);
  // A camera whose clock is 400 ppm slow, and that began 0.5 s later.
  film.sound.clear();
  film.sound_camera = 0;
  ffmpeg("-i '" + path("red.mp4") + "' -i '" + path("master.wav") + "' -c:v copy -c:a pcm_s16le", "own.mkv");
  film.cameras = {laid("own.mkv", .5, 400e-6)};
  rendered(film);
  EXPECT_NEAR(first_loud("film.mp4", 0), .5 + 2 * 1.0004 - 1.25, .003);
}

TEST_F(AFilm, LeavesNothingWhenItIsEnded) {
  camera("red.mp4", "red", "160x90", "30", 0, 0);
  cut::Film film;
  film.width = 160;
  film.height = 90;
  film.to_s = 4;
  film.cameras = {laid("red.mp4", 0, 0)};
  film.shots = {shot(0, 0, 4)};
  RenderConfig config{.path = path("film.mp4"), .folder = folder_.string(), .cage = {}};
  config.told = [](std::int64_t, std::int64_t) { return false; };
  EXPECT_FALSE(render(film, config));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1);
  // One that is there is not written over.
  config.told = {};
  ffmpeg("-f lavfi -i color=red:s=32x32:d=1", "film.mp4");
  const auto size = fs::file_size(path("film.mp4"));
  const Result<Rendered> again = render(film, config);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::unwritable);
  EXPECT_EQ(fs::file_size(path("film.mp4")), size);
}

}  // namespace
}  // namespace firstchair::video
