// The TomPitch says how high a tom sounds, so that strokes of one tom can be told from those of another.
#pragma once

#include <vector>

#include "engine/dsp/fft.h"
#include "engine/ear/sample_history.h"

namespace firstchair::ear {

class TomPitch {
 public:
  // Pitches are octaves over kLowest Hz, up to that of kHighest.
  static constexpr double kLowest = 55, kHighest = 330;

  // [setup] `rate` is in Hz, 8000..64000.
  explicit TomPitch(double rate);

  // [audio] Returns the middle of what sounds between kLowest and kHighest from 20 to 140 ms after the
  // attack, in octaves over kLowest; 0 where nothing does. The history must reach back to the attack.
  float operator()(const SampleHistory& history, Frames attack) FIRSTCHAIR_AUDIO;

 private:
  Frames from_, length_;  // of the stretch, in samples; from after the attack
  dsp::RealFft fft_;
  std::vector<float> shape_, frame_, power_;
  int first_bin_ = 0;
  std::vector<float> octaves_;  // of each bin from first_bin_ on
};

}  // namespace firstchair::ear
