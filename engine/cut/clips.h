// Clips are short stretches of a recording, kept while the rest of it streams past.
#pragma once

#include <span>
#include <vector>

#include "engine/core/units.h"

namespace firstchair::cut {

struct Stretch {
  double from_s = 0, to_s = 0;
};

struct Clip {
  double rate = 0;   // Hz
  Frames first = 0;  // of the recording; negative: silence stands before its beginning
  std::vector<float> sound;
};

class ClipCatcher {
 public:
  // [setup] The stretches may overlap and stand in any order.
  ClipCatcher(double rate, std::span<const Stretch> stretches);
  // Takes the recording in order; samples that are no numbers count as silence.
  void push(std::span<const float> mono);
  // Returns a clip for every stretch, in their order; what the recording did not reach is silence. It may be
  // called once.
  std::vector<Clip> finish() { return std::move(clips_); }

 private:
  std::vector<Clip> clips_;
  std::vector<std::size_t> order_;  // by first
  std::size_t next_ = 0;            // of order_: those before it are whole
  Frames pushed_ = 0;
};

// A Resampler reads a clip at any times, through a low-pass where the new rate is the lower one. It shifts
// nothing.
class Resampler {
 public:
  // [setup] `reach` is half the kernel's length in samples of the lower rate.
  Resampler(double from_rate, double to_rate, int reach = 8);
  // Sets out[n] to the sound at from_s + n * step_s, which is the recording's time. Outside the clip is
  // silence.
  void read(const Clip& clip, double from_s, double step_s, std::span<float> out) const;

 private:
  double cut_;  // share of the clip's Nyquist frequency that is kept
  int half_;    // of the kernel, in samples of the clip
  std::size_t taps_;
  std::vector<float> table_;  // taps_ a phase
};

}  // namespace firstchair::cut
