// A run without a sound card: its callback is called by the test, at any pace.
#include "live/live_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair::live {
namespace {

constexpr double kRate = 48000;
constexpr std::size_t kBlock = 256;

TEST(LiveRun, AListenerThatCannotKeepUpLosesSoundButNeverMovesAStroke) {
  Chart chart;
  for (int beat = 0; beat < 64; ++beat) chart.notes.push_back({.tick = beat * kTicksPerQuarter});
  settle(chart);
  const Result<practice::DrillPlan> plan = practice::plan_drill(chart, {}, {.bpm = 120, .count_in_bars = 1});
  ASSERT_TRUE(plan);
  const std::string folder =
      ::testing::TempDir() + "firstchair.live_run." + std::to_string(::getpid()) + "/take";
  LiveRunConfig config;
  config.plan = *plan;
  config.folder = folder;
  config.session.source.kind = SourceKind::audio;
  Result<std::unique_ptr<LiveRun>> run = LiveRun::start(std::move(config));
  ASSERT_TRUE(run) << run.error().line();

  // 30 s, of which 20 come at once: far more than the queue holds. The rest leaves time to make up.
  constexpr double kStroke = 29;
  std::vector<float> sound = ear::synthesise({{kStroke, Voice::snare, 0.5}}, 30, kRate);
  ear::add_noise(sound, -70);
  std::vector<float> out(kBlock);
  const auto play = [&](std::size_t from, std::size_t to) {
    for (std::size_t at = from; at + kBlock <= to; at += kBlock) {
      const std::span<const float> in(sound.data() + at, kBlock);
      const std::span<float> click(out);
      io::LiveBlock block;
      block.frame = static_cast<Frames>(at);
      block.in = std::span(&in, 1);
      block.out = std::span(&click, 1);
      (*run)->block(block);
    }
  };
  const std::size_t rush = static_cast<std::size_t>(20 * kRate) / kBlock * kBlock;
  play(0, rush);
  for (std::size_t at = rush; at + kBlock <= sound.size(); at += 16 * kBlock) {
    play(at, std::min(sound.size(), at + 16 * kBlock));
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
  }
  const LiveResult result = (*run)->finish();
  std::filesystem::remove_all(std::filesystem::path(folder).parent_path());
  EXPECT_GT(result.unheard, 0);
  ASSERT_FALSE(result.take.hits.empty());
  EXPECT_NEAR(static_cast<double>(result.take.hits.back().frame) / kRate, kStroke, 0.001);
}

// The drummer plays to the click that is in the room, the snare 12 ms late and the kick 6 ms early. With
// `ppm` there are two crystals: the microphone's counts so much faster than the loudspeaker's.
class RoomWithAClick : public ::testing::Test {
 protected:
  static constexpr int kBars = 8;  // of the take that is played over and over
  static constexpr Frames kBarFrames = 96000;

  static double lean_of(Voice voice) { return voice == Voice::snare ? 12 : voice == Voice::kick ? -6 : 0; }

  struct Heard {
    LiveResult result;
    double worst_ms = 0;  // of all printed leans
    int leans = 0;
    int bars = 0, extra = 0;
  };

  struct Setup {
    int times = 5;
    double ppm = 0;
    double click_gain = 0.3;  // in the room
    bool click_heard = true;  // and known
    int subdivision = 1;
    bool hats = true;
    bool against_click = false;
  };

