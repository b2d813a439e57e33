// A StemPlayer plays a recording as fast as a band's clock asks, at its own pitch (SoundTouch). It is told at
// which place of the recording every block begins and ends, and keeps to it: a place that is further away
// than a tenth of a second is jumped to.
//
// An attack comes within 5 ms of its place while the tempo stays within 10 % of the recording's; at exactly
// the recording's tempo, and with `varispeed` at any, it is exact.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/core/result.h"

namespace firstchair::io {

struct StemSound {
  std::vector<float> mono;  // full scale 1
  double rate = 48000;      // frames a second
};

class StemPlayer {
 public:
  // [setup] With `varispeed` the pitch goes with the tempo: 17 cents a percent. Errors: usage (no sound).
  static Result<StemPlayer> make(std::shared_ptr<const StemSound> sound, bool varispeed);
  StemPlayer(StemPlayer&&) noexcept;
  StemPlayer& operator=(StemPlayer&&) noexcept;
  ~StemPlayer();

  // Adds the sound from frame `from` of the recording to frame `to` to both, whose sizes are equal; outside
  // the recording is silence. `gain` is reached at the end of the block. It allocates, and a block may cost
  // milliseconds: it runs in a thread that renders ahead.
  void render(double from, double to, double gain, std::span<float> left, std::span<float> right);

 private:
  struct State;
  explicit StemPlayer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace firstchair::io
