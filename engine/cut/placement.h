// A Placement says where a camera's time lies on the master's clock, and how sure that is.
//
// The master is the recording that everything is laid on. A camera's clock runs a little faster or slower
// than the master's, so a piece of it lies on a line:
//
//     master time m = offset_s + (1 + slope) * camera time t
//
// A camera that was stopped, or that lost frames, is several pieces. All times are seconds; slope is a ratio
// (20e-6 is 20 parts in a million).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace firstchair::cut {

struct Piece {
  double from_s = 0, to_s = 0;  // camera time, from_s < to_s
  double offset_s = 0;
  double slope = 0;  // within +-kSteepest
  bool operator==(const Piece&) const = default;
};
inline constexpr double kSteepest = 500e-6;

// Returns the master time of a camera time, on this piece's line, also outside the piece.
double master_of(const Piece& piece, double camera_s);
// Returns the camera time of a master time: the inverse of master_of().
double camera_of(const Piece& piece, double master_s);

// Returns the index of the longest piece of the camera, the first of equals; 0 where there is none.
std::size_t longest_of(const std::vector<Piece>& pieces);

// What a placement may be used for. An id is its name in cut.json: "exact", "frame", "check", "no".
enum class Grade : unsigned char {
  exact,  // the ways of measuring agree within 1 ms, and offset_95_s is 1.5 ms at most
  frame,  // offset_95_s and between_ways_s come to 8 ms at most: half a frame of 60 a second
  check,  // it may be farther off, in the middle or at the ends: look before it is used
  no      // it does not fit, or fits in two places
};
std::string_view id_of(Grade grade);
std::optional<Grade> grade_from_id(std::string_view id);

// A Witness is what said an offset or a slope. An id is its name in a bench's table: "none", "sound",
// "windows", "attacks", "loudness".
enum class Witness : unsigned char {
  none,     // nothing, or somebody's word
  sound,    // that around strokes, compared
  windows,  // long ones, compared
  attacks,  // those that the ear heard in both
  loudness  // how it rises: the coarse step
};
std::string_view id_of(Witness witness);
std::optional<Witness> witness_from_id(std::string_view id);

struct Placement {
  Grade grade = Grade::no;
  std::vector<Piece> pieces;  // in order, apart on both clocks; empty: it was not laid
  // These are half widths of 95 % intervals of the longest piece; 0 where there is none.
  double offset_95_s = 0, slope_95 = 0;
  // These are for who counts how often intervals hold, and are not kept in cut.json: what said offset and
  // slope, and what the points' own scatter makes of the two half widths.
  Witness offset_by = Witness::none, slope_by = Witness::none;
  double offset_scatter_s = 0, slope_scatter = 0;
  double between_ways_s = 0;      // the largest difference between the ways of measuring the offset
  double residual_s = 0;          // median of the absolute distances from the line
  double inliers = 0;             // share of the measured places that lie on the line
  int strokes = 0, paired = 0;    // of the master's, compared; of them, near the line (or attacks and pairs)
  double overlap_s = 0;           // with the master
  std::vector<double> also_at_s;  // other offsets that fit as well
};

// Returns the piece whose picture stands at a master time, or null. Pieces do not overlap on the master's
// clock.
const Piece* piece_at(const Placement& placement, double master_s);

}  // namespace firstchair::cut
