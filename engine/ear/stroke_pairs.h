// The StrokePairs gives each of two attacks its drums where one follows the other closely.
//
// Drums that are meant to fall together are often 12 to 25 ms apart, and the net says both of them at both
// attacks. A StrokePicker then tells both drums to the first attack, and to the second whatever else the net
// says least unsurely, which is seldom there. The StrokePairs waits for what follows an attack and gives the
// second attack the one of the first's drums that the net says more surely there.
//
// It is for files: a stroke is told when the next is, or kPair + 1 frames later than by a StrokePicker.
#pragma once

#include <optional>

#include "engine/ear/strokes.h"

namespace firstchair::ear {

class StrokePairs {
 public:
  static constexpr int kPair = 4;  // frames between the two attacks, at most

  StrokePairs(const NetThresholds& thresholds, double seen_frames)
      : picker_(thresholds, seen_frames, {.unsure_for = kPair}) {}

  // [audio] Takes the next frame. Returns the stroke that this frame settles, if there is one.
  std::optional<PickedStroke> push(const NetFrame& now);
  // [audio] The frames have ended: returns the stroke that still waited for what follows, if one did.
  std::optional<PickedStroke> finish();
  void reset();

 private:
  StrokePicker picker_;
  std::optional<PickedStroke> waiting_;
  int waited_ = 0;  // frames since it was picked
};

}  // namespace firstchair::ear
