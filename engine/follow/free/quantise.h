// This file turns where strokes fell in the beat into what would be written down.
//
// Beat by beat the subdivision is chosen by likelihood: the cost of the strokes' distances from its places,
// log(places) for each attack it has to place, and how common the subdivision is in the take (found in the
// same loop). Swing is a property of the whole take: off-beat eighths that are more likely near two thirds of
// the beat than near its half are written as eighths with Chart::swing 2, the triplet feel; anything nearer
// to even is written straight. How far the player swings is a measurement and belongs to the judge.
#pragma once

#include <span>
#include <vector>

#include "engine/core/units.h"
#include "engine/follow/tuning.h"

namespace firstchair::follow {

struct Placed {
  double quarters = 0;  // where the stroke fell on the player's pulse, from a bar line
  int voice = 0;        // two strokes of one voice at one place cost a collision
};

struct Quantised {
  std::vector<Ticks> tick;    // per stroke
  std::vector<double> error;  // per stroke, quarters from there
  double swing = 1;           // 1 or 2
};

// `strokes` are in order of quarters. `spread` is the SD of a stroke in quarters. `compound` means that the
// beat is a dotted quarter.
Quantised quantise(std::span<const Placed> strokes, double spread, bool compound,
                   const QuantiseTuning& tuning = {});

}  // namespace firstchair::follow
