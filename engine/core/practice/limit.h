// This file holds what is said of a drummer's limit: trials, the breaking tempo, what broke. teacher/ makes
// them.
#pragma once

#include <optional>
#include <vector>

#include "engine/core/chart.h"

namespace firstchair {

struct LimitTrial {
  double bpm = 0;      // quarter notes a minute
  bool clean = false;  // held
  // log_spread is ln(spread / spread wanted); above 0 the spread is too wide. It is empty where too few
  // strokes were timed, and where the take broke by slips while its spread held.
  std::optional<double> log_spread = {};
};

enum class Broke : unsigned char { nothing, lost, tempo, slips, spread };

struct TrialOutcome {
  LimitTrial trial;
  Broke broke = Broke::nothing;
  int notes = 0, slips = 0;
  double z = 0;  // pooled over all lines; 0: too few strokes (24)
};

// A WrittenNote is a note of the chart whatever the pass: its bar as the chart numbers it, and its place
// there.
struct WrittenNote {
  int bar = 0;
  Ticks in_bar = 0;
  double beat = 1;  // from 1
  Voice voice = Voice::pad;

  bool operator==(const WrittenNote&) const = default;
};

// Tried says what a search for the limit has tried: without a broken take there is no tempo at which anything
// breaks.
struct Tried {
  int takes = 0, broke = 0;
  double held_bpm = 0;  // the fastest that held; 0: none did
};

// WhatBreaks says where the takes that broke differ from those that held.
struct WhatBreaks {
  bool limb = false;  // `line` (and `hand` where the chart writes one) is named
  Line line = Line::pad;
  Hand hand = Hand::unwritten;
  int bar = 0;  // 0: no bar stands out
};

// Tempi are in quarter notes a minute; the interval is the 95 % interval of the breaking tempo.
struct LimitEstimate {
  double bpm = 0, low = 0, high = 0;  // T50
  double work_bpm = 0;                // T85: where 85 of 100 takes hold
  double log2_bpm = 0, sd_oct = 0;    // of T50
  double sigma_oct = 0;
  double t95_bpm = 0, t25_bpm = 0;
};

}  // namespace firstchair
