#include "io/sound/ahead.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace firstchair::io {

Ahead::Ahead(Render render, std::size_t grain, std::size_t frames)
    : render_(std::move(render)), grain_(grain), frames_(frames), sound_(2 * (frames + grain)) {
  thread_ = std::thread([this] { run(); });
}

Ahead::~Ahead() {
  stop_.store(true, std::memory_order_release);
  thread_.join();
}

void Ahead::run() {
  std::vector<float> left(grain_), right(grain_), both(2 * grain_);
  Frames at = 0;
  while (!stop_.load(std::memory_order_acquire)) {
    const Frames until = wanted_.load(std::memory_order_acquire) + static_cast<Frames>(frames_);
    if (at + static_cast<Frames>(grain_) > until || !sound_.fits(both.size())) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      continue;
    }
    render_(at, left, right);
    for (std::size_t k = 0; k < grain_; ++k) both[2 * k] = left[k], both[2 * k + 1] = right[k];
    sound_.push(both);
    at += static_cast<Frames>(grain_);
    rendered_.store(at, std::memory_order_release);
  }
}

bool Ahead::push(Frames frame, std::span<float> left, std::span<float> right) FIRSTCHAIR_AUDIO {
  std::array<float, 128> some;
  const auto skip = [&](Frames until) {
    while (taken_ < until) {
      const auto part = static_cast<std::size_t>(std::min<Frames>(until - taken_, some.size() / 2));
      const std::size_t got = sound_.pop(std::span(some).first(2 * part)) / 2;
      if (got == 0) return false;
      taken_ += static_cast<Frames>(got);
    }
    return true;
  };
  const Frames end = frame + static_cast<Frames>(left.size());
  bool whole = skip(frame);
  for (std::size_t at = 0; whole && at < left.size();) {
    const std::size_t part = std::min(left.size() - at, some.size() / 2);
    const std::size_t got = sound_.pop(std::span(some).first(2 * part)) / 2;
    for (std::size_t k = 0; k < got; ++k) left[at + k] += some[2 * k], right[at + k] += some[2 * k + 1];
    at += got;
    taken_ += static_cast<Frames>(got);
    whole = got > 0;
  }
  if (!whole) late_.fetch_add(end - std::max(taken_, frame), std::memory_order_relaxed);
  wanted_.store(end, std::memory_order_release);
  return whole;
}

}  // namespace firstchair::io
