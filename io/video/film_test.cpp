// Cameras made by ffmpeg: the colour is the camera, a white picture is a stroke. The film that is rendered
// from them is decoded again and looked at, picture by picture.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "io/video/caged.h"
#include "io/video/render.h"
#include "io/video/sheet.h"
#include "io/video/sound_track.h"

namespace firstchair::video {
namespace {

namespace fs = std::filesystem;

constexpr double kLongest = 1.001 / 24;          // a picture of the slowest camera
constexpr double kStrokes[] = {1.0, 2.2, 3.05};  // master time

cut::Shot shot(int camera, double from_s, double to_s) {
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
  // The colours of a film's pictures, a letter each: r g b, w(hite), k (black), ? (anything else).
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
  // The film of the shots, as letters.
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
  camera("red.mp4", "red", "160x90", "30", .4, 150e-6);
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
  const Result<Rendered> slow = render(
      film, {.path = path("slow.mp4"), .folder = folder_.string(), .force = true, .speed = .5, .cage = {}});
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

TEST_F(AFilm, ReadsFarPlacesInAnyOrder) {
  camera("red.mp4", "red", "160x90", "25", 0, 0, "", "-g 25 -bf 2");
  Wanted wanted{160, 90, Fit::crop, {}};
  const double times[] = {4.5, .02, 3.07, 1.01, 1.01, 2.22, 0, -3, 4.99, 60};
  for (const double at : times) wanted.wishes.push_back({.at_s = at});
  Result<Pictures> pictures = Pictures::open(path("red.mp4"), wanted, {});
  ASSERT_TRUE(pictures);
  Picture picture = black(160, 90);
  for (const double at : times) {
    const Result<double> began = pictures->next(picture.bytes);
    ASSERT_TRUE(began);
    EXPECT_NEAR(*began, std::clamp(std::floor(at * 25 + 1e-9) / 25, 0., 4.96), 1e-6) << at;
  }
  EXPECT_FALSE(pictures->next(picture.bytes));
}

TEST_F(AFilm, TurnsPicturesUpright) {
  // Red above, green on the right below, blue on the left below.
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=5:d=1 -vf "
      "\"drawbox=c=blue:t=fill:y=45:w=80,drawbox=c=lime:t=fill:x=80:y=45\" "
      "-c:v libx264 -pix_fmt yuv420p",
      "plain.mp4");
  struct {
    int turn;
    const char* corners;  // left above, right above, left below, right below
  } const cases[] = {{0, "rrbg"}, {90, "brgr"}, {180, "gbrr"}, {270, "rgrb"}};
  for (const auto& [turn, corners] : cases) {
    // The older word counts against the clock.
    ffmpeg(
        "-i '" + path("plain.mp4") + "' -c copy -metadata:s:v rotate=" + std::to_string((360 - turn) % 360),
        "turned.mp4");
    const Result<VideoInfo> info = probe(path("turned.mp4"));
    ASSERT_TRUE(info);
    EXPECT_EQ(info->turned, turn);
    EXPECT_EQ(info->width, turn % 180 == 0 ? 160 : 90);
    const int width = info->width, height = info->height;
    Result<Pictures> pictures = Pictures::open(path("turned.mp4"), {width, height, Fit::crop, {Wish{}}}, {});
    ASSERT_TRUE(pictures);
    Picture picture = black(width, height);
    ASSERT_TRUE(pictures->next(picture.bytes));
    std::string seen;
    for (const int y : {height / 8, height * 7 / 8})
      for (const int x : {width / 8, width * 7 / 8}) seen += letter(picture, x, y);
    EXPECT_EQ(seen, corners) << turn;
  }
}

TEST_F(AFilm, FitsAPictureOfAnotherShape) {
  ffmpeg(
      "-f lavfi -i color=red:s=90x160:r=5:d=1 -vf \"drawbox=c=lime:t=fill:h=20\" -c:v libx264 -pix_fmt "
      "yuv420p",
      "tall.mp4");
  const auto middle_and_side = [&](Fit fit) {
    Result<Pictures> pictures = Pictures::open(path("tall.mp4"), {160, 90, fit, {Wish{}}}, {});
    Picture picture = black(160, 90);
    EXPECT_TRUE(pictures && pictures->next(picture.bytes));
    return std::string{letter(picture, 80, 4), letter(picture, 80, 46), letter(picture, 4, 46)};
  };
  EXPECT_EQ(middle_and_side(Fit::crop), "rrr");
  EXPECT_EQ(middle_and_side(Fit::pad), "grk");
  EXPECT_EQ(middle_and_side(Fit::blur), middle_and_side(Fit::usual));
  EXPECT_EQ(middle_and_side(Fit::blur).substr(0, 2), "gr");
  EXPECT_NE(middle_and_side(Fit::blur)[2], 'k');
}

TEST_F(AFilm, FitsALyingPictureIntoAnUprightThumbnail) {
  camera("red.mp4", "red", "160x90", "25", 0, 0);
  for (const auto& [width, height] : {std::pair{40, 72}, {16, 16}, {90, 160}, {128, 72}}) {
    Result<Pictures> pictures =
        Pictures::open(path("red.mp4"), {width, height, Fit::blur, {{.at_s = .5}}}, {});
    ASSERT_TRUE(pictures);
    Picture picture = black(width, height);
    const Result<double> began = pictures->next(picture.bytes);
    ASSERT_TRUE(began) << width << "x" << height << ": " << began.error().line();
    EXPECT_EQ(letter(picture, width / 2, height / 2), 'r');
  }
}

TEST_F(AFilm, LooksThroughAWindow) {
  // Four quarters; a window of half the size sees one of them.
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=5:d=1 -vf "
      "\"drawbox=c=blue:t=fill:y=45:w=80,drawbox=c=lime:t=fill:x=80:y=45,drawbox=c=white:t=fill:x=80:h=45\" "
      "-c:v libx264 -pix_fmt yuv420p",
      "quarters.mp4");
  Wanted wanted{160, 90, Fit::crop, {}};
  wanted.wishes = {{0, .25f, .25f, .45f},
                   {0, .75f, .25f, .45f},
                   {0, .25f, .75f, .45f},
                   {0, 1, 1, .45f},
                   {0, .5f, .25f, .45f, 1, 0}};
  Result<Pictures> pictures = Pictures::open(path("quarters.mp4"), wanted, {});
  ASSERT_TRUE(pictures);
  Picture picture = black(160, 90);
  std::string seen;
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(pictures->next(picture.bytes));
    for (const int x : {20, 140}) seen += letter(picture, x, 46);
  }
  EXPECT_EQ(seen, "rrwwbbgg");
  // Swung from red to white: neither.
  ASSERT_TRUE(pictures->next(picture.bytes));
  EXPECT_EQ(letter(picture, 80, 46), 'r');
  const auto luma = [&](int x) { return picture.bytes[static_cast<std::size_t>(46 * 160 + x)]; };
  EXPECT_GT(luma(150), luma(10) + 20);
}

