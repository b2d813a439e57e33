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
      if (mark.mark == Mark::hits || mark.mark == Mark::ending) together_.push_back(mark);
    }
  }
  bool at(Ticks tick) const { return find(silent_, tick) == nullptr; }
  // Returns the mark under which everybody plays the chords as they are written, or null.
  const MarkAt* together(Ticks tick) const { return find(together_, tick); }

  // How long a chord under such a mark is: a hit is short, the last chord is held.
  static Ticks length_of(const MarkAt& mark, Ticks tick, Ticks beat) {
    return mark.mark == Mark::ending ? mark.until - tick : 2 * beat / 5;
  }

 private:
  static const MarkAt* find(const std::vector<MarkAt>& marks, Ticks tick) {
    const auto found = std::find_if(marks.begin(), marks.end(), [&](const MarkAt& mark) {
      return tick >= mark.tick && tick < mark.until;
    });
    return found == marks.end() ? nullptr : &*found;
  }

  std::vector<MarkAt> silent_, together_;
};

}  // namespace firstchair::band
