// The DrumLevel says how loud one drum's stroke is in the part of the spectrum that is its own, so that a
// kick under a crash keeps its level, and a hat over a kick its own.
#pragma once

#include <vector>

#include "engine/core/voice.h"
#include "engine/ear/sample_history.h"

namespace firstchair::ear {

class DrumLevel {
 public:
  // [setup] `rate` is in Hz.
  explicit DrumLevel(double rate);

  // [audio] Returns the level in dB, up to a constant of the voice's: the power of its band in the 30 or
  // 60 ms after the attack, less half of what rang there in the 8 ms before. Of a history that ends earlier
  // it takes what is there: the live ear has some 40 ms. The history must reach back to attack - before().
  float operator()(const SampleHistory& history, Frames attack, Voice voice);
  Frames before() const { return warm_up_ + ringing_; }

 private:
  double rate_;
  Frames warm_up_, ringing_;
};

}  // namespace firstchair::ear
