// A SwingMap says where the eighths of a swung chart are meant: written quarters into meant ones and back.
// Quarters that are written in triplets or finer odd divisions are played as written, and so is every quarter
// of a meter whose beat is shorter than one.
#pragma once

#include <vector>

#include "engine/core/chart.h"

namespace firstchair {

class SwingMap {
 public:
  // It keeps its own copy of what it needs of the chart.
  explicit SwingMap(const Chart& chart);

  // Returns the meant place of a tick, in quarters; strictly increasing.
  double meant(Ticks tick) const;
  // This is the inverse of meant(), in written quarters.
  double written(double quarters) const;

 private:
  bool swung(Ticks beat) const;

  std::vector<bool> straight_;  // one entry per quarter
  std::vector<MeterChange> meters_;
  double swing_ = 1;
};

}  // namespace firstchair
