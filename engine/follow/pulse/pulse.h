// The pulse is the player's own: a smoothed map from ticks to frames. It is the reference for every error of
// a take without a known click.
//
// The state is [phase, log period] with a random walk of the log period; a Kalman filter runs forward and a
// Rauch-Tung-Striebel smoother back. Each line's constant lean is estimated in the same loop, so that a line
// that sits behind does not bend the pulse; the weighted mean of the leans is 0.
#pragma once

#include <span>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct PulseConfig {
  double rate = 48000;
  PulseTuning tuning = {};
};

// Fills target and error_ms of every match and the pulse points, from the matched pairs, passage by passage.
// Missed and masked notes get a target; extra strokes get the nearest tick of the pulse.
void fit_pulse(Alignment& alignment, std::span<const Hit> hits, const Chart& chart,
               const PulseConfig& config);

// Says whether the match's hit carries the pulse.
inline bool sets_pulse(const Match& match) {
  return match.kind == MatchKind::matched || match.kind == MatchKind::wrong_voice;
}

// mean_tempo() returns the mean tempo of the take (quarter notes a minute over all time that was played) with
// its 95 % interval. All three are 0 when the alignment has fewer than two matched chords. The alignment must
// have gone through fit_pulse() first. Where the chart's eighths are `swung`, only beats are counted from and
// to.
struct MeanTempo {
  double bpm = 0, low = 0, high = 0;
};
MeanTempo mean_tempo(const Alignment& alignment, double rate, bool swung = false);

}  // namespace firstchair::follow
