#include "bench/school/rate.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <random>
#include <thread>

namespace firstchair::bench {
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

class Counting {
 public:
  void add(const Answered& answer, double ms) {
    const std::lock_guard lock(mutex_);
    if (answer.status < 200 || answer.status >= 300) {
      ++rate_.refused;
      return;
    }
    ++rate_.done;
    rate_.ms.push_back(ms);
  }
  Rate rate() {
    rate_.seconds = since(begin_);
    std::sort(rate_.ms.begin(), rate_.ms.end());
    return std::move(rate_);
  }

 private:
  const Clock::time_point begin_ = Clock::now();
  std::mutex mutex_;
  Rate rate_;
};

}  // namespace

double Rate::at(double share) const {
  return ms.empty() ? 0 : ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
}

Rate as_fast_as_told(int clients, int each, const Ask& ask) {
  Counting counting;
  {
    std::vector<std::jthread> all;
    for (int c = 0; c < clients; ++c)
      all.emplace_back([&, c] {
        for (int i = 0; i < each; ++i) {
          const Answered answer = ask(c, i);
          counting.add(answer, answer.ms);
        }
      });
  }
  return counting.rate();
}

Rate by_the_clock(const std::vector<double>& due_s, int clients, const Ask& ask) {
  Counting counting;
  const auto begin = Clock::now();
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> all;
    for (int c = 0; c < clients; ++c)
      all.emplace_back([&, c] {
        for (std::size_t turn = next++; turn < due_s.size(); turn = next++) {
          const auto due =
              begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(due_s[turn]));
          std::this_thread::sleep_until(due);
          const Answered answer = ask(c, static_cast<int>(turn));
          counting.add(answer, 1000 * since(due));
        }
      });
  }
  return counting.rate();
}

std::vector<double> evenly(double a_second, double seconds) {
  std::vector<double> due;
  for (int i = 0; i < a_second * seconds; ++i) due.push_back(i / a_second);
  return due;
}

std::vector<double> by_chance(int count, double seconds, unsigned seed) {
  std::minstd_rand dice(seed);
  std::vector<double> due;
  for (int i = 0; i < count; ++i)
    due.push_back(seconds * static_cast<double>(dice()) / static_cast<double>(std::minstd_rand::max()));
  std::sort(due.begin(), due.end());
  return due;
}

}  // namespace firstchair::bench
