// Work on several files at once, on as many threads as the machine has.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::hearing {

// Does `work` for 0 .. count - 1 on a few threads; the first error, by number, is returned.
inline Result<Done> for_all(std::size_t count, const std::function<Result<Done>(std::size_t)>& work) {
  std::vector<std::optional<Error>> errors(count);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto run = [&] {
    for (std::size_t k = next++; k < count && !failed; k = next++)
      if (Result<Done> done = work(k); !done) errors[k] = done.error(), failed = true;
  };
  std::vector<std::thread> threads;
  const std::size_t workers = std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
  for (std::size_t k = 1; k < workers; ++k) threads.emplace_back(run);
  run();
  for (std::thread& thread : threads) thread.join();
  for (const std::optional<Error>& error : errors)
    if (error) return *error;
  return Done{};
}

template <class Work>
void for_each_of(std::size_t count, const Work& work) {
  (void)for_all(count, [&](std::size_t k) -> Result<Done> {
    work(k);
    return Done{};
  });
}

}  // namespace firstchair::hearing
