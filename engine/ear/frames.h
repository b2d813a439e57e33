// The latest frames of band powers, addressed by their number since the start. Silence came before frame 0.
#pragma once

#include <array>

#include "engine/ear/features.h"

namespace firstchair {

class FrameRing {
 public:
  static constexpr Frames kDepth = 32;  // frames, at least 80 ms

  void push(const BandPowers& frame) { frames_[slot(end_++)] = frame; }
  Frames end() const { return end_; }
  // end() - kDepth <= frame < end().
  const BandPowers& operator[](Frames frame) const { return frames_[slot(frame)]; }
  void reset() { *this = FrameRing(); }

 private:
  static std::size_t slot(Frames frame) { return static_cast<std::size_t>((frame + kDepth) % kDepth); }
  std::array<BandPowers, kDepth> frames_{};
  Frames end_ = 0;
};

}  // namespace firstchair
