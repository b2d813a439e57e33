// PulseState is the state every follower shares: when the beat is and how long it lasts.
//
// x = [time, period] at a musical position counted in quarters. Between two positions time moves on by
// period, and the period makes a random walk of relative step `walk` per square root of a quarter (a random
// walk of the log period to first order), integrated exactly, so that the spacing of the strokes does not
// matter.
#pragma once

namespace firstchair::follow {

struct PulseState {
  double time = 0;                // s
  double period = 0;              // s per quarter, > 0
  double tt = 0, tp = 0, pp = 0;  // covariance

  // [audio] Returns the state `quarters` (>= 0) later.
  PulseState ahead(double quarters, double walk) const {
    const double step = walk * walk * period * period * quarters;
    PulseState s = *this;
    s.time += period * quarters;
    s.tt += quarters * (2 * tp + quarters * pp) + step * quarters * quarters / 3;
    s.tp += quarters * pp + step * quarters / 2;
    s.pp += step;
    return s;
  }

  // [audio] Returns the state after a stroke here was seen at `seen` (s) with that much variance (s^2) of its
  // own.
  PulseState seen(double seen, double variance) const {
    const double total = tt + variance;
    const double gain_time = tt / total, gain_period = tp / total, surprise = seen - time;
    PulseState s = *this;
    s.time += gain_time * surprise;
    s.period += gain_period * surprise;
    s.tt -= gain_time * tt;
    s.tp -= gain_time * tp;
    s.pp -= gain_period * tp;
    if (s.period < 0.2 * period) s.period = 0.2 * period;
    return s;
  }
};

}  // namespace firstchair::follow
