// This file pairs the attacks that the ear heard in two recordings.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/placement.h"
#include "engine/cut/trend.h"

namespace firstchair::cut {

inline constexpr double kPairReach = 0.025;  // s

// Returns a point for every attack of the camera on the piece that has one of the
// master's within kPairReach of its place on the line, each the other's nearest: x is the camera's time in
// seconds, y how much later the master's attack is than the line says, in milliseconds. Both are in order.
std::vector<Point> pair_attacks(std::span<const double> master_s, std::span<const double> camera_s,
                                const Piece& piece);

}  // namespace firstchair::cut
