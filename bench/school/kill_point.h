// A KillPoint stands in a program's way at one of its system calls: what is to happen there happens while the
// program waits before that call. So a kill comes at a point of a path, and not at a moment by chance.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace firstchair::bench {

class KillPoint {
 public:
  // `process` is one that this process has started. At its `point`th call from `count()` on (1 is the first)
  // `act` runs once, in a thread of its own; 0: at none, and calls are counted alone. Counted are calls by
  // which others see what the program does: what it sends, asks for, writes, names, removes and syncs.
  KillPoint(pid_t process, int point, std::function<void()> act);
  ~KillPoint();  // lets go of it
  KillPoint(const KillPoint&) = delete;
  KillPoint& operator=(const KillPoint&) = delete;

  bool holds() const { return holds_; }  // false: the kernel does not let one be traced
  void count() { counts_ = true; }
  int counted() const { return counted_; }
  bool acted() const { return acted_; }

 private:
  void follow(const std::stop_token& stop);
  void seize_all();
  const pid_t process_;
  const int point_;
  const std::function<void()> act_;
  std::atomic<bool> holds_{false}, ready_{false}, counts_{false}, acted_{false};
  std::atomic<int> counted_{0};
  std::jthread thread_;  // the kernel knows tracers by their thread
};

}  // namespace firstchair::bench
