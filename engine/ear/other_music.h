// OtherMusic finds where in a recording other instruments or voices sound so loud that drums are masked.
//
// What drums do not do is this: partials that stand over a series of harmonics and neither fade nor are
// always there. So a frame (of some 0.18 s, every 46 ms) is music where the partials that lasted for four
// frames, falling less than 5 dB in all, lie on the harmonics of one tone far more than between them. Toms
// and snares ring with a few partials and fade, cymbals ring between the harmonics as much as on them, hum
// and fans stay at their floor. docs/measured/hearing-masking.md says how often it is right.
#pragma once

#include <span>
#include <vector>

#include "engine/core/source.h"
#include "engine/core/units.h"
#include "engine/dsp/decimator.h"
#include "engine/dsp/fft.h"
#include "engine/ear/sample_history.h"

namespace firstchair::ear {

class OtherMusic {
 public:
  // [setup] `rate` is that of the input, in Hz, 8000..192000.
  explicit OtherMusic(double rate);

  // Takes mono samples, full scale 1. NaN and infinities count as 0. A byte is kept for every frame.
  void push(std::span<const float> mono);
  // Returns the stretches of the sound pushed so far in which music sounds, in order and apart, in frames of
  // the input; none of fewer than 4 s.
  std::vector<MusicHeard> stretches() const;

  // How far the harmonics of a frame's best tone stand out over what lies between them, in dB over all of
  // them; a frame is music over kMusic.
  static constexpr float kMusic = 45;
  std::span<const unsigned char> told() const { return told_; }  // of every frame, at most 255

 private:
  void frame();
  void take_levels();
  void find_lasting();
  float best_tone() const;
  // Returns the value that stands at size() / 2 when they are sorted: the one that fewer are below than that,
  // and more are not above. Counting goes without branches, which selecting does not. There are at most 49
  // values.
  static float middle_of(std::span<const float> values);

  int factor_;
  double rate_;  // after the decimator
  Frames hop_, to_hop_, pushed_ = 0;
  dsp::Decimator decimator_;
  dsp::RealFft fft_;
  SampleHistory history_;
  std::size_t bins_;  // that are looked at
  float loudest_db_ = -100;
  std::vector<float> shape_, windowed_, power_, floor_, lasting_, median_;
  std::vector<std::vector<float>> levels_, salient_;  // of the latest frames, by frame modulo their number
  std::size_t frames_ = 0;
  std::vector<float> tones_;  // bins of the fundamentals that are tried
  std::vector<unsigned char> told_;
};

}  // namespace firstchair::ear
