#include "lab/listen.h"

#include <malloc.h>

#include <algorithm>
#include <ctime>

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

}  // namespace

Heard listen(std::span<const float> sound, double rate, std::size_t block, ear::VoicesMode voices,
             std::span<const Click> clicks) {
  Heard heard;
  Result<ear::Ear> ear =
      ear::Ear::make({.rate = rate, .voices = voices, .max_block = static_cast<int>(block)});
  if (!ear) return heard;
  heard.detail = ear->detail();
  const double before = thread_cpu();
  const auto collect = [&](std::size_t pushed) {
    const double now = static_cast<double>(pushed) / rate;
    heard.hits.insert(heard.hits.end(), ear->hits().begin(), ear->hits().end());
    heard.hit_told.resize(heard.hits.size(), now);
    heard.onsets.insert(heard.onsets.end(), ear->onsets().begin(), ear->onsets().end());
    heard.onset_told.resize(heard.onsets.size(), now);
  };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    const std::size_t size = std::min(block, sound.size() - at);
    const Frames ahead = static_cast<Frames>(at + size + static_cast<std::size_t>(rate));
    for (; !clicks.empty() && clicks.front().frame < ahead; clicks = clicks.subspan(1)) {
      ear->expect_click(clicks.front());
    }
    ear->push(sound.subspan(at, size));
    collect(at + size);
  }
  ear->finish();
  collect(sound.size());
  heard.cpu_seconds = thread_cpu() - before;
  return heard;
}

std::size_t ear_heap_bytes(double rate) {
  const std::vector<float> second(static_cast<std::size_t>(rate));
  const std::size_t before = heap_in_use();
  Result<ear::Ear> ear = ear::Ear::make({.rate = rate, .max_block = 64});
  if (!ear) return 0;
  for (std::size_t at = 0; at + 64 <= second.size(); at += 64) ear->push({second.data() + at, 64});
  return heap_in_use() - before;
}

}  // namespace firstchair::lab
