// firstchair drill through a real JACK server, while the machine misbehaves.
#include <signal.h>
#include <sndfile.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <random>

#include "testing/live/live_drill.h"

namespace firstchair::tests {
namespace {

// A client that oversleeps on demand: the server runs late for everybody.
class Sleeper {
 public:
  explicit Sleeper(const testing::JackServer& server) {
    client_ = testing::jack_client_at(server.name, "sleeper");
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
  jack_client_t* client_ = nullptr;
  std::atomic<int> ms_{0};
};

class FaultyDrill : public testing::LiveDrillAt<testing::JackServer> {
 protected:
  void wait_until_played(const testing::JackDrummer& drummer, double seconds) const {
    ASSERT_TRUE(
        testing::soon([&] { return static_cast<double>(drummer.played()) > seconds * kRate; }, 20000));
  }
  static std::vector<float> sound_in(const std::filesystem::path& file) {
    SF_INFO info{};
    SNDFILE* flac = sf_open(file.c_str(), SFM_READ, &info);
    if (flac == nullptr) return {};
    std::vector<float> sound(static_cast<std::size_t>(info.frames));
    sf_readf_float(flac, sound.data(), info.frames);
    sf_close(flac);
    return sound;
  }
  void expect_leans(const std::string& out) const {
    EXPECT_NEAR(printed_lean(out, "snare"), 15, 1) << out;
    EXPECT_NEAR(printed_lean(out, "kick"), -8, 1) << out;
    EXPECT_NEAR(printed_lean(out, "hat"), 0, 1) << out;
  }
};

TEST_F(FaultyDrill, LateCyclesAndAStoppedProgramMoveNoStroke) {
  lay_out(8);
  testing::JackDrummer drummer(server.name, sound, {});
  Sleeper sleeper(server);
  testing::Running running(here.folder(), arguments("beat.mid", false));
  wait_until_played(drummer, 3);
  sleeper.oversleep(150);
  wait_until_played(drummer, 6);
  running.signal(SIGSTOP);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  running.signal(SIGCONT);
  const testing::Ran ran = running.wait();
  ASSERT_EQ(ran.code, 0) << ran.err;
  expect_leans(ran.out);
  EXPECT_NE(ran.out.find("\nBar 8: "), std::string::npos) << ran.out;
}

TEST_F(FaultyDrill, AFullDiskIsSaidAndTheDrillGoesOn) {
  lay_out(8);
  testing::JackDrummer drummer(server.name, sound, {});
  testing::Running running(here.folder(), arguments("beat.mid", false));
  wait_until_played(drummer, 1);
  constexpr rlim_t kFull = 400000;
  const rlimit limit{kFull, kFull};
  ASSERT_EQ(::prlimit(running.id(), RLIMIT_FSIZE, &limit, nullptr), 0);
  const testing::Ran ran = running.wait();
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("the disk is full; the take is kept up to"), std::string::npos) << ran.out;
  EXPECT_LT(ran.out.find("the disk is full"), ran.out.find("\nBar 8: ")) << ran.out;
  expect_leans(ran.out);
  const std::vector<float> kept = sound_in(take() / "sound.flac");
  EXPECT_GT(static_cast<double>(kept.size()), 2 * kRate);
  EXPECT_LT(static_cast<double>(kept.size()), 10 * kRate);
}

// FIRSTCHAIR_KILLS=200 build/check/tests/drill_faults_test --gtest_filter='*Killed*'
TEST_F(FaultyDrill, KilledAtRandomMomentsLosesNothingOlderThanHalfASecond) {
  const char* asked = std::getenv("FIRSTCHAIR_KILLS");
  const int kills = asked != nullptr ? std::atoi(asked) : 5;
  lay_out(200);
  std::mt19937 random(3);
  double worst = 0, sum = 0;
  int with_sound = 0, said = 0;
  double compared = 0, wrong = 0;  // samples
  Frames at_kill = 0;
  std::filesystem::path killed;  // the take that was killed last; empty: it had not begun
  for (int kill = 0; kill <= kills; ++kill) {
    testing::JackDrummer drummer(server.name, sound, {});
    testing::Running running(here.folder(), arguments("beat.mid", false));
    ASSERT_TRUE(
        testing::soon([&] { return running.out().find("Beat at 160.0 bpm") != std::string::npos; }, 10000))
        << running.out();
    if (!killed.empty()) {  // what the one before left, as this start found it
      const bool told = running.out().find(killed.filename().string() + ": recovered") != std::string::npos;
      said += told;
      EXPECT_TRUE(told) << running.out();
      const std::vector<float> kept = sound_in(killed / "sound.flac");
      const auto first = std::find_if(kept.begin(), kept.end(), [](float s) { return s != 0; });
      const std::size_t lead = static_cast<std::size_t>(first - kept.begin());
      const auto begun =
          std::find_if(sound.begin(), sound.end(), [](float s) { return std::abs(s) > 1e-7F; });
      const std::size_t offset = lead - std::min(lead, static_cast<std::size_t>(begun - sound.begin()));
      const double lost =
          static_cast<double>(at_kill - static_cast<Frames>(kept.size() - std::min(offset, kept.size()))) /
          kRate;
      if (at_kill > 0) {
        ++with_sound;
        worst = std::max(worst, lost);
        sum += lost;
        EXPECT_LE(lost, 0.5) << killed;
        compared += static_cast<double>(kept.size() - std::min(offset, kept.size()));
        for (std::size_t i = offset; i < kept.size(); ++i)
          wrong += kept[i] != 0 && std::abs(kept[i] - sound[i - offset]) > 2e-7F ? 1 : 0;
        std::ifstream lines(killed / "hits.csv");
        const auto hits = std::count(std::istreambuf_iterator<char>(lines), {}, '\n') - 1;
        const auto due =
            std::count_if(notes.begin(), notes.end(), [&](const testing::JackDrummer::Note& note) {
              return note.frame < at_kill - static_cast<Frames>(kRate / 2);
            });
        EXPECT_GE(hits, due) << killed;
      }
      std::filesystem::remove_all(killed);
    }
    if (kill == kills) break;
    const double after = std::uniform_real_distribution<double>(0.3, 3.3)(random);
    std::this_thread::sleep_for(std::chrono::duration<double>(after));
    at_kill = drummer.played();
    running.signal(SIGKILL);
    running.wait();
    killed = take();
  }
  // What the server could not deliver in time is not the take's fault.
  EXPECT_LE(wrong, 0.01 * compared);
  std::printf(
      "%d kills, %d with sound: lost %.0f ms at worst, %.0f ms in the mean; %d said at the next start; "
      "%.0f of %.0f samples not as played\n",
      kills, with_sound, 1000 * worst, 1000 * sum / std::max(1, with_sound), said, wrong, compared);
}

}  // namespace
}  // namespace firstchair::tests
