// Where the band's own parts are silent (under a stop and in the drummer's solo), and where they play written
// hits.
#pragma once

#include <algorithm>

#include "engine/band/song.h"

namespace firstchair::band {

class PlaysAt {
 public:
  explicit PlaysAt(const Song& song) {
    for (const MarkAt& mark : song.marks) {
      if (mark.mark == Mark::stop || mark.mark == Mark::solo) silent_.push_back(mark);
      if (mark.mark == Mark::hits) hits_.push_back(mark);
    }
  }
  bool at(Ticks tick) const { return !within(silent_, tick); }
  bool hits(Ticks tick) const { return within(hits_, tick); }

 private:
  static bool within(const std::vector<MarkAt>& marks, Ticks tick) {
    return std::any_of(marks.begin(), marks.end(),
                       [&](const MarkAt& mark) { return tick >= mark.tick && tick < mark.until; });
  }

  std::vector<MarkAt> silent_, hits_;
};

}  // namespace firstchair::band
