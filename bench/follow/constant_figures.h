// The figures that show what a constant of following does, and the performances that they are counted on.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "bench/follow/constant_rows.h"
#include "bench/follow/quick_set.h"
#include "bench/follow/stress.h"

namespace firstchair::bench {

// What a figure is, how far it may move before it is told, and how it is written.
struct FigureRow {
  const char *name, *what;
  double told_from;
  int decimals;
};

enum Figure : std::size_t {
  kExact,
  kHeard,
  kNamed,
  kFalse,
  kGraces,
  kClaims,
  kPulse,
  kWholeCost,
  kLiveExact,
  kLiveHeard,
  kLiveExtra,
  kLiveClick,
  kSaid,
  kLiveCost,
  kTempo,
  kMeter,
  kBar,
  kPlace,
  kExtra,
  kNotation,
  kFreePulse,
  kFreeCost,
  kBeatF,
  kBeatToldF,
  kBeatSaid,
  kBeatBar,
  kBeatCost,
  kFigures
};

inline constexpr std::array<FigureRow, kFigures> kFigureRows{{
    {"exact",
     "align(): strokes given the note they were meant for, % (as played, errors, waves, jumps, wrong drums)",
     0.05, 2},
    {"heard", "align(): strokes given a note of the right tick, from sound, %", 0.05, 2},
    {"named", "align(): departures that are named with their bars, %", 0.5, 1},
    {"false departures", "align(): others that are named, in all takes", 0.5, 0},
    {"graces", "align(): grace strokes of flams told as such, %", 0.5, 1},
    {"wrong drums", "align(): matches called a wrong drum, per 100 strokes from sound", 0.05, 2},
    {"pulse", "align(): RMS of the pulse about the simulated player's own, ms", 0.02, 2},
    {"align cost", "align(): CPU time, relative", 0.5, 2},
    {"live", "Follower: strokes given the right note at once, %", 0.05, 2},
    {"live heard", "Follower: strokes given a note of the right tick at once, from sound, %", 0.05, 2},
    {"live extra", "Follower: extra strokes told as such at once, %", 0.5, 1},
    {"live click", "Follower: with a known click, from a late bar on, right at once, %", 0.05, 2},
    {"live said", "Follower: mean probability said less the share that was right, points", 0.05, 2},
    {"live cost", "Follower: CPU time, relative", 0.5, 2},
    {"tempo", "transcribe(): takes with the right tempo, %", 0.5, 0},
    {"meter", "transcribe(): takes with the right meter, %", 0.5, 0},
    {"bar", "transcribe(): strokes within a sixth of a quarter of their place in the bar, %", 0.05, 2},
    {"place", "transcribe(): the same, the player's own lead taken out and within a ninth, %", 0.05, 2},
    {"extra", "transcribe(): strokes that are not written down, %", 0.05, 2},
    {"notation", "transcribe(): notes of the simulated funk with the right dynamic and ornament, %", 0.05, 2},
    {"free pulse", "transcribe(): RMS of the pulse about the simulated player's own, ms", 0.02, 2},
    {"transcribe cost", "transcribe(): CPU time, relative", 0.5, 2},
    {"F", "BeatTracker: F at 70 ms, %", 0.05, 2},
    {"F told", "BeatTracker: F at 70 ms, tempo told, %", 0.05, 2},
    {"said", "BeatTracker: mean probability said less the share that was right, points", 0.05, 2},
    {"in bar", "BeatTracker: right beats that are given their place in the bar, %", 0.05, 2},
    {"beat cost", "BeatTracker: CPU time, relative", 0.5, 2},
}};

using Figures = std::array<double, kFigures>;

struct Played {
  const QuickTake* take;
  Performance performance;
  bool heard = false, own = false;  // own: as it was played, so meant_s and grace hold
  std::optional<DepartureKind> departs;
  int first_bar = 0;  // with a click: the bar that the player begins with
};

// Every performance is made once: all constants see the same.
std::vector<Played> perform(const std::vector<QuickTake>& takes);

// Returns the figures of `suites` (constant_rows.h), with these constants.
Figures measure(const std::vector<Played>& all, const Tunings& tunings, unsigned suites);

}  // namespace firstchair::bench
