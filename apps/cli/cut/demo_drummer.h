// This file plays the demo's drummer: twenty-four bars made by arithmetic, seeded, and how they sound near by
// and in a room.
#pragma once

#include <vector>

#include "engine/core/voice.h"

namespace firstchair::cli {

struct DemoStroke {
  double at_s = 0;
  Voice voice = Voice::snare;
  double strength = 0;  // 0..1
};

struct DemoRoom {
  double slope = 0;      // the camera's clock: master time is begins_s + (1 + slope) * its time
  double begins_s = 0;   // on the master's clock
  double tail_s = .3;    // how long the room rings (60 dB)
  double tail_gain = 0;  // of the room against what comes straight
  double noise = 0;      // of full scale
  double gain = 1;
};

inline constexpr double kDemoRate = 48000;  // Hz, of all its sounds

// Returns the strokes in order of time.
std::vector<DemoStroke> demo_strokes();
// Returns the sound near by, one channel; it ends two seconds after the last stroke.
std::vector<float> demo_sound(const std::vector<DemoStroke>& strokes);
// Returns what a camera in this room records for `length_s` seconds of its own clock.
std::vector<float> demo_heard(const std::vector<float>& sound, const DemoRoom& room, double length_s);

}  // namespace firstchair::cli
