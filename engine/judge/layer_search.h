// Looks for the layer that is surest in what is left of a take's strokes (layer_strokes.h).
#pragma once

#include <cstddef>
#include <vector>

#include "engine/judge/layer_strokes.h"

namespace firstchair::judge {

// Returns the mean of values without those further than `wild` from their middle: the first bar of a take is
// no phrase's end.
double core_mean(const std::vector<double>& values, double wild);

class LayerSearch {
 public:
  // `take` must outlive the search; every call reads it as it is then.
  explicit LayerSearch(const LayerStrokes& take);

  // Returns the surest candidate; its bars are 0 when there is none.
  LayerCandidate surest();
  // Returns ln of the probability up to which the k-th layer is taken, from 1, by the false discovery rate
  // over all candidates of the last round.
  double allowance(std::size_t k) const;

  // These settle what the surest candidate of the last round really is: what comes as often as every second
  // of its bars, what belongs to all lines or to a wider stretch, and which bars do nothing of the kind.
  void shorten(LayerCandidate& c) const;
  void widen(LayerCandidate& c) const;
  void leave_out_bars(LayerCandidate& c) const;

 private:
  // Series holds what is left of a set, summed by bar.
  struct Series {
    std::vector<double> sum, n;
    double at(std::size_t bar) const { return sum[bar] / n[bar]; }
  };
  bool is_shared(const LayerCandidate& c) const;
  double middle_of(const std::vector<double>& values);
  void judge_set(const Series& series, LayerCandidate shape, bool single, LayerCandidate& best);

  const LayerStrokes& take_;
  std::vector<int> everies_;
  std::vector<std::vector<int>> phases_;  // of every bar, for each of everies_
  std::vector<LayerCandidate> of_kit_;    // phrases of the last round
  double stroke_spread_ = 1;
  std::size_t tested_ = 0;
  // Memory of judge_set(), which is called thousands of times a take.
  std::vector<double> values_, counted_, away_, sorted_, counts_;
  std::vector<int> at_;
  std::vector<std::vector<double>> groups_;
};

}  // namespace firstchair::judge
