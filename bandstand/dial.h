// How far a band may follow: a delay that nobody has measured pulls the pair's tempo, and old news make it
// swing.
#pragma once

#include <string>

namespace firstchair::bandstand {

struct DialAsked {
  double follow = 50;    // 0..100
  bool midi = false;     // an e-kit, whose strokes carry their own times
  bool measured = true;  // the round trip is known
  double late_ms = 0;    // from the band's sound to what a stroke on it tells
  double bpm = 120;
};

inline constexpr double kBlindFollow = 25;  // the most without a known delay

struct Dial {
  double follow = 0;  // 0..100, as it is set
  std::string text;   // why it is not what was asked for; else empty
};
Dial set_dial(const DialAsked& asked);

}  // namespace firstchair::bandstand