TEST_F(AFilm, TonesHdrDownAndJoinsFields) {
  ffmpeg(
      "-f lavfi -i color=red:s=160x90:r=25:d=1 -vf format=yuv420p10le -c:v libx265 -x265-params "
      "log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc",
      "hdr.mp4");
  ffmpeg(
      "-f lavfi -i color=blue:s=160x96:r=50:d=1 -vf interlace -c:v libx264 -flags +ildct -x264opts "
      "interlaced",
      "fields.mp4");
  const Result<VideoInfo> hdr = probe(path("hdr.mp4")), fields = probe(path("fields.mp4"));
  ASSERT_TRUE(hdr && fields);
  EXPECT_TRUE(hdr->hdr);
  EXPECT_EQ(hdr->codec, "hevc");
  EXPECT_TRUE(fields->interlaced);
  EXPECT_EQ(seen("hdr.mp4", 160, 90, 25, 25), std::string(25, 'r'));
  EXPECT_EQ(seen("fields.mp4", 160, 90, 25, 25), std::string(25, 'b'));
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

TEST_F(AFilm, SaysWhatIsNoVideo) {
  ASSERT_EQ(std::system(("printf hello >'" + path("a.mp4") + "'; : >'" + path("empty.mkv") + "'").c_str()),
            0);
  ffmpeg("-f lavfi -i sine=d=1", "sound.m4a");
  EXPECT_NE(probe(path("a.mp4")).error().line().find("not a video file"), std::string::npos);
  EXPECT_FALSE(probe(path("empty.mkv")));
  EXPECT_NE(probe(path("sound.m4a")).error().line().find("no picture in it"), std::string::npos);
  EXPECT_EQ(probe(path("none.mp4")).error().code, ErrorCode::not_found);
  // One whose end is missing is shown as far as it goes; its last picture is held.
  camera("whole.mkv", "red", "160x90", "30", 0, 0);
  fs::resize_file(path("whole.mkv"), fs::file_size(path("whole.mkv")) / 2);
  EXPECT_EQ(seen("whole.mkv", 160, 90, 30, 140).find_first_not_of("rw"), std::string::npos);
}

}  // namespace
}  // namespace firstchair::video
