// The fine step says where a camera lies, to a fraction of a millisecond, from the coarse line, the sound
// around strokes and the ear's attacks.
//
// The master's strokes, put where the coarse line says, are the places: the camera needs no ear. Windows
// around them are compared, a robust line goes through their delays, and the strokes' correlations are laid
// over each other along it (engine/cut/response.h): where their sum has the most energy the slope is right,
// and its first peak is the direct sound. Where few strokes are there, long windows are compared. Where the
// master has no sound (an e-kit) the attacks that the ear heard in the camera are held against the master's.
#pragma once

#include <span>
#include <vector>

#include "engine/cut/clips.h"
#include "engine/cut/coarse.h"
#include "engine/cut/placement.h"
#include "engine/cut/response.h"
#include "engine/cut/trend.h"

namespace firstchair::cut {

inline constexpr std::size_t kMostStrokes = 1000;  // whose sound is compared, of a camera
inline constexpr std::size_t kFewStrokes = 12;     // with fewer they say nothing

// A FinePlan says which stretches of sound are wanted: one of the camera and one of the master for every
// place.
struct FinePlan {
  bool chunks = false;              // true: the master has too few strokes; places are long windows
  std::vector<double> places_s;     // camera time: a stroke, or a chunk's middle
  std::vector<std::size_t> pieces;  // of each place
  std::vector<Stretch> camera, master;
  std::size_t every =
      0;  // each so-many-th stroke has more of the camera about it: an earlier way is looked for
  double length_s = 0;  // of a window
};
// The attacks are the master's, in order, in seconds. `most` limits the places around strokes, `most_chunks`
// the others.
FinePlan plan_fine(const std::vector<Piece>& coarse, double master_s, std::span<const double> attacks_s,
                   std::size_t most = kMostStrokes, std::size_t most_chunks = 12);

// Returns half the 95 % interval of an offset or a slope that this witness said, with what the points' own
// scatter makes of it: besides, there is what no number of points takes away. `bench cut` counts how often
// they hold. An offset's reaches to what another way says, where that is over 8 ms (`between_s`) away.
double offset_95_s(Witness by, double scatter_s, double between_s);
double slope_95(Witness by, double scatter);

struct Delayed {
  double camera_s = 0, off_ms = 0;  // how much later the master's sound is than the coarse line says
  std::size_t piece = 0;
};
struct Compared {
  std::vector<Delayed> delays;
  Curves far;                  // of some strokes of the longest piece, 0.4 s to either side
  std::vector<Curves> curves;  // of every piece's strokes, against the coarse line; none of chunks
};
// The clips are those of the plan's stretches, in their order.
Compared compare(const FinePlan& plan, const std::vector<Piece>& coarse, std::span<const Clip> camera,
                 std::span<const Clip> master);

struct Fine {
  Placement placement;
  std::vector<Delayed>
      residuals;  // of the places (or pairs, where the sound was not compared), from the line
  std::vector<bool> on_line;
};
// Attacks are in order, in seconds of their recordings; the camera's are wanted only where nothing was
// compared (the master has no sound): then they alone say it.
Fine lay_finely(const Coarse& coarse, const FinePlan& plan, const Compared& compared,
                std::span<const double> master_attacks_s, std::span<const double> camera_attacks_s);

}  // namespace firstchair::cut
