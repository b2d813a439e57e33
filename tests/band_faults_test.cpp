// firstchair band through a real JACK server, while the machine misbehaves.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <sstream>

#include "testing/live/jack_listener.h"
#include "testing/program/command.h"

namespace firstchair::tests {
namespace {

namespace fs = std::filesystem;

constexpr double kBpm = 360;

// A client that oversleeps once, when asked: the server runs late for everybody.
class Sleeper {
 public:
  explicit Sleeper(const testing::JackServer& server)
      : client_(testing::jack_client_at(server.name, "sleeper")) {
    if (client_ == nullptr) return;
    jack_set_process_callback(
        client_,
        [](jack_nframes_t, void* self) {
          if (const int ms = static_cast<Sleeper*>(self)->ms_.exchange(0); ms > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(ms));
          return 0;
        },
        this);
    EXPECT_EQ(jack_activate(client_), 0);
  }
  ~Sleeper() {
    if (client_ != nullptr) jack_client_close(client_);
  }
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  void oversleep(int ms) { ms_ = ms; }

 private:
  jack_client_t* client_;
  std::atomic<int> ms_{0};
};

std::vector<std::string> band_at(const testing::JackServer& server, std::vector<std::string> more) {
  std::vector<std::string> words{"band",  "blues",        "--parts", "bass",         "--count-in",
                                 "1",     "--midi",       "--plain", "--server",     server.name,
                                 "--in",  "drummer:midi", "--out",   "drummer:hear", "--takes",
                                 "takes", "--book",       "me.book", "--bpm",        "360"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The one file of that name below the takes, or nothing.
std::string of_take(const testing::Workplace& here, const std::string& name) {
  for (const auto& file : fs::recursive_directory_iterator(here.folder() / "takes"))
    if (file.path().filename() == name) return here.read(fs::relative(file.path(), here.folder()).string());
  return {};
}

struct Beat {
  int quarter;
  double band_ms;
};
std::vector<Beat> beats_of(const std::string& csv) {
  std::vector<Beat> beats;
  std::istringstream lines(csv);
  std::string line;
  while (std::getline(lines, line)) {
    Beat beat{};
    double bar = 0, in_bar = 0;
    if (std::sscanf(line.c_str(), "%d,%lf,%lf,%lf", &beat.quarter, &bar, &in_bar, &beat.band_ms) == 4)
      beats.push_back(beat);
  }
  return beats;
}

// No room on the disk: everything is said, in one line, and no file is half.
TEST(LiveBandFaults, AFullDiskLosesTheFilesAndNotWhatIsSaid) {
  const testing::Workplace here;
  const testing::JackServer server(512);
  testing::JackListener drummer(server.name, {.bpm = kBpm});
  testing::Running band(here.folder(), band_at(server, {}));
  ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= 6; }, 60000)) << band.out();
  constexpr rlim_t kFull = 600;  // of the strokes' table there is more, and of everything else
  const rlimit limit{kFull, kFull};
  ASSERT_EQ(::prlimit(band.id(), RLIMIT_FSIZE, &limit, nullptr), 0);
  ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= 36; }, 20000)) << band.out();
  band.signal(SIGINT);
  const testing::Ran ran = band.wait();
  EXPECT_EQ(ran.code, 3) << ran.err << ran.out;
  EXPECT_NE(ran.out.find("the disk is full"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("\nmoves    "), std::string::npos) << ran.out;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  for (const auto& file : fs::recursive_directory_iterator(here.folder()))
    EXPECT_EQ(file.path().filename().string().find(".part"), std::string::npos) << file.path();
  EXPECT_EQ(of_take(here, "take.json"), "");  // whole or not at all
}

