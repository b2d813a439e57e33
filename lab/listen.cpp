#include "lab/listen.h"

#include <malloc.h>

#include <algorithm>
#include <ctime>

#include "engine/ear/file_ear.h"
#include "engine/ear/file_weights.h"

namespace firstchair::lab {
namespace {

double thread_cpu() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

std::size_t heap_in_use() {
  const auto info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

template <typename AnEar>
Heard heard_by(AnEar& ear, std::span<const float> sound, double rate, std::size_t block,
               std::span<const Click> clicks) {
  Heard heard;
  heard.detail = ear.detail();
  const double before = thread_cpu();
  const auto collect = [&](std::size_t pushed) {
    const double now = static_cast<double>(pushed) / rate;
    heard.hits.insert(heard.hits.end(), ear.hits().begin(), ear.hits().end());
    heard.hit_told.resize(heard.hits.size(), now);
    if constexpr (requires { ear.onsets(); }) {
      heard.onsets.insert(heard.onsets.end(), ear.onsets().begin(), ear.onsets().end());
      heard.onset_told.resize(heard.onsets.size(), now);
    }
  };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    const std::size_t size = std::min(block, sound.size() - at);
    const Frames ahead = static_cast<Frames>(at + size + static_cast<std::size_t>(rate));
    for (; !clicks.empty() && clicks.front().frame < ahead; clicks = clicks.subspan(1)) {
      ear.expect_click(clicks.front());
    }
    ear.push(sound.subspan(at, size));
    collect(at + size);
  }
  ear.finish();
  collect(sound.size());
  if constexpr (requires { ear.settle(heard.hits); }) ear.settle(heard.hits);
  heard.cpu_seconds = thread_cpu() - before;
  return heard;
}

constexpr std::size_t kFileBlock = 4096;

Result<ear::FileEar> file_ear(double rate, ear::VoicesMode voices, const ear::EarWeights* weights,
                              const ear::FileTimes* times) {
  const ear::EarConfig config{
      .rate = rate, .voices = voices, .weights = weights ? *weights : ear::file_ear_weights()};
  return times ? ear::FileEar::make(config, *times) : ear::FileEar::make(config);
}

}  // namespace

Heard listen(std::span<const float> sound, double rate, std::size_t block, ear::VoicesMode voices,
             std::span<const Click> clicks) {
  Result<ear::Ear> ear =
      ear::Ear::make({.rate = rate, .voices = voices, .max_block = static_cast<int>(block)});
  return ear ? heard_by(*ear, sound, rate, block, clicks) : Heard{};
}

Heard listen_to_file(std::span<const float> sound, double rate, ear::VoicesMode voices,
                     std::span<const Click> clicks, const ear::EarWeights* weights,
                     const ear::FileTimes* times) {
  Result<ear::FileEar> ear = file_ear(rate, voices, weights, times);
  return ear ? heard_by(*ear, sound, rate, kFileBlock, clicks) : Heard{};
}

std::size_t ear_heap_bytes(double rate, ear::WhichEar which) {
  const std::vector<float> second(static_cast<std::size_t>(rate));
  const std::size_t before = heap_in_use();
  const auto held = [&](auto& ear) -> std::size_t {
    if (!ear) return 0;
    for (std::size_t at = 0; at + 64 <= second.size(); at += 64) ear->push({second.data() + at, 64});
    return heap_in_use() - before;
  };
  if (which == ear::WhichEar::file) {
    Result<ear::FileEar> ear = file_ear(rate, ear::VoicesMode::kit, nullptr, nullptr);
    return held(ear);
  }
  Result<ear::Ear> ear = ear::Ear::make({.rate = rate, .max_block = 64});
  return held(ear);
}

}  // namespace firstchair::lab