  static Heard drill(const Setup& setup) {
    Chart chart;
    std::vector<ear::SyntheticStroke> strokes;
    for (int eighth = 0; eighth < 8 * kBars; ++eighth) {
      const Voice voice = eighth % 2 == 1 ? Voice::hat_closed : eighth % 4 == 0 ? Voice::kick : Voice::snare;
      if (voice == Voice::hat_closed && !setup.hats) continue;
      chart.notes.push_back({.tick = eighth * kTicksPerQuarter / 2, .voice = voice});
      strokes.push_back(
          {0.05 + 0.25 * eighth + lean_of(voice) / 1000, voice, voice == Voice::hat_closed ? 0.15 : 0.5});
    }
    settle(chart);
    const Result<practice::DrillPlan> plan = practice::plan_drill(
        chart, {.times = setup.times},
        {.bpm = 120, .start = 24000, .count_in_bars = 1, .subdivision = setup.subdivision});
    EXPECT_TRUE(plan);

    // What the room holds, on the loudspeaker's clock: the click, then the loop of strokes.
    const auto begin = static_cast<std::size_t>(plan->bar_lines.front() - 0.05 * kRate);
    const auto end = static_cast<std::size_t>(plan->bar_lines.back() + kRate);
    std::vector<float> room(end + 1000);
    Result<practice::Click> click = practice::Click::make({.plan = plan->click});
    EXPECT_TRUE(click);
    for (std::size_t at = 0; at + kBlock <= room.size(); at += kBlock)
      click->push(static_cast<Frames>(at), std::span(room).subspan(at, kBlock));
    for (float& sample : room) sample *= static_cast<float>(setup.click_gain);
    std::vector<float> loop = ear::synthesise(strokes, 2 * kBars + 1, kRate);
    for (std::size_t i = 2 * kBars * 48000; i < loop.size(); ++i) loop[i - 2 * kBars * 48000] += loop[i];
    loop.resize(static_cast<std::size_t>(kBars * kBarFrames));
    for (std::size_t i = begin; i < end; ++i) room[i] += loop[(i - begin) % loop.size()];

    // As the microphone's clock samples it.
    std::vector<float> sound(static_cast<std::size_t>(static_cast<double>(end) * (1 + 1e-6 * setup.ppm)));
    for (std::size_t i = 1; i + 3 < sound.size(); ++i) {
      const double place = static_cast<double>(i) / (1 + 1e-6 * setup.ppm);
      const auto k = static_cast<std::size_t>(place);
      if (k < 1 || k + 2 >= room.size()) continue;
      const double x = place - static_cast<double>(k);
      const double a = room[k - 1], b = room[k], c = room[k + 1], d = room[k + 2];
      sound[i] = static_cast<float>(
          b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a))));
    }
    ear::add_noise(sound, -70);

    const std::string folder =
        ::testing::TempDir() + "firstchair.room_with_a_click." + std::to_string(::getpid()) + "/take";
    LiveRunConfig config;
    config.plan = *plan;
    config.folder = folder;
    config.session.source.kind = SourceKind::audio;
    config.click_heard = setup.click_heard;
    config.against_click = setup.against_click;
    Result<std::unique_ptr<LiveRun>> run = LiveRun::start(std::move(config));
    EXPECT_TRUE(run);
    std::vector<float> out(kBlock);
    Heard heard;
    for (std::size_t at = 0; at + kBlock <= sound.size(); at += kBlock) {
      const std::span<const float> in(sound.data() + at, kBlock);
      const std::span<float> played(out);
      io::LiveBlock block;
      block.frame = static_cast<Frames>(at);
      block.in = std::span(&in, 1);
      block.out = std::span(&played, 1);
      block.freewheel = true;
      (*run)->block(block);
      if (at % (kBlock * 256) != 0 && at + 2 * kBlock <= sound.size()) continue;
      for (const BarVerdict& bar : (*run)->news().bars) {
        ++heard.bars;
        heard.extra += bar.hits.extra;
        for (const BarLine& line : bar.lines) {
          if (!line.measured || line.timed < 2) continue;
          const double truth = line.line == Line::snare ? 12 : line.line == Line::kick ? -6 : 0;
          ++heard.leans;
          const double apart = std::abs(line.lean_ms - truth);
          heard.worst_ms = std::max(heard.worst_ms, apart);
        }
      }
    }
    heard.result = (*run)->finish();
    std::filesystem::remove_all(std::filesystem::path(folder).parent_path());
    return heard;
  }
};

TEST_F(RoomWithAClick, TwoClocksTenMinutesAtAHundredPpmKeepEveryLeanWithinAMillisecond) {
  const Heard heard = drill({.times = 38, .ppm = 100});
  const io::Drift& drift = heard.result.drift;
  std::printf("drift %.2f ppm (%.2f to %.2f) from %d clicks; the worst of %d leans %.2f ms off\n", drift.ppm,
              drift.low, drift.high, drift.pairs, heard.leans, heard.worst_ms);
  EXPECT_TRUE(drift.parts());
  EXPECT_NEAR(drift.ppm, 100, 1);
  EXPECT_GT(heard.leans, 800);
  EXPECT_LT(heard.worst_ms, 1);
}

TEST_F(RoomWithAClick, TwoClocksUncorrectedWouldMoveByTheDrift) {
  const Heard heard = drill({.ppm = 100, .click_gain = 0, .click_heard = false});
  EXPECT_GT(heard.worst_ms, 6);  // 80 s
}

TEST_F(RoomWithAClick, OneClockIsLeftAlone) {
  const Heard heard = drill({.against_click = true});
  const io::Drift& drift = heard.result.drift;
  EXPECT_FALSE(drift.parts()) << drift.low << " to " << drift.high;
  EXPECT_GT(drift.pairs, 50);
  EXPECT_LT(heard.worst_ms, 0.5);
  ASSERT_TRUE(heard.result.against_click);
  EXPECT_EQ(heard.result.against_click->hits.size(), last_told(heard.result.strokes).size());
  EXPECT_EQ(heard.result.against_click->source.length, heard.result.take.source.length);
}

TEST_F(RoomWithAClick, TheTakeAgainstTheClickIsMadeOnlyWhereItIsWanted) {
  const Heard heard = drill({.times = 1});
  EXPECT_FALSE(heard.result.against_click);
  EXPECT_FALSE(heard.result.strokes.empty());
}

// Nobody plays on the subdivisions: whatever is heard there is the click's. Without any click there are five
// strokes that are none.
TEST_F(RoomWithAClick, LoneSubdivisionClicksAreNoStrokes) {
  for (const int subdivision : {2, 3, 4}) {
    const Heard heard = drill({.times = 3, .subdivision = subdivision, .hats = false});
    std::printf("%d clicks a beat: %d extra strokes in %d bars\n", subdivision, heard.extra, heard.bars);
    EXPECT_LE(heard.extra, 8);
  }
}

}  // namespace
}  // namespace firstchair::live
