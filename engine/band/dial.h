// The dial's rule says how far a band may follow. A delay that nobody has measured pulls the tempo of both by
// a c / (1 - f) (clock.h), and news that are a beat old make the pair swing.
#pragma once

namespace firstchair::band {

inline constexpr double kBlindFollow = 25;  // of 100: the most without a known delay
inline constexpr double kUsualFollow = 50;  // where nobody asks for another
inline constexpr double kHearing_ms = 12;   // from a stroke to what it tells

struct DialAsked {
  double follow = kUsualFollow;  // 0..100
  bool delay_known = true;       // measured, or an e-kit, whose strokes carry their own times
  double sound_ms = 0;           // from a note that is decided to its sound in the input; below 0 counts as 0
  double bpm = 120;              // home tempo, quarter notes a minute, above 0
};

enum class DialRule : unsigned char { as_asked, delay_not_known, too_late };

struct Dial {
  double follow = kUsualFollow;  // 0..100, as it may be set
  DialRule rule = DialRule::as_asked;
  double late_ms = 0;  // from a note that is decided to what a stroke on it tells
  double bpm = 120;    // as asked
};

// Law: it never sets more than was asked for, and nothing up to kBlindFollow is refused.
Dial set_dial(const DialAsked& asked);

}  // namespace firstchair::band
