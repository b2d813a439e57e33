// This file times the layers (engine/judge/layers.h), which every take pays.
#pragma once

namespace firstchair::bench {

struct LayerCost {
  int strokes = 0;
  double ms = 0;  // processor time, the middle one of several runs
};

// Times the layers of a take of rock sixteenths of 48 bars that has three faults: a kick that is early at one
// place, a phrase that rushes, one bar that is late.
LayerCost layer_cost();

}  // namespace firstchair::bench
