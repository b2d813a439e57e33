#include "bench/hearing/listen.h"

#include <ctime>

namespace firstchair {
namespace {

double thread_cpu() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Heard listen(std::span<const float> sound, double rate, std::size_t block, VoicesMode voices) {
  Heard heard;
  Result<Ear> ear = Ear::make({.rate = rate, .voices = voices, .max_block = static_cast<int>(block)});
  if (!ear) return heard;
  const double before = thread_cpu();
  const auto collect = [&](std::size_t pushed) {
    heard.hits.insert(heard.hits.end(), ear->hits().begin(), ear->hits().end());
    heard.told_after.insert(heard.told_after.end(), ear->onsets().size(), static_cast<double>(pushed) / rate);
  };
  for (std::size_t at = 0; at < sound.size(); at += block) {
    const std::size_t size = std::min(block, sound.size() - at);
    ear->push(sound.subspan(at, size));
    collect(at + size);
  }
  ear->finish();
  collect(sound.size());
  heard.cpu_seconds = thread_cpu() - before;
  return heard;
}

}  // namespace firstchair
