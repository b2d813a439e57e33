// What goes wrong with the files of a film: it is rendered all the same, or one line says why not, and
// nothing half is left behind.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "edit/cut_json.h"
#include "testing/program/command.h"
#include "tests/film_letters.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

class CutFaults : public ::testing::Test {
 protected:
  // Two seconds of a colour at 25 a second; `more` is said of the picture, `sound` of the sound.
  void camera(const std::string& name, const std::string& colour, const std::string& more = "",
              const std::string& sound = "-f lavfi -i sine=d=2") const {
    const std::string command =
        "ffmpeg -v error -nostdin -y -f lavfi -i color=" + colour + ":s=160x90:r=25:d=2 " + sound +
        " -c:v libx264 -preset ultrafast -threads 1 " + more + " '" + here.path(name) + "'";
    ASSERT_EQ(std::system(command.c_str()), 0) << command;
  }
  // One camera over two seconds, with its own sound.
  void cut(const std::string& file) const {
    cut::Film film;
    film.rate = {25, 1};
    film.width = 160, film.height = 90;
    film.to_s = 2;
    film.sound_camera = 0;
    cut::Camera camera;
    camera.name = "a";
    camera.files = {file};
    camera.placement.grade = cut::Grade::exact;
    camera.placement.pieces = {{0, 2, 0, 0}};
    camera.rate = {25, 1};
    camera.width = 160, camera.height = 90, camera.length_s = 2;
    film.cameras.push_back(camera);
    film.shots.resize(1);
    film.shots[0].to_s = 2;
    here.write("cut.json", edit::write_cut(film));
  }
  testing::Ran render() const { return here.run({"cut", "render", "cut.json", "--force"}); }
  std::string seen() const { return film_letters(here.path("film.mp4")); }
  std::size_t parts() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(here.folder()))
      count += entry.path().string().find(".part") != std::string::npos;
    return count;
  }
  void expect_refused(const std::string& file, const std::string& says) const {
    cut(file);
    const testing::Ran ran = render();
    EXPECT_EQ(ran.code, 3) << file << ran.out;
    EXPECT_NE(ran.err.find(says), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
    EXPECT_FALSE(fs::exists(here.path("film.mp4"))) << file;
    EXPECT_EQ(parts(), 0U) << file;
  }
  void expect_shown(const std::string& file, const std::string& letters) const {
    cut(file);
    const testing::Ran ran = render();
    EXPECT_EQ(ran.code, 0) << file << ran.err;
    EXPECT_EQ(seen(), letters) << file;
    fs::remove(here.path("film.mp4"));
  }
  testing::Workplace here;
};

TEST_F(CutFaults, WhatIsNoFilmIsToldInOneLine) {
  camera("whole.mp4", "red");
  const std::string whole = here.read("whole.mp4");
  here.write("half.mp4", whole.substr(0, whole.size() / 2));  // its index stood at the end
  here.write("empty.mp4", "");
  expect_refused("half.mp4", "half.mp4: ");
  expect_refused("empty.mp4", "empty.mp4: ");
  ASSERT_EQ(std::system(("ffmpeg -v error -y -f lavfi -i sine=d=2 '" + here.path("sound.m4a") + "'").c_str()),
            0);
  expect_refused("sound.m4a", "no picture in it");
  camera("mute.mp4", "red", "-an");  // whose sound the film shall have
  expect_refused("mute.mp4", "no audio track in it");
  ASSERT_EQ(::mkfifo(here.path("pipe.mp4").c_str(), 0600), 0);
  expect_refused("pipe.mp4", "not a file");
  here.write("sparse.mp4", "");
  fs::resize_file(here.path("sparse.mp4"), std::uintmax_t{20} << 30);
  expect_refused("sparse.mp4", "sparse.mp4: ");
}

TEST_F(CutFaults, OddTimesAreAFilmAllTheSame) {
  const std::string all(50, 'r');
  camera("short.mp4", "red", "", "-f lavfi -i sine=d=1");  // its sound ends in the middle
  expect_shown("short.mp4", all);
  camera("early.mkv", "red", "-output_ts_offset -0.3");
  expect_shown("early.mkv", all);
  // The second half comes ninety seconds later: what was there last is held.
  camera("hole.mkv", "red", "-vf \"setpts='if(gt(N,24),PTS+90/TB,PTS)'\" -vsync vfr");
  expect_shown("hole.mkv", all);
  // Times begin again in the middle.
  camera("one.ts", "red", "-t 1");
  camera("two.ts", "blue", "-t 1");
  here.write("back.mts", here.read("one.ts") + here.read("two.ts"));
  cut("back.mts");
  const testing::Ran ran = render();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(seen().substr(0, 20), all.substr(0, 20));
}

TEST_F(CutFaults, AKillLeavesTheFilmThatWasThere) {
  camera("a.mp4", "red");
  cut("a.mp4");
  ASSERT_EQ(render().code, 0);
  const std::string was = here.read("film.mp4");
  for (int turn = 0; turn < 3; ++turn) {
    testing::Running running(here.folder(), {"cut", "render", "cut.json", "--force"});
    for (int wait = 0; wait < 2000 && parts() == 0; ++wait)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    running.signal(SIGKILL);
    running.wait();
    EXPECT_EQ(here.read("film.mp4"), was);  // the same cut makes the same film, if it was done before
  }
  EXPECT_EQ(render().code, 0);
  EXPECT_EQ(seen(), std::string(50, 'r'));
  EXPECT_EQ(parts(), 0U);
}

TEST_F(CutFaults, AFileThatIsReplacedMeanwhileIsTheOneThatWasOpenedOrOneLine) {
  camera("a.mp4", "red");
  camera("other.mp4", "blue");
  cut("a.mp4");
  testing::Running running(here.folder(), {"cut", "render", "cut.json", "--force"});
  for (int wait = 0; wait < 2000 && parts() == 0; ++wait)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  fs::rename(here.path("other.mp4"), here.path("a.mp4"));
  const testing::Ran ran = running.wait();
  ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.code << ran.err;
  if (ran.code == 0) {
    const std::string letters = seen();
    EXPECT_TRUE(letters == std::string(50, 'r') || letters == std::string(50, 'b')) << letters;
  }
  EXPECT_EQ(parts(), 0U);
}

TEST_F(CutFaults, APlaceThatCannotBeWrittenIsTold) {
  camera("a.mp4", "red");
  cut("a.mp4");
  here.write("file", "");  // nobody writes below it, not even root
  const testing::Ran ran = here.run({"cut", "render", "cut.json", "--out", "file/film.mp4"});
  EXPECT_EQ(ran.code, 3) << ran.out;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_NE(ran.err.find("file/film.mp4"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace firstchair::tests
