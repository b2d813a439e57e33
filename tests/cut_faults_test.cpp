// What goes wrong with the files of a film: it is rendered all the same, or one line says why not, and
// nothing half is left behind.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <set>
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
  // The names in the folder, but for those of hidden files.
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(here.folder()))
      if (const std::string name = entry.path().filename().string(); !name.starts_with("."))
        names.insert(name);
    return names;
  }
  static void expect_one_line(const testing::Ran& ran, const std::string& says) {
    EXPECT_EQ(ran.code, 3) << ran.out << ran.err;
    EXPECT_NE(ran.err.find(says), std::string::npos) << ran.err;
    EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  }
  // A camera whose film is larger than what is said of the room that it needs.
  void noisy_camera(const std::string& name) const {
    camera(name, "gray", "-vf noise=alls=90:allf=t -crf 10");
  }
  // Waits until the program has made the file, without a name yet, that will be its film; false: it has ended
  // before.
  static bool begun(const testing::Running& running) {
    for (int wait = 0; wait < 20000; ++wait) {
      std::error_code failed;
      bool runs = false;  // one that has ended has no files open
      for (const auto& entry :
           fs::directory_iterator("/proc/" + std::to_string(running.id()) + "/fd", failed)) {
        runs = true;
        struct stat now{};
        const std::string name = fs::read_symlink(entry.path(), failed).string();
        if (name.starts_with(running.folder().string()) && ::stat(entry.path().c_str(), &now) == 0 &&
            S_ISREG(now.st_mode) && now.st_nlink == 0)
          return true;
      }
      if (!runs) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
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
  camera("large.mp4", "red", "-vf scale=8194:16 -t 0.2");
  expect_refused("large.mp4", "larger than 8192 pixels");
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
    EXPECT_TRUE(begun(running));
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
  ASSERT_TRUE(begun(running));
  fs::rename(here.path("other.mp4"), here.path("a.mp4"));
  const testing::Ran ran = running.wait();
  ASSERT_TRUE(ran.code == 0 || ran.code == 3) << ran.code << ran.err;
  if (ran.code == 0) {
    const std::string letters = seen();
    EXPECT_TRUE(letters == std::string(50, 'r') || letters == std::string(50, 'b')) << letters;
  }
  EXPECT_EQ(parts(), 0U);
}

// The largest file that may be made is half of the film: what is shared with the decoders counts, too.
TEST_F(CutFaults, ALimitOnFilesIsOneLineAndNothingElse) {
  noisy_camera("a.mkv");
  cut("a.mkv");
  ASSERT_EQ(render().code, 0);
  const rlim_t half = fs::file_size(here.path("film.mp4")) / 2;
  fs::remove(here.path("film.mp4"));
  const std::set<std::string> before = files();
  rlimit was{};
  ::getrlimit(RLIMIT_FSIZE, &was);
  const rlimit limit{half, was.rlim_max};
  const auto signal_was = std::signal(SIGXFSZ, SIG_DFL);
  ::setrlimit(RLIMIT_FSIZE, &limit);
  testing::Running running(here.folder(), {"cut", "render", "cut.json"});
  ::setrlimit(RLIMIT_FSIZE, &was);
  std::signal(SIGXFSZ, signal_was);
  expect_one_line(running.wait(), "firstchair: ");
  EXPECT_EQ(files(), before);
}

// The same on a real file system of half the film's size, in a namespace of a child's own.
TEST_F(CutFaults, AFullFileSystemIsOneLineAndNothingElse) {
  noisy_camera("a.mkv");
  cut("a.mkv");
  ASSERT_EQ(render().code, 0);
  const std::string size = "size=" + std::to_string(fs::file_size(here.path("film.mp4")) / 2);
  const std::string disk = here.path("disk");
  fs::create_directories(disk);
  const pid_t child = ::fork();
  if (child == 0) {
    const int spaces = ::geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
    if (::unshare(spaces) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        ::mount("tmpfs", disk.c_str(), "tmpfs", 0, size.c_str()) != 0)
      ::_exit(77);
    const testing::Ran ran = here.run({"cut", "render", "cut.json", "--out", "disk/film.mp4"});
    std::fprintf(stderr, "%s", ran.err.c_str());
    const bool told =
        ran.err.find("disk/film.mp4: cannot be written (No space left on device)") != std::string::npos;
    ::_exit(ran.code == 3 && told && std::count(ran.err.begin(), ran.err.end(), '\n') == 1 &&
                    fs::is_empty(disk)
                ? 0
                : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "no file system can be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(CutFaults, ASourceThatIsCutOffInTheMiddleIsNoFilmOfAHeldPicture) {
  noisy_camera("a.mkv");
  cut("a.mkv");
  const std::set<std::string> before = files();
  testing::Running running(here.folder(), {"cut", "render", "cut.json"});
  ASSERT_TRUE(begun(running));
  fs::resize_file(here.path("a.mkv"), fs::file_size(here.path("a.mkv")) / 3);
  expect_one_line(running.wait(), "a.mkv: was changed while the film was made of it");
  EXPECT_EQ(files(), before);
}

// The second camera is opened when it is first seen: it is gone by then.
TEST_F(CutFaults, ASourceThatVanishesInTheMiddleIsOneLine) {
  noisy_camera("a.mkv");
  camera("b.mp4", "red");
  cut("a.mkv");
  auto film = edit::read_cut(here.read("cut.json"), "cut.json");
  ASSERT_TRUE(film);
  film->cameras.push_back(film->cameras[0]);
  film->cameras[1].name = "b", film->cameras[1].files = {"b.mp4"};
  film->shots.push_back(film->shots[0]);
  film->shots[0].to_s = film->shots[1].from_s = 1.96;
  film->shots[1].camera = 1;
  here.write("cut.json", edit::write_cut(*film));
  testing::Running running(here.folder(), {"cut", "render", "cut.json"});
  ASSERT_TRUE(begun(running));
  fs::remove(here.path("b.mp4"));
  expect_one_line(running.wait(), "b.mp4: no such file");
  EXPECT_EQ(files(), (std::set<std::string>{"a.mkv", "cut.json"}));
}

TEST_F(CutFaults, APictureThatNoDecoderReadsIsOneLine) {
  camera("a.avi", "red", "-c:v rawvideo -c:a pcm_s16le");
  std::string bytes = here.read("a.avi");
  const std::size_t handler = bytes.find("vids") + 4;
  ASSERT_NE(bytes.find("I420"), std::string::npos);
  for (std::size_t at = handler; (at = bytes.find("I420", at)) != std::string::npos; ++at)
    bytes.replace(at, 4, "ZZZ9");
  here.write("a.avi", bytes);
  expect_refused("a.avi", "a.avi: ");
  fs::create_directories(here.path("folder.mp4"));
  expect_refused("folder.mp4", "folder.mp4: ");
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
