// Ahead renders sound in a thread of its own, so many frames before a callback wants them. The callback never
// renders and never waits: what is not there yet is silence, and is counted.
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <thread>
#include <vector>

#include "engine/core/realtime.h"
#include "engine/core/spsc_queue.h"
#include "engine/core/units.h"

namespace firstchair::io {

class Ahead {
 public:
  // It fills both with the frames from `frame` on; their sizes are `grain`. The thread calls it.
  using Render = std::function<void(Frames frame, std::span<float> left, std::span<float> right)>;

  // [setup] Begins to render: `frames` ahead (a whole number of grains) from frame 0 on.
  Ahead(Render render, std::size_t grain, std::size_t frames);
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;
  ~Ahead();

  // [audio] Adds the sound of frames [frame, frame + left.size()) to both. Calls go forward; frames left out
  // between two calls (an xrun) are sound not heard. It returns false when some of it is not there yet: that
  // part is silent, and what is rendered too late is left out.
  bool push(Frames frame, std::span<float> left, std::span<float> right) FIRSTCHAIR_AUDIO;
  // [audio] Says whether the next `frames` frames from `frame` on are there. In freewheel the caller waits
  // for it.
  bool has(Frames frame, std::size_t frames) const FIRSTCHAIR_AUDIO {
    return rendered_.load(std::memory_order_acquire) >= frame + static_cast<Frames>(frames);
  }
  // [audio] The frame up to which sound is rendered: what is heard from now on moves only what comes after
  // it.
  Frames rendered() const FIRSTCHAIR_AUDIO { return rendered_.load(std::memory_order_acquire); }
  std::int64_t late() const { return late_.load(std::memory_order_relaxed); }  // frames that were not there

 private:
  void run();

  Render render_;
  std::size_t grain_, frames_;
  struct Both {
    float left, right;
  };
  SpscQueue<Both> sound_;
  std::atomic<Frames> rendered_{0};
  std::atomic<Frames> wanted_{0};  // the frame up to which the callback has taken
  Frames taken_ = 0;               // only the callback touches it
  std::atomic<std::int64_t> late_{0};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace firstchair::io
