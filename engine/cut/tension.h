// Tension is how much happens in the music, 0..1: how many strokes a second there are and how strong they
// are, each as a rank among all moments of the film. Shots are shorter where it is higher.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/film.h"

namespace firstchair::cut {

struct TensionConfig {
  double window_s = 4;     // strokes are counted over so much, around the moment
  double step_s = .5;      // a point every so often
  double of_density = .6;  // the rest is of strength
  double rise = 0;  // 0..1: how much of it is the film's own course instead, 0 at the start, 1 at the end
};

// Returns the tension from `from_s` to `to_s`, both included. Without strokes it is .5 throughout.
std::vector<TensionPoint> tension_of(std::span<const Mark> marks, double from_s, double to_s,
                                     const TensionConfig& config = {});

// Returns the tension at a time: on a line between two points, and the outer ones outside. Where there are no
// points it is .5.
double tension_at(std::span<const TensionPoint> points, double at_s);

}  // namespace firstchair::cut
