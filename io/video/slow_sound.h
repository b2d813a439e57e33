// A SlowSound plays sound slower at the same pitch (SoundTouch).
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace firstchair::video {

class SlowSound {
 public:
  // `speed` is .1 to 1: .5 is half as fast. `rate` in Hz; sound is left and right in turn.
  SlowSound(double rate, double speed);
  SlowSound(SlowSound&&) noexcept;
  SlowSound& operator=(SlowSound&&) noexcept;
  ~SlowSound();

  void push(std::span<const float> stereo);
  // Takes up to `frames` of what is ready; may be fewer.
  std::vector<float> take(std::size_t frames);

 private:
  struct Side;
  std::unique_ptr<Side> side_;
};

}  // namespace firstchair::video
