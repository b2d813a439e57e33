// This file keeps what was drawn. A draw is a line of a csv, so that a count of many hours goes on where it
// was ended: what stands in the file is not drawn again.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/cut/placement.h"

namespace firstchair::bench {

// A Draw is one camera that was laid, beside the truth. Columns are in this order.
struct Draw {
  std::string row;  // "near, 60 s", or what must be refused
  int group = 0;    // draws of one master
  int member = 0;   // a phone of it
  cut::Grade grade = cut::Grade::no;
  int pieces = 0;
  double off_ms = 0, ends_ms = 0;  // in the middle, and the larger of the ends'; signed and absolute
  double off_95_ms = 0;            // half of the interval that was told
  double ppm_off = 0, ppm_95 = 0;  // of the slope, likewise
  cut::Witness off_by = cut::Witness::none, ppm_by = cut::Witness::none;
  double off_scatter_ms = 0, ppm_scatter = 0;  // what the points' own scatter makes of the two intervals
  double between_ms = 0, residual_ms = 0, inliers = 0;
  int strokes = 0, paired = 0;
  bool wrong = false;  // told as exact or frame, and is not
  std::string room = "-";
};

class Draws {
 public:
  // Without a path nothing is kept. A line that was cut off by an end is left out.
  explicit Draws(std::string path);
  bool has(const std::string& row, int group) const;
  // Adds a group's draws and writes them at once.
  void add(const std::vector<Draw>& group);
  std::vector<Draw> of(const std::string& row) const;

 private:
  std::string path_;
  std::vector<Draw> all_;
};

}  // namespace firstchair::bench
