// The home tempo is what the song asks for: the frame of every tick if nobody moved anybody.
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/core/realtime.h"
#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::band {

class HomeTempo {
 public:
  // [setup] `tempi` are those of a Chart: they are in order, the first stands at tick 0. Errors: usage, when
  // there is none, when they are out of order, when one is outside 20..400, or when the rate is not above 0.
  static Result<HomeTempo> make(const std::vector<TempoChange>& tempi, double rate);

  // [audio] Returns the frames from tick 0 to a tick; the outer tempi go on before and after, so it rises
  // with the tick.
  double frames(double tick) const FIRSTCHAIR_AUDIO;
  // [audio] Returns the tick at so many frames after tick 0: the inverse of frames().
  double tick(double frames) const FIRSTCHAIR_AUDIO;
  // [audio] Returns the tempo in force at a tick, quarter notes a minute.
  double bpm(double tick) const FIRSTCHAIR_AUDIO;
  double rate() const { return rate_; }

 private:
  struct Segment {
    double tick, frames, frames_per_tick, bpm;
  };
  const Segment& at_tick(double tick) const FIRSTCHAIR_AUDIO;
  std::vector<Segment> segments_;
  double rate_ = 0;
};

}  // namespace firstchair::band
