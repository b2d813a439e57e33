// Gcc says by how much one window of sound is later than another: generalised cross-correlation (Knapp &
// Carter 1976) whose spectrum is divided by |C|^beta. With beta 1 only phases count, so that a room's
// colour does not; which way round a microphone is wired does not either.
#pragma once

#include <span>
#include <vector>

#include "engine/dsp/complex_fft.h"

namespace firstchair::cut {

struct GccConfig {
  double rate = 24000;        // Hz of both windows
  std::size_t length = 1440;  // of both windows, in samples
  double low_hz = 300, high_hz = 10000;
  double beta = 1;
  double reach_s = 0.012;  // how far apart they may be
};

struct Delay {
  double s = 0;      // how much later the first window's sound is than the second's
  double value = 0;  // height of the peak: 1 is a pure delay with beta 1
};

class Gcc {
 public:
  // [setup]
  explicit Gcc(const GccConfig& config);
  // Both windows are `length` samples.
  Delay delay(std::span<const float> first, std::span<const float> second);

 private:
  GccConfig config_;
  dsp::ComplexFft fft_;
  std::vector<float> taper_, re_, im_;
};

}  // namespace firstchair::cut
