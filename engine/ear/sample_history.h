// A History holds the latest samples of a stream, addressed by their index since the start. Silence came
// before index 0.
#pragma once

#include <algorithm>
#include <cassert>
#include <span>
#include <vector>

#include "engine/core/units.h"

namespace firstchair::ear {

class SampleHistory {
 public:
  // [setup] At least `length` samples are kept.
  explicit SampleHistory(std::size_t length) : samples_(4 * length), length_(length) { reset(); }

  // [audio] Moves the kept part to the front once in 3 * length samples; never allocates.
  void push(float sample) {
    if (used_ == samples_.size()) {
      std::copy(samples_.end() - static_cast<std::ptrdiff_t>(length_), samples_.end(), samples_.begin());
      used_ = length_;
    }
    samples_[used_++] = sample;
    ++end_;
  }
  Frames end() const { return end_; }  // index of the next sample
  Frames begin() const { return end_ - static_cast<Frames>(length_); }

  // [audio] Returns the samples first .. last-1, where begin() <= first <= last <= end(). The span is valid
  // until the next push.
  std::span<const float> span(Frames first, Frames last) const {
    assert(begin() <= first && first <= last && last <= end_);
    const std::size_t from = used_ - static_cast<std::size_t>(end_ - first);
    return std::span<const float>(samples_).subspan(from, static_cast<std::size_t>(last - first));
  }
  void reset() {
    std::fill(samples_.begin(), samples_.end(), 0.0F);
    used_ = length_;
    end_ = 0;
  }

 private:
  std::vector<float> samples_;
  std::size_t length_, used_ = 0;
  Frames end_ = 0;
};

}  // namespace firstchair::ear
