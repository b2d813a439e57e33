// The sound around a camera's places is held against the master's: the master's strokes, put where the coarse
// line says, or long windows where it has few.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/cut/clips.h"
#include "engine/cut/placement.h"
#include "engine/cut/response.h"

namespace firstchair::cut {

inline constexpr std::size_t kMostStrokes = 1000;  // whose sound is compared, of a camera
inline constexpr std::size_t kFewStrokes = 12;     // with fewer they say nothing
// So far off a delay is looked for around a stroke, and around the middle of a chunk, in s.
inline constexpr double kStrokeReach = 0.012, kChunkReach = 0.050;

// A FinePlan says which stretches of sound are wanted: one of the camera and one of the master for every
// place.
struct FinePlan {
  bool chunks = false;              // true: the master has too few strokes; places are long windows
  std::vector<double> places_s;     // camera time: a stroke, or a chunk's middle
  std::vector<std::size_t> pieces;  // of each place
  std::vector<Stretch> camera, master;
  // Each so-many-th stroke has more of the camera about it: an earlier way is looked for. 0: none has.
  std::size_t every = 0;
  double length_s = 0;  // of a window
};
// The attacks are the master's, in order, in seconds. `most` limits the places around strokes, `most_chunks`
// the others.
FinePlan plan_fine(const std::vector<Piece>& coarse, double master_s, std::span<const double> attacks_s,
                   std::size_t most = kMostStrokes, std::size_t most_chunks = 12);

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

}  // namespace firstchair::cut
