#include "bench/verdict/layer_cost.h"

#include <ctime>
#include <vector>

#include "engine/judge/layers.h"
#include "engine/judge/line_timing.h"
#include "engine/stats/stats.h"
#include "testing/faults/faults.h"

namespace firstchair::bench {
namespace {

constexpr int kBars = 48, kRuns = 15;

double thread_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

testing::Playing faulty_playing() {
  for (const testing::Groove& groove : testing::built_in_grooves()) {
    if (groove.name != "rock-16ths") continue;
    testing::Playing playing = testing::play(groove, {}, kBars, 110);
    for (testing::PlayedStroke& s : playing.strokes) {
      if (s.voice == Voice::kick && s.in_bar == 2 * kTicksPerQuarter) s.late_ms -= 30;
      if (s.bar % 4 == 3 && s.in_bar >= 2 * kTicksPerQuarter) s.late_ms -= 40;
      if (s.bar == 20) s.late_ms += 60;
    }
    return playing;
  }
  return {};
}

}  // namespace

LayerCost layer_cost() {
  const testing::Playing playing = faulty_playing();
  const Take take = testing::judged(
      {.hits = testing::hits_of(playing, 1), .chart = playing.groove.chart, .bpm = 110, .truth = {}});
  const std::vector<judge::LineTiming> lines = judge::take_apart(take.hits, take.chart, take.alignment);
  std::vector<double> ms;
  for (int run = 0; run < kRuns; ++run) {
    const double start = thread_ms();
    const judge::Layers layers = judge::take_layers(lines, take.chart, take.alignment, {.rate = kMidiRate});
    const double took = thread_ms() - start;
    if (!layers.found.empty()) ms.push_back(took);
  }
  return {static_cast<int>(take.hits.size()), ms.empty() ? 0 : stats::median(ms)};
}

}  // namespace firstchair::bench
