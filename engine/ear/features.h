// Sound -> frames of band powers: what the novelty and the voices look at, and what a net will.
//
// Frames are right-aligned: frame t sees the window that ends at sample (t + 1) * hop. The window rises
// slowly and falls within one hop at its right end, so a stroke shows within about two hops.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/core/units.h"
#include "engine/dsp/bands.h"
#include "engine/dsp/fft.h"

namespace firstchair {

inline constexpr std::size_t kMaxBands = 24;
using BandPowers = std::array<float, kMaxBands>;

class Features {
 public:
  // [setup] rate: 8000..64000.
  explicit Features(double rate);

  int hop() const { return hop_; }         // samples, 2..4.1 ms
  int window() const { return 4 * hop_; }  // samples
  int bands() const { return mel_.count(); }
  double centre_hz(int band) const { return mel_.centre_hz(band); }
  Frames end_of(Frames frame) const { return (frame + 1) * hop_; }

  // [audio] Mean power of each band per sample: white noise of variance v gives v in every band.
  // samples.size() == window(). Bands beyond bands() are 0.
  BandPowers frame(std::span<const float> samples);

 private:
  int hop_;
  RealFft fft_;
  MelBands mel_;
  std::vector<float> shape_, windowed_, power_;
};

}  // namespace firstchair
