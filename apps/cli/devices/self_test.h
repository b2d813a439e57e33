// After a calibration the self-test asks whether the ear hears a stroke where it was played. Synthetic
// strokes go out, come back through the room and are heard as a drummer's would be. (The ear is trained to
// let a metronome's beeps pass, so the click itself cannot be asked.)
#pragma once

#include <span>

#include "engine/core/result.h"
#include "practice/loopback.h"

namespace firstchair::cli {

struct SelfTest {
  int played = 0, heard = 0;
  bool measured = false;                        // true: at least kFewestHeard were heard
  double lean_ms = 0, low_ms = 0, high_ms = 0;  // mean error, late is positive; 95 %
  static constexpr int kFewestHeard = 6;
};

// [setup] Makes ten strokes in 4 s, to be played as record_loopback() plays pulses.
practice::PulseTrain make_self_test(double rate, double level_db);
// `heard` is the recording from the train's frame 0 on; `round_trip` is in frames. Errors: those of
// Ear::make.
Result<SelfTest> hear_self_test(const practice::PulseTrain& train, std::span<const float> heard,
                                double round_trip);

}  // namespace firstchair::cli
