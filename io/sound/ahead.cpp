#include "io/sound/ahead.h"

#include <algorithm>
#include <chrono>

namespace firstchair::io {

Ahead::Ahead(Render render, std::size_t grain, std::size_t frames)
    : render_(std::move(render)), grain_(grain), frames_(frames), sound_(frames + grain) {
  thread_ = std::thread([this] { run(); });
}

Ahead::~Ahead() {
  stop_.store(true, std::memory_order_release);
  thread_.join();
}

void Ahead::run() {
  std::vector<float> left(grain_), right(grain_);
  std::vector<Both> both(grain_);
  Frames at = 0;
  while (!stop_.load(std::memory_order_acquire)) {
    const Frames until = wanted_.load(std::memory_order_acquire) + static_cast<Frames>(frames_);
    if (at + static_cast<Frames>(grain_) > until || !sound_.fits(both.size())) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      continue;
    }
    render_(at, left, right);
    for (std::size_t k = 0; k < grain_; ++k) both[k] = {left[k], right[k]};
    sound_.push(both);
    at += static_cast<Frames>(grain_);
    rendered_.store(at, std::memory_order_release);
  }
}

bool Ahead::push(Frames frame, std::span<float> left, std::span<float> right) FIRSTCHAIR_AUDIO {
  const auto take = [this](std::size_t count, const auto& use) FIRSTCHAIR_AUDIO {
    const std::size_t got = sound_.pop_where_they_lie(count, use);
    taken_ += static_cast<Frames>(got);
    return got;
  };
  const Frames end = frame + static_cast<Frames>(left.size());
  if (taken_ < frame)
    take(static_cast<std::size_t>(frame - taken_), [](std::span<const Both>) FIRSTCHAIR_AUDIO {});
  bool whole = taken_ >= frame;
  if (whole) {
    float *to_left = left.data(), *to_right = right.data();
    const std::size_t got = take(left.size(), [&](std::span<const Both> sound) FIRSTCHAIR_AUDIO {
      for (std::size_t k = 0; k < sound.size(); ++k)
        to_left[k] += sound[k].left, to_right[k] += sound[k].right;
      to_left += sound.size(), to_right += sound.size();
    });
    whole = got == left.size();
  }
  if (!whole) late_.fetch_add(end - std::max(taken_, frame), std::memory_order_relaxed);
  wanted_.store(end, std::memory_order_release);
  return whole;
}

}  // namespace firstchair::io
