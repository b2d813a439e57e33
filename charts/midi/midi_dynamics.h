// This file turns MIDI velocity into Dynamic and back, and finds the grace strokes before flams and drags.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair::charts {

// Ghosts and accents are written as the drummers of the Groove MIDI Dataset played them (means 38 and 115), a
// plain stroke between.
inline constexpr std::uint8_t kGhostVelocity = 40, kNormalVelocity = 80, kAccentVelocity = 115;
std::uint8_t velocity_of(Dynamic dynamic);

// A stroke softer than 50 is a ghost. An accent is 90 or more and at least 1.15 times the usual stroke of its
// voice (the median of those that are not ghosts): a file with every note at 127 has no accents.
inline constexpr int kGhostBelow = 50, kAccentFrom = 90;
inline constexpr double kAccentRatio = 1.15;
// `velocities` are all strokes of one voice, without grace strokes.
std::vector<Dynamic> dynamics_of(std::span<const std::uint8_t> velocities);

// Grace strokes are written at this distance before the main stroke (the median flam of the dataset) and with
// this share of its velocity.
inline constexpr double kFlamMs = 30, kDragMs = 50;  // a drag's first stroke; its second stands half way
inline constexpr double kGraceRatio = 0.48;

// Grace strokes in other programs' files are recognised within these limits.
inline constexpr double kGraceFromMs = 5, kGraceToMs = 55, kGraceBelowRatio = 0.8;

// This text event marks a file of ours; properties follow it.
inline constexpr std::string_view kMarker = "firstchair chart";
inline constexpr std::string_view kSurfacePad = "surface=pad", kNoVelocities = "velocities=dynamic",
                                  kSwing = "swing=";

}  // namespace firstchair::charts
