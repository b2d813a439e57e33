// This file measures how long sound takes from our output back to our input: through the system, the
// loudspeaker, the air, the microphone. A pulse train goes out; a matched filter finds every pulse in what
// came in. Nobody taps along: a drummer's asynchrony would be taken for the machine's.
//
// The pulse is a short windowed sweep; its filter's envelope is used, so that the sound's polarity and the
// phase of the loudspeaker do not matter. Intervals between pulses are uneven, so that an echo or a hum
// cannot pass for a delay. The first arrival counts, not the loudest: a reflection may be stronger than the
// direct way.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/units.h"

namespace firstchair::practice {

struct LoopbackPlan {
  double rate = 48000;
  int pulses = 30;
  double level_db = -12;    // peak re full scale, at most -6
  double longest_ms = 500;  // the longest round trip looked for
  std::uint64_t seed = 1;
};

struct PulseTrain {
  LoopbackPlan plan;
  std::vector<float> sound;    // played from its frame 0 on
  std::vector<Frames> starts;  // frame of every pulse in it
  Frames listen = 0;           // frames to record from that frame 0 on: the sound and the longest round trip
};

struct Loopback {
  double round_trip_ms = 0;        // mean over the pulses found
  double low_ms = 0, high_ms = 0;  // 95 % interval of that mean
  double spread_ms = 0;            // SD of single pulses
  double round_trip = 0;           // in frames
  int found = 0, pulses = 0;
};

inline constexpr int kFewestPulses = 20;
inline constexpr double kWidestSpreadMs = 1.0;

// [setup] Makes the train. 30 pulses last about 7 s; the first ones rise to their level.
PulseTrain make_pulse_train(const LoopbackPlan& plan);

// The function is pure. `heard` is what was recorded from the train's frame 0 on, `listen` frames of it or
// fewer. Errors: unsupported, with the reason and what to do, for silence, clipping, fewer than kFewestPulses
// found, or a spread over kWidestSpreadMs.
Result<Loopback> measure_loopback(const PulseTrain& train, std::span<const float> heard);

// The round trip over several openings of the sound, each of which has its own: 95 % of further openings lie
// within low_ms to high_ms, and spread_ms is their SD.
struct Openings {
  double round_trip_ms = 0, low_ms = 0, high_ms = 0, spread_ms = 0;
  int openings = 0;
};
inline constexpr int kFewestOpenings = 3;
// The function is pure: `ms` holds the mean of each. Errors: usage for fewer than kFewestOpenings or more
// than ten.
Result<Openings> join_openings(std::span<const double> ms);

}  // namespace firstchair::practice
