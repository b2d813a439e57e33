// The strokes of a take on their way into layers (layers.h): where each stands in its bar and in the course
// of the tempo, and what is left of its time when the course and the layers found so far are taken out.
//
// Stages of one fit work on it in turn: strokes are collected (layer_strokes.cpp), laid on a slow course
// (slow_course.cpp) and held against the middle line (line_reference.cpp); layer_search.h reads what is left.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/core/chart.h"
#include "engine/core/swing_map.h"
#include "engine/judge/layers.h"

namespace firstchair::judge {

inline constexpr int kKit = kLineCount;       // all lines together
inline constexpr int kLeastLayerBars = 8;     // of a take that is taken apart
inline constexpr int kLeastLayerStrokes = 6;  // of a layer

struct LayerStroke {
  double ms = 0;  // as played
  double x = 0;   // quarters of the take
  int line = 0;
  int bar = 0;        // of the take, from 0
  int chart_bar = 0;  // from 0
  int performed = 0;  // bar of the time that ran on, from 0
  int slot = 0;
  int quarter = 0;  // in the bar
  std::size_t match = 0;
  Ticks tick = 0;
  double taken = 0;  // by the layers found
  double slow = 0;
  double left = 0;  // ms - slow - taken
};

// A LayerCandidate is a set of strokes that may lie elsewhere together, and how sure that is.
struct LayerCandidate {
  LayerKind kind = LayerKind::line;
  int line = kKit;
  int slot_from = 0, slot_to = 0;  // [ )
  int every = 1, which = 0, bar = -1;
  double ms = 0, error = 0, free = 1;
  double log_p = 0;  // natural, two-sided
  int bars = 0, strokes = 0;
  std::vector<int> without = {};  // bars of the take that do not do as the others
};

class LayerStrokes {
 public:
  // `chart` and `alignment` must outlive the object. There are no strokes when nothing was matched.
  LayerStrokes(std::span<const LineTiming> lines, const Chart& chart, const Alignment& alignment,
               const LayersConfig& config);

  // Lays a slow course through what the layers leave, and moves it to the middle of the lines.
  void fit() {
    fit_slow();
    settle_reference();
  }
  // Takes `ms` out of every stroke of the candidate.
  void take_out(const LayerCandidate& c, double ms);

  bool holds(const LayerCandidate& c, const LayerStroke& s) const;
  // Returns what is left of a stroke as a member of the candidate's set, in ms: a line's is cleared of what
  // the other lines did.
  double value(std::size_t i, const LayerCandidate& c) const;
  // Returns the index of the first stroke of a bar of the take, from 0.
  std::size_t first_of(int bar) const;
  // Returns which one of `every` bars a bar is: of the chart where that repeats so, else of the time that ran
  // on.
  int phase_of(int bar, int every) const;
  double kit_lean(int line) const;
  double robust_spread() const;  // ms, of what is left
  // Fills every line's lean: what was found of it as a layer, and the mean of what is left.
  void leans(Layers& layers) const;

  std::vector<LayerStroke> strokes;  // in order of x
  std::vector<Ticks> slots;          // places of the bar that were played, in order
  std::vector<Bar> bars;             // of the chart
  std::vector<double> clear;         // one per stroke: what is left without what other lines share, ms
  std::array<double, kLineCount> bars_with{};
  Ticks bar_length = kTicksPerWhole;
  int quarters = 4, bar_count = 0;  // of a bar; of the take

 private:
  double position(Ticks tick) const;
  void collect(std::span<const LineTiming> lines, const Alignment& alignment, const LayersConfig& config);
  double middle_of_bar(int bar) const;
  void lay_windows(double reach);
  void fit_slow();
  void settle_reference();
  void clear_of_kit();

  const Chart* chart_;
  SwingMap swing_;
  std::vector<std::size_t> first_of_bar_;
  std::vector<double> window_places_, window_weights_;  // of slow_course.cpp, bar after bar
  std::array<double, kLineCount> leans_now_{}, line_taken_{};
};

}  // namespace firstchair::judge
