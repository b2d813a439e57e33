// This header takes the errors of a take apart in layers:
//
//   time of a stroke = slow course of the tempo + lean of its line
//                      + lean of its line at its place in the bar, in every bar or in one of every 2, 4, 8
//                      + lean of all lines together there
//                      + one bar or beat that lies elsewhere + the rest
//
// The slow course is a local parabola over thirteen bars, fitted robustly (Tukey's bisquare): the pulse of
// follow/ is quicker and follows half of what is looked for. The other layers are found one after another: of
// every candidate the mean over its bars is laid beside the scatter from bar to bar, the surest is taken out,
// and all is fitted again. So a lean that lives at one place belongs to the place, and what all lines share
// belongs to none. Candidates are taken while the false discovery rate of Benjamini and Hochberg, over all
// of them, is below .005; sizes are fitted together at the end.
//
// Leans are against the middle one of the lines: a line that is late does not make the others early.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/alignment.h"
#include "engine/core/chart.h"
#include "engine/judge/line_timing.h"

namespace firstchair::judge {

// Lines as near to the middle one, ms, are what leans are against; professionals' lines are that far apart.
inline constexpr double kNearMiddle = 8;

enum class LayerKind : unsigned char { line, place, phrase, bar };

struct Layer {
  LayerKind kind = LayerKind::line;
  Line line = Line::pad;   // line, place
  Ticks from = 0, to = 0;  // in the bar, [from, to); place: one place, from == its tick
  int every = 1;           // place, phrase: in one of so many bars
  int which = 1;           // of these, from 1
  int bar = 0;             // kind bar: of the take, from 1
  double ms = 0, low = 0, high = 0;
  int strokes = 0, bars = 0;          // it was seen in
  Place first;                        // where it was first played
  std::vector<std::int32_t> matches;  // its strokes, in order of time
};

// A TempoStep says that the tempo from one bar on is another than before.
struct TempoStep {
  bool found = false;
  double percent = 0, low = 0, high = 0;
  int bars = 0;  // looked at
  Place place;
};

struct Layers {
  std::vector<Layer> found;  // the surest first
  TempoStep step;
  // Every line with strokes has here, in ms, its mean with everything else taken out, against the middle
  // line.
  std::array<double, kLineCount> lean_ms{};
  std::array<bool, kLineCount> has_lean{};
  std::vector<double> of_line;  // one per match: what layers of its own line take from it, without its lean
  std::vector<bool> set_apart;  // one per match: it lies in a bar or phrase that was found
};

struct LayersConfig {
  double rate = 1e6;
  // Off-beats swing elsewhere than the chart says, so only what stands on a quarter tells.
  bool beats_only = false;
};

// Returns the layers of the lines that take_apart() made of `alignment`.
Layers take_layers(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
                   const LayersConfig& config);

}  // namespace firstchair::judge
