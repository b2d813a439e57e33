// A Trend is a line through points of which many are wrong: a start that most of the likely points vote
// for, then least squares with Tukey's weights (Beaton & Tukey 1974), iterated.
#pragma once

#include <span>
#include <vector>

namespace firstchair::cut {

struct Point {
  double x = 0, y = 0;
};

struct Trend {
  double at_mean = 0, slope = 0;  // y = at_mean + slope (x - mean_x)
  double mean_x = 0;
  // These are half widths of 95 % intervals. The points hang together, from one to the next and over whole
  // parts of the line, which widens them.
  double at_mean_95 = 0, slope_95 = 0;
  double residual = 0;      // median of the absolute distances of the points that lie on it
  double inliers = 0;       // share of the points that lie on it
  std::vector<bool> on_it;  // a point
  double at(double x) const { return at_mean + slope * (x - mean_x); }
};

struct TrendConfig {
  double steepest = 0;   // of the start's slope; 0: the line is level and has no slope
  double vote = 0.5;     // how near to a line its voters lie, in y
  double finest = 0.02;  // no spread of the points is taken for less, in y
};

// Returns the line. Points are in order of x. With fewer than 3 points, or 2 for a level line, on_it is empty
// and inliers 0.
Trend robust_trend(std::span<const Point> points, const TrendConfig& config);

}  // namespace firstchair::cut
