// This file finds a pulse for free playing: it follows the attacks without a chart and says where in the beat
// each one falls.
//
// Beat lengths worth trying come from the autocorrelation of the attacks (a committee). For each, a beam of
// hypotheses (place in the beat, pulse) walks along the attacks: each stands on a beat, a half, a quarter, a
// third or a sixth of one (priors as in grooves), or off the grid; a hypothesis may lose the pulse and pick
// it up again. Whether a tracked beat is the quarter note, its half or its double is decided by reading.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/follow/free/attack_group.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

inline constexpr int kSlots = 48;  // places in a tracked beat that a slot number can name

struct Track {
  std::vector<std::int64_t> slot;  // per attack, in 1/48 beats, increasing; -1: off the grid
  std::vector<bool> lost;  // per attack: the pulse was lost before it, slots start afresh on a later beat
  double cost = 0;         // nats; comparable between tracks of the same attacks

  // Returns the mean length (s) of a tracked beat over all that was tracked, or 0 when nothing was.
  double beat(std::span<const Attack> attacks) const;
};

// Follows one beat length (s) and what it drifts to. The track is empty when there are fewer than 4 attacks.
Track track(std::span<const Attack> attacks, double beat, const TrackTuning& tuning = {});

// Returns the beat lengths (s) at which the attacks repeat, the best first, at most tuning.committee, within
// the octave above tuning.shortest_beat.
std::vector<double> committee(std::span<const Attack> attacks, const TrackTuning& tuning = {});

}  // namespace firstchair::follow
