// The motion map says which drums a camera shows, where in its picture, and how late its picture is against
// its own sound. It looks at what changes in the picture when a line is struck.
//
// Every frame is taken against the one before it. What that leaves is averaged about the strokes of a line,
// part of the picture by part of it, and held against what that part does all the time: a part that always
// changes when the snare is struck, and far more than by chance, shows the snare. What plays along leaks in,
// so a line is shown only where no other line explains its place nearly as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/voice.h"
#include "engine/cut/film.h"

namespace firstchair::cut {

// A Motion is what changed in a camera's picture from one frame to the next. The picture is looked at in
// columns times rows of cells, row by row from the top left.
struct Motion {
  struct Step {
    double from_s = 0, to_s = 0;  // camera time: when the frame before began, and when this one did
  };
  int columns = 0, rows = 0;
  std::vector<Step> steps;  // in order; where frames were left out, the next step begins later
  // Of every step its cells: the mean absolute difference of their pixels, in 256ths of a level of 255.
  std::vector<std::uint16_t> cells;
  std::size_t cells_a_step() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
};

struct LineStroke {
  double at_s = 0;  // camera time
  Line line = Line::snare;
};

struct MotionConfig {
  std::size_t least_strokes = 12;  // of a line, for anything to be said of it
  int around = 5;                  // steps before and after a stroke that are looked at
  double clear_z = 15;             // a place is a line's from here
  double clear_ratio = 1.7;        // and where its z is so many times that of any other line
  double clear_alone_z = 9;  // what its strokes without a line that is nearly as clear have there at least
  double most_share = 1;     // of the strokes, that can be looked at in all
  std::uint64_t seed = 1;    // of the bootstrap
};

struct MotionMap {
  std::vector<Shown> shows;  // in order of lines
  std::vector<std::pair<Line, Line>>
      together;  // seen at one place, and struck together too often to tell which
  // How much later the picture is than the camera's own sound, and half of its 95 % interval. The interval is
  // 0 where no line is shown: then it is not known.
  double late_s = 0, late_95_s = 0;
  int strokes = 0;  // of the lines that are shown
  // Lines that are not shown, and may be where more of their strokes are looked at: what strokes so far move,
  // as many as there are could move clearly enough.
  std::vector<Line> open;
};

// Returns the map. Strokes are in order of time, those that were not looked at among them: they say how much
// more could be seen. Laws: the brightness's sign and a constant change everywhere
// change nothing; a picture that is later by x is told later by x, within its interval; without strokes, or
// with a picture that stands still, nothing is shown.
MotionMap map_motion(const Motion& motion, std::span<const LineStroke> strokes,
                     const MotionConfig& config = {});

}  // namespace firstchair::cut
