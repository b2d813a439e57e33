// film.mlt as another program renders it: melt, with cameras that ffmpeg made. Left of the picture is the
// camera's colour, right of it a grey that says which frame of the camera it is.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "edit/writers.h"

namespace firstchair::edit {
namespace {

constexpr int kWidth = 64, kHeight = 36, kGreys = 32, kStep = 7;

bool is_there(const std::string& program) {
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

class Melt : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!is_there("melt") || !is_there("ffmpeg"))
      GTEST_SKIP() << "melt and ffmpeg are needed: scripts/install_packages.sh check";
    folder_ = std::filesystem::temp_directory_path() / ("firstchair melt " + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void run(const std::string& command) const {
    ASSERT_EQ(std::system(("cd '" + folder_.string() + "' && " + command + " </dev/null >log 2>&1").c_str()),
              0)
        << command << read("log");
  }
  std::string read(const std::string& name) const {
    std::ifstream file(folder_ / name, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Makes a camera's file; `colour` is three numbers that geq understands.
  void make(const std::string& name, const std::string& rate, int red, int green, int blue) const {
    const auto channel = [&](int value) {
      return "'if(lt(X,32)," + std::to_string(value) + ",20+" + std::to_string(kStep) + "*mod(N," +
             std::to_string(kGreys) + "))'";
    };
    run("ffmpeg -nostdin -v error -y -f lavfi -i \"nullsrc=s=64x36:r=" + rate +
        ":d=12,format=gbrp,geq=r=" + channel(red) + ":g=" + channel(green) + ":b=" + channel(blue) +
        "\" -c:v libx264 -preset ultrafast -bf 2 -g 40 -crf 1 -pix_fmt yuv420p '" + name + "'");
  }

  std::filesystem::path folder_;
};

cut::Camera camera(const std::string& file, cut::FrameRate rate, double offset_s, double slope) {
  cut::Camera one;
  one.name = file;
  one.files = {file};
  one.rate = rate;
  one.width = kWidth, one.height = kHeight, one.length_s = 12;
  one.placement.grade = cut::Grade::exact;
  one.placement.pieces = {{.from_s = 0, .to_s = 12, .offset_s = offset_s, .slope = slope}};
  return one;
}

TEST_F(Melt, ShowsInEveryFrameTheCameraThatWasDecided) {
  make("red & one.mp4", "30", 200, 0, 0);
  make("green.mp4", "30000/1001", 0, 200, 0);
  make("blue.mp4", "25", 0, 0, 200);
  run("ffmpeg -nostdin -v error -y -f lavfi -i sine=d=10 mix.wav");
  if (HasFatalFailure()) return;
  cut::Film film;
  film.title = "colours";
  film.width = kWidth, film.height = kHeight;
  film.to_s = 8;
  film.sound = "mix.wav";
  film.cameras = {camera("red & one.mp4", {30, 1}, -1, 0), camera("green.mp4", {30000, 1001}, -2.511, 50e-6),
                  camera("blue.mp4", {25, 1}, -.3, -20e-6)};
  const int cuts[] = {0, 21, 32, 90, 100, 131, 175, 240}, seen[] = {0, 1, 2, 0, -1, 1, 2};
  for (int s = 0; s < 7; ++s)
    film.shots.push_back({.camera = seen[s],
                          .from_s = cuts[s] / 30.,
                          .to_s = cuts[s + 1] / 30.,
                          .stroke_s = cuts[s] / 30.,
                          .why = "",
                          .move = {}});
  const auto lists = write_lists(film, {"mlt"}, {.folder = folder_.string()});
  ASSERT_TRUE(lists);
  std::ofstream(folder_ / "film.mlt", std::ios::binary) << (*lists)[0].bytes;
  // On a busy machine melt sometimes ends before it has begun, with nothing written and no error, or never
  // ends.
  std::string frames;
  for (int tries = 0; tries < 5 && frames.empty(); ++tries) {
    run("timeout -k 1 20 melt -quiet film.mlt -consumer avformat:film.rgb f=rawvideo vcodec=rawvideo "
        "pix_fmt=rgb24 "
        "an=1 real_time=-1 || true");
    frames = read("film.rgb");
  }
  constexpr std::size_t kBytes = 3 * kWidth * kHeight;
  ASSERT_EQ(frames.size(), 240 * kBytes);
  int wrong = 0, apart = 0, same_rate_apart = 0;
  for (int k = 0; k < 240; ++k) {
    const auto value = [&](int x, int c) {
      return static_cast<unsigned char>(frames[static_cast<std::size_t>(k) * kBytes +
                                               static_cast<std::size_t>((kHeight / 2 * kWidth + x) * 3 + c)]);
    };
    int shot = 0;
    while (k >= cuts[shot + 1]) ++shot;
    int brightest = -1;
    for (int c = 0; c < 3; ++c)
      if (value(8, c) > 120) brightest = c;
    wrong += brightest != seen[shot];
    if (seen[shot] < 0) continue;
    const cut::Camera& from = film.cameras[static_cast<std::size_t>(seen[shot])];
    const double at = cut::camera_of(from.placement.pieces[0], (k + .5) / 30);
    const int wanted = static_cast<int>(std::floor(at * from.rate.per_second() + 1e-6)) % kGreys;
    const int shown = static_cast<int>(std::lround((value(48, 1) - 20) / static_cast<double>(kStep)));
    const int off = std::min((shown - wanted + kGreys) % kGreys, (wanted - shown + kGreys) % kGreys);
    apart = std::max(apart, off);
    if (seen[shot] == 0) same_rate_apart = std::max(same_rate_apart, off);
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(same_rate_apart, 0);
  EXPECT_LE(apart, 1);
}

}  // namespace
}  // namespace firstchair::edit