// A cycle 150 ms late, and then the program stands still for a second and a half: the song goes on by whole
// beats, every quarter once.
TEST(LiveBandFaults, ALateCycleAndAStoppedProgramLoseNoBeat) {
  const testing::Workplace here;
  const testing::JackServer server(512);
  testing::JackListener drummer(server.name, {.bpm = kBpm});
  Sleeper sleeper(server);
  testing::Running band(here.folder(), band_at(server, {"--follow", "0"}));
  ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= 6; }, 60000)) << band.out();
  sleeper.oversleep(150);
  ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= 10; }, 20000)) << band.out();
  band.signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  band.signal(SIGCONT);
  const int before = drummer.beats();
  ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= before + 8; }, 20000)) << band.out();
  band.signal(SIGINT);
  const testing::Ran ran = band.wait();
  ASSERT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_NE(ran.out.find(" frames of the band came too late"), std::string::npos) << ran.out;
  const std::vector<Beat> beats = beats_of(of_take(here, "moves.csv"));
  // Those before the stop, of the stop itself, and after it.
  ASSERT_GE(beats.size(), 10U + 1500 / (60000 / kBpm) + 6) << ran.out;
  for (std::size_t k = 0; k < beats.size(); ++k) {
    EXPECT_EQ(beats[k].quarter, static_cast<int>(k));
    if (k > 0) {
      EXPECT_NEAR(beats[k].band_ms - beats[k - 1].band_ms, 60000 / kBpm, .1) << k;
    }
  }
  EXPECT_NE(of_take(here, "take.json").find("\"band\""), std::string::npos);
  EXPECT_NE(ran.out.find("With a band that held its tempo"), std::string::npos) << ran.out;
}

TEST(LiveBandFaults, AServerThatDiesEndsTheSongAndKeepsTheTake) {
  const testing::Workplace here;
  testing::JackServer server(512);
  auto drummer =
      std::make_unique<testing::JackListener>(server.name, testing::JackListenerManner{.bpm = kBpm});
  testing::Running band(here.folder(), band_at(server, {}));
  ASSERT_TRUE(testing::soon([&] { return drummer->beats() >= 12; }, 60000)) << band.out();
  server.end(SIGKILL);
  const testing::Ran ran = band.wait();
  EXPECT_EQ(ran.code, 0) << ran.err << ran.out;
  EXPECT_NE(ran.out.find("\nmoves    "), std::string::npos) << ran.out;
  EXPECT_NE(of_take(here, "take.json"), "");
  EXPECT_FALSE(beats_of(of_take(here, "moves.csv")).empty());
  EXPECT_NE(here.run({"book", "list", "--book", "me.book"}).out.find("band at 50"), std::string::npos);
  EXPECT_EQ(here.run({"book", "check", "--book", "me.book"}).code, 0);
}

// While the drummer is alone between two trades.
TEST(LiveBandFaults, KilledInASoloNothingHalfIsLeftAndTheStrokesComeBack) {
  const testing::Workplace here;
  const testing::JackServer server(512);
  {
    testing::JackListener drummer(server.name, {.bpm = kBpm});
    testing::Running band(here.folder(), band_at(server, {"--trade", "2"}));
    ASSERT_TRUE(testing::soon([&] { return drummer.beats() >= 14; }, 60000)) << band.out();
    EXPECT_TRUE(testing::soon([&] { return band.out().find("bar") != std::string::npos; }, 10000));
    band.signal(SIGKILL);
    EXPECT_NE(band.wait().code, 0);
  }
  for (const auto& file : fs::recursive_directory_iterator(here.folder()))
    EXPECT_EQ(file.path().filename().string().find(".part-"), std::string::npos) << file.path();
  EXPECT_EQ(of_take(here, "take.json"), "");
  EXPECT_EQ(of_take(here, "moves.csv"), "");
  // The next start finds it.
  testing::JackListener drummer(server.name, {.bpm = kBpm});
  testing::Running band(here.folder(), band_at(server, {}));
  EXPECT_TRUE(testing::soon([&] { return band.out().find("recovered") != std::string::npos; }, 60000))
      << band.out();
  EXPECT_TRUE(testing::soon([&] { return drummer.beats() >= 2; }, 20000));
  band.signal(SIGINT);
  EXPECT_EQ(band.wait().code, 0);
  EXPECT_EQ(here.run({"book", "check", "--book", "me.book"}).code, 0);
}

// Blocks of 8192 frames: what is heard is three of them old, as with Bluetooth.
TEST(LiveBandFaults, AnOutputThatIsTooLateIsFollowedLittle) {
  const testing::Workplace here;
  const testing::JackServer server(8192);
  testing::JackListener drummer(server.name, {.bpm = kBpm});
  testing::Running band(here.folder(), band_at(server, {"--follow", "60"}));
  EXPECT_TRUE(testing::soon([&] { return band.out().find(", follow 25, ") != std::string::npos; }, 60000))
      << band.out();
  EXPECT_NE(band.out().find(" ms late (Bluetooth?): at 360 BPM the band cannot follow; follow is set to 25"),
            std::string::npos)
      << band.out();
  band.signal(SIGINT);
  EXPECT_EQ(band.wait().code, 0);
}

}  // namespace
}  // namespace firstchair::tests
