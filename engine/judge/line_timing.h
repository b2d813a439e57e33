// This file takes one line's strokes apart in time: lean + place in the bar + slow wander + what is left.
//
//   error of stroke k at place p = lean + d_p + slow_k + residual_k
//
// d_p is found by Efron-Morris shrinkage with DerSimonian and Laird's between-place variance. slow_k is the
// mean of the strokes from the fourth quarter before to the fourth after, counting the quarters in which the
// line plays, with stroke k left out. What is left is the jitter; its SD is the detrended spread. (The norms
// were measured on beats; counting quarters, not strokes, keeps a line in sixteenths comparable with them.)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/core/hit.h"
#include "engine/core/verdict.h"
#include "engine/stats/stats.h"

namespace firstchair::judge {

// A TimedStroke is a stroke whose time counts: it answers its own note, its attack was heard clearly, it is
// no ghost (soft attacks are heard later than loud ones, and by an unknown amount).
struct TimedStroke {
  std::int32_t match = 0;
  std::int32_t note = 0;
  std::int32_t passage = 0;
  std::int32_t section = 0;  // passages that share a pulse
  Ticks tick = 0;
  std::int32_t quarter = 0;  // counts the quarters in which the line plays
  int bar = 1;
  int meter = 0;  // beats * 128 + unit: places are compared between bars of one meter only
  Ticks in_bar = 0;
  double error_ms = 0;
  double sigma_ms = 0;
  double target = 0;  // frame
  // take_apart() fills these:
  double place_ms = 0;  // d_p
  double local_ms = 0;  // error minus the local mean of the line
  double residual_ms = 0;
};

// A PlaceLean holds the strokes of one line at one place (of the bar, or of one note over the passes).
struct PlaceLean {
  int meter = 0;
  Ticks in_bar = 0;
  std::vector<std::size_t> strokes;  // indices, in order
  double mean_ms = 0;                // as played
  double shrunk_ms = 0;              // relative to the mean of all places
  double sd_ms = 0;                  // posterior
  double weight = 0;                 // 1: not shrunk at all
};

struct LineTiming {
  Line line = Line::pad;
  std::vector<TimedStroke> strokes;  // in order of time
  // The outliers lie beyond 4 robust SDs: they are in no mean and no spread, but they have a local error.
  std::vector<TimedStroke> outliers;
  std::vector<PlaceLean> places;  // in order of (meter, in_bar)
  stats::Sample error;            // of error_ms
  stats::Sample residual;  // of residual_ms; sd is the detrended spread, the instrument's share still in it
  double sigma_ms = 0;     // the instrument's share: rms of the strokes' sigma

  // Returns the SD of the jitter alone, in ms. It is at least a tenth of a millisecond.
  double spread_ms() const;
};

// Returns all lines with a timed stroke, in order of Line.
std::vector<LineTiming> take_apart(std::span<const Hit> hits, const Chart& chart, const Alignment& alignment);

// Returns the line with `of_line` (ms, one per match) taken out of its errors and without the strokes that
// are set apart (true in `set_apart`).
LineTiming without(const LineTiming& line, const std::vector<double>& of_line,
                   const std::vector<bool>& set_apart);

// Shrinks groups of equal noise towards their common mean. It reads mean_ms and strokes of every place and
// sets shrunk_ms, sd_ms and weight. `spread` is the SD of one stroke.
void shrink(std::vector<PlaceLean>& places, double spread);

}  // namespace firstchair::judge
