// A Grid says where written ticks fall in played time.
//
// Played position is counted in quarters at the tempo of the chart's start: a tempo the chart writes later
// stretches or shrinks it, and swung eighths stand where they are meant. A player who keeps the chart's tempi
// has a constant period in seconds per quarter, whatever the chart does.
#pragma once

#include <vector>

#include "engine/core/chart.h"
#include "engine/core/swing_map.h"

namespace firstchair::follow {

class Grid {
 public:
  // `chart` must be lawful. It need not outlive the grid, which keeps its own copy of what it needs.
  explicit Grid(const Chart& chart);

  // Returns the played position of a tick, in quarters. It is strictly increasing; before tick 0 and after
  // the end the outer tempo goes on.
  double position(Ticks tick) const;
  // This is the inverse of position(), to the nearest tick.
  Ticks tick(double position) const;
  // Returns the played quarters per written quarter at a tick: 1 where the tempo of the start holds.
  double stretch(Ticks tick) const;
  // Returns the tempo of the chart's start in quarters a minute, or 0 when the chart names none.
  double bpm() const { return bpm_; }

 private:
  struct Segment {
    Ticks tick;
    double position;
    double stretch;
  };

  std::vector<Segment> segments_;
  SwingMap swing_;
  double bpm_ = 0;
};

}  // namespace firstchair::follow
