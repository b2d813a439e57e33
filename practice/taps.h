// This file measures how late the strokes of an e-kit are placed, by a player who taps one pad to a click.
//
// What is measured is everything between a click that is heard and its stroke's time: loudspeaker, cable,
// computer, and the hand. Nobody lies on the click itself: most taps come 10 to 30 ms before it, each in a
// way of their own (Repp and Su, 2013). The two are not to be told apart, so what is measured is a zero:
// later leans are told against these taps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/result.h"
#include "engine/core/units.h"
#include "practice/loopback.h"

namespace firstchair::practice {

struct TapPlan {
  double rate = 48000;
  double level_db = -12;  // of the click, as ClickConfig has it
};

inline constexpr double kTapBpm = 80;
inline constexpr int kTapCountIn = 4;   // clicks to which nobody taps yet; a tap to them counts for nothing
inline constexpr int kTaps = 16;        // clicks to which taps are asked for
inline constexpr int kFewestTaps = 12;  // of them
inline constexpr double kWidestTapsMs = 40;  // SD of single taps

struct TapTrain {
  double rate = 48000;
  std::vector<float> sound;    // played from its frame 0 on; it ends when no tap is waited for any more
  std::vector<Frames> clicks;  // the frames of the kTaps clicks that are tapped to
};

// [setup] Makes the click, which lasts 15 s. Errors: those of Click::make.
Result<TapTrain> make_tap_train(const TapPlan& plan);

// Returns the click that a tap at that frame is nearest to, 1 to kTaps; 0 in the count-in.
int click_of_tap(const TapTrain& train, double frame);

// The function is pure. `taps` are the frames of the strokes, counted from the train's frame 0, in any order.
// A tap answers the click that it is nearest to once the delay that all have in common is taken away; that
// delay is looked for from a quarter of a beat early to three quarters late (-187 to 562 ms). Of the result
// round_trip is the mean over the taps, negative where they are early, and low_ms to high_ms is the 95 %
// interval of that mean, from the means of four runs of neighbours, since taps near each other lie alike; it
// is never narrower than that of taps which do not hang together.
// Errors: unsupported, with the reason and what to do, for fewer than kFewestTaps answers, or a spread over
// kWidestTapsMs.
Result<Loopback> measure_taps(const TapTrain& train, std::span<const float> taps);

}  // namespace firstchair::practice
