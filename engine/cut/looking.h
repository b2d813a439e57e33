// Looking chooses which stretches of a camera's pictures are looked at for drums (motion.h). Decoding is what
// looking costs, and a film need not be seen whole: first come stretches that hold some strokes of every
// line, the rare ones before all; then what is seen says which lines are settled, and more is looked at only
// where strokes of the others are.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "engine/cut/motion.h"

namespace firstchair::cut {

// A Sight is a stretch of a film that is looked at.
struct Sight {
  double from_s = 0, to_s = 0;
  bool operator==(const Sight&) const = default;
};

struct LookingConfig {
  double most_s = 300;  // that is looked at in all
  double least_s = 60;  // that is looked at before any line is given up
  double cell_s = 2;    // the shortest stretch
  double jump_s = 1;    // what a jump to another place costs besides: pictures from the key picture before it
  int first = 40;       // strokes of each line that are looked at first
  double sure_s = .005;  // half of the interval of how late the picture is, at which it is known
  MotionConfig motion = {};
};

class Looking {
 public:
  // The stretches are those in which there are pictures, in order of time and apart; strokes are in order.
  Looking(std::span<const Sight> pictures, std::span<const LineStroke> strokes, LookingConfig config = {});

  // Returns what is to be looked at next, in order of time, apart, and never a place twice; nothing when all
  // is settled, when nothing is left or when most_s have been looked at.
  std::vector<Sight> next() const;
  // Adds what was seen there. A motion of another size than the first one's is left out.
  void add(const Motion& seen, std::span<const Sight> looked_at);

  const MotionMap& map() const { return map_; }
  double looked_s() const { return looked_s_; }

 private:
  struct Cell {
    Sight at;
    std::array<int, kLineCount> strokes = {};
    bool looked_at = false;
  };
  std::array<double, kLineCount> wanted() const;

  std::vector<LineStroke> strokes_;
  LookingConfig config_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> spread_;  // all cells, each far from those before it
  double all_s_ = 0, looked_s_ = 0;
  Motion motion_;
  MotionMap map_;
};

}  // namespace firstchair::cut
