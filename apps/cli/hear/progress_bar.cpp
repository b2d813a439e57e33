#include "apps/cli/hear/progress_bar.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <string>

namespace firstchair::cli {
namespace {

std::string clock_text(double seconds) {
  const long whole = static_cast<long>(seconds);
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

ProgressBar::ProgressBar() : terminal_(isatty(STDERR_FILENO) != 0) {}

ProgressBar::~ProgressBar() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
}

void ProgressBar::show(double seconds, double total_seconds) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + std::chrono::milliseconds(100);
  if (total_seconds <= 0) {
    fmt::print(stderr, "\r\033[Khearing {}", clock_text(seconds));
    return;
  }
  constexpr int kWidth = 40;
  const int done = static_cast<int>(kWidth * std::clamp(seconds / total_seconds, 0.0, 1.0));
  fmt::print(stderr, "\r\033[Khearing [{}{}] {} of {}", std::string(static_cast<std::size_t>(done), '='),
             std::string(static_cast<std::size_t>(kWidth - done), ' '), clock_text(seconds),
             clock_text(total_seconds));
}

}  // namespace firstchair::cli
