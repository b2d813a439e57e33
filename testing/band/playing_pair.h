// Here a drummer and the band play together and hear each other, beat by beat.
//
// The drummer is the two-process model of tapping (Vorberg & Wing 1996) with both corrections: a timekeeper
// with its own noise and a tempo that wanders, a hand that delays, an ear; alpha of the gap and beta of it as
// tempo are taken back at every beat. What the band is told of the drummer comes from a Kalman filter as the
// followers' is.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "engine/band/clock.h"
#include "engine/band/moves.h"

namespace firstchair::testing {

struct DrummerModel {
  double bpm = 120;  // where the drummer begins
  double alpha = 0, beta = 0;
  double timekeeper_ms = 6, hand_ms = 4, ear_ms = 2;
  double walk = 0.002;  // of the tempo, a beat
  double lean_ms = 0;   // where in the gap the drummer aims: negative plays ahead
  std::function<double(int)> asked_bpm =
      {};  // a tempo the drummer takes at a beat (0: goes on); called with the beat
  std::function<bool(int)> unseen = {};  // beats that the band is not told of (fills)
};

// `gaps`: where the band played less where the drummer did is minus their gap, ms.
struct PlayedPair {
  std::vector<band::PlayedBeat> beats;
  std::vector<double> predicted_ms;  // where the bare filter would have played every beat
  std::vector<double> band_bpm;
  double lean_ms = 0;  // what the clock learnt
};

PlayedPair play_together(const DrummerModel& drummer, const band::ClockConfig& config, double home_bpm,
                         int beats, std::uint64_t seed);

// Root mean square of the gap, and SD of the second difference of the band's beats, over beats from `from`
// on.
double rms_gap(const PlayedPair& pair, std::size_t from);
double jitter(const PlayedPair& pair, std::size_t from);

}  // namespace firstchair::testing
