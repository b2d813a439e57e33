// The coarse step says where a camera's envelope lies on the master's, to a few milliseconds.
//
// Windows of the shorter recording are laid over the longer one. At least 3 of 5 must agree on one line;
// where they do not, they are made longer, at last as long as the recording. Whether a line fits everywhere
// is then looked at window by window: where it does not, a camera was stopped or lost sound, and lies in
// pieces.
#pragma once

#include <optional>
#include <vector>

#include "engine/cut/correlate.h"
#include "engine/cut/envelope.h"
#include "engine/cut/placement.h"

namespace firstchair::cut {

enum class CoarseEnd : unsigned char {
  laid,
  unrelated,  // no place fits
  ambiguous,  // two places fit as well as each other
  speed,      // it fits when it is played at another speed
  apart,      // less than kLeastOverlap of it lies on the master
  silent      // nothing is struck in one of them
};

inline constexpr double kLeastOverlap = 10;  // s
// How far above the second peak the first must be when only one window is left.
inline constexpr double kNeededRatio = 1.3;
// Below this ratio of the two peaks, in most windows, both places are told.
inline constexpr double kClearRatio = 1.15;

// A Jump lies between one piece and the next.
struct Jump {
  double camera_s = 0;
  double missing_s = 0;  // of the camera; negative: the camera has more there than the master
};

struct Coarse {
  CoarseEnd end = CoarseEnd::unrelated;
  std::vector<Piece> pieces;  // of the camera, in order; empty unless it is laid
  std::vector<Jump> steps;    // one fewer than pieces
  int windows = 0, agreed = 0;
  double window_s = 0;
  double ratio = 0;  // of the highest peak to the second, the median of the windows that agree, or the best
  double slope_95 = 0;  // half width of the slope's 95 % interval
  double fit = 0;       // correlation of the envelopes on the line, the median of the windows
  // Where several places fit, these are the master's times of the camera's beginning, the likeliest first.
  std::vector<double> offsets_s;
  double speed =
      0;  // at which it was found to play, where it ends so; 0: too fast or slow, unknown by how much
  double speed_95 = 0;   // half width of its 95 % interval; 0: it is one of the known speeds
  double overlap_s = 0;  // with the master
  // An echo comes so much later than the direct sound; 0 where there is none. Where it is not sure
  // which of the two is the direct sound, that may also come so much earlier than the pieces say.
  double echo_s = 0, maybe_s = 0;
  double lost_from_s = 0, lost_to_s = 0;  // camera time that lies on none of several pieces; 0: none is known
};

struct CoarseConfig {
  std::optional<double> near_s;  // only offsets within 2 s of it are looked at
};

Coarse lay_coarsely(const Envelope& master, const Envelope& camera, const CoarseConfig& config = {});

}  // namespace firstchair::cut
