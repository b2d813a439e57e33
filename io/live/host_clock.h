// A HostClock says at which frame of a stream of blocks it was when the host's clock stood at a time. It is
// for MIDI that comes with host times beside sound that comes in blocks.
//
// A callback is called late, never early, so of every kStretch the pair that was least late is kept, and a
// robust line goes through those (clock_drift.h). Frames that a stream lost and did not count are a step in
// the line: it is begun again when kStep pairs in a row stand off it on one side. Until then sd() holds how
// far the latest one stood off.
#pragma once

#include <array>

#include "engine/core/units.h"
#include "io/live/clock_drift.h"

namespace firstchair::io {

class HostClock {
 public:
  static constexpr double kStretch = 0.05;  // seconds; the line looks back on 25 s
  static constexpr std::size_t kStep = 4;
  static constexpr double kStepMs = 2;     // off the line, at least, to be a step
  static constexpr double kUnknownMs = 1;  // sd before there are enough pairs for a line

  explicit HostClock(double rate) : rate_(rate) {}

  // [audio] Takes a pair: a block that begins at `frame` came when the host's clock read `host_s`. Pairs come
  // in order. It allocates nothing; a line is fitted once a stretch.
  void push(double host_s, Frames frame);
  // [audio] Returns the frame at any time near the latest push, before or after it. It is 0 before the first
  // push.
  double frame_at(double host_s) const;
  // [audio] Returns the standard deviation of frame_at(), in frames.
  double sd() const;
  const Drift& drift() const { return line_.drift(); }  // of the stream against the host

 private:
  struct Pair {
    double host = 0, ahead = 0;  // the host's time in frames; the stream's less that
  };
  void keep(const Pair& pair);

  double rate_;
  bool begun_ = false;
  double start_s_ = 0, stretch_end_s_ = 0;
  Pair best_;  // the pair of this stretch that was least late
  ClockDrift line_;
  std::array<Pair, kStep> off_{};  // the latest pairs in a row that stood off
  std::size_t offs_ = 0;
  double latest_ = 0;  // how far the latest pair stood off the line, frames
};

}  // namespace firstchair::io
