// ProgressBar draws a bar on standard error. It draws only when that is a terminal, and at most ten times a
// second.
#pragma once

#include <chrono>

namespace firstchair::cli {

class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();  // wipes the bar
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  void show(double seconds, double total_seconds);  // total 0: unknown, then it counts up

 private:
  bool terminal_;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace firstchair::cli
