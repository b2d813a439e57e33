#include "io/live/midi_jitter.h"

#include <algorithm>
#include <cmath>

namespace firstchair::io {
namespace {

constexpr std::uint8_t kClock = 0xF8, kSensing = 0xFE;
constexpr double kSkipped = 1.5;  // medians: an interval in which one was lost, or a pause

}  // namespace

void MidiJitter::push(double host_s, std::uint8_t status) {
  if (status != kClock && status != kSensing) {
    ++sensing_.row;
    return;
  }
  Sender& sender = status == kClock ? clock_ : sensing_;
  sender.ring[sender.count++ % kTimes] = {host_s, sender.row};
  if (status == kSensing) {
    by_sensing_ = measure(sensing_) || by_sensing_;
  } else if (!by_sensing_) {
    measure(clock_);
  }
}

bool MidiJitter::measure(const Sender& sender) {
  const std::size_t count = std::min(sender.count, kTimes), first = sender.count - count;
  const auto time = [&](std::size_t i) -> const Time& { return sender.ring[(first + i) % kTimes]; };
  const auto interval = [&](std::size_t i) { return time(i).host_s - time(i - 1).host_s; };
  std::array<double, kTimes> sorted{};
  std::size_t intervals = 0;
  for (std::size_t i = 1; i < count; ++i)
    if (time(i).row == time(i - 1).row) sorted[intervals++] = interval(i);
  if (intervals < kFewest) return false;
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(intervals / 2),
                   sorted.begin() + static_cast<std::ptrdiff_t>(intervals));
  const double longest = kSkipped * sorted[intervals / 2];

  // Least squares with a level for each row: sums about the rows' own means.
  double nn = 0, nt = 0, tt = 0;
  std::size_t used = 0, rows = 0;
  for (std::size_t from = 0, to = 1; from < count; from = to++) {
    while (to < count && time(to).row == time(to - 1).row && interval(to) <= longest) ++to;
    const std::size_t length = to - from;
    if (length < 2) continue;
    double middle = 0;
    for (std::size_t i = from; i < to; ++i)
      middle += (time(i).host_s - time(from).host_s) / static_cast<double>(length);
    for (std::size_t i = from; i < to; ++i) {
      const double n = static_cast<double>(i - from) - static_cast<double>(length - 1) / 2;
      const double t = time(i).host_s - time(from).host_s - middle;
      nn += n * n, nt += n * t, tt += t * t;
    }
    used += length;
    ++rows;
  }
  if (used < rows + 1 + kFewest) return false;
  const double freedom = static_cast<double>(used - rows - 1);
  // The spread of Student's t about the line: wider than the residuals' own when they are few.
  sd_ms_ = 1000 * std::sqrt(std::max(0.0, tt - nt * nt / nn) / (freedom - 2));
  used_ = used;
  known_ = true;
  return true;
}

}  // namespace firstchair::io
