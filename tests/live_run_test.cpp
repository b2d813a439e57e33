// A run without a sound card: its callback is called by the test, at any pace.
#include "apps/cli/drill/live_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "engine/ear/synthetic_strokes.h"

namespace firstchair {
namespace {

constexpr double kRate = 48000;
constexpr std::size_t kBlock = 256;

TEST(LiveRun, AListenerThatCannotKeepUpLosesSoundButNeverMovesAStroke) {
  Chart chart;
  for (int beat = 0; beat < 64; ++beat) chart.notes.push_back({.tick = beat * kTicksPerQuarter});
  settle(chart);
  const Result<DrillPlan> plan = plan_drill(chart, {}, {.bpm = 120, .count_in_bars = 1});
  ASSERT_TRUE(plan);
  const std::string folder =
      testing::TempDir() + "firstchair.live_run." + std::to_string(::getpid()) + "/take";
  LiveRunConfig config;
  config.plan = *plan;
  config.folder = folder;
  config.session.source.kind = SourceKind::audio;
  Result<std::unique_ptr<LiveRun>> run = LiveRun::start(std::move(config));
  ASSERT_TRUE(run) << run.error().line();

  // 30 s, of which 20 come at once: far more than the queue holds. The rest leaves time to make up.
  constexpr double kStroke = 29;
  std::vector<float> sound = synthesise({{kStroke, Voice::snare, 0.5}}, 30, kRate);
  add_noise(sound, -70);
  std::vector<float> out(kBlock);
  const auto play = [&](std::size_t from, std::size_t to) {
    for (std::size_t at = from; at + kBlock <= to; at += kBlock) {
      const std::span<const float> in(sound.data() + at, kBlock);
      const std::span<float> click(out);
      LiveBlock block;
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

}  // namespace
}  // namespace firstchair
